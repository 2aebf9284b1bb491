"""What an empty database is filled with on request, written through storage."""
