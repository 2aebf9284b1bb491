"""Quotes: from what was said about prices to the paper that the customer gets."""
