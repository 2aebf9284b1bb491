"""One file for each `crm` command that is more than a line."""
