"""A message becomes commands, the open question is answered, and one receipt tells what was done."""
