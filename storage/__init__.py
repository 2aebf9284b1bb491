"""What is kept: tables, their changes, and the database they stand in."""
