"""Kingdee K3Cloud: contracts go out, payments and progress come back."""
