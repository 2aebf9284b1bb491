"""Deals on their way through the seven stages, and the requests between departments that they need."""
