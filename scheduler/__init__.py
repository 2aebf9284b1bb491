"""What the clock wants."""
