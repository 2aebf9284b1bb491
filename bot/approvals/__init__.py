"""Approvals on their way: who is asked, on which card, and what a decision sets off."""
