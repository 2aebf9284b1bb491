"""Contracts: opened, agreed to, signed, delivered and paid."""
