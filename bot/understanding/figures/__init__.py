"""Figures with a unit: money, counts, shares and lengths of time."""
