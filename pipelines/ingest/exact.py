"""Sums of amounts outside a frame."""

from decimal import Context

# A sum of amounts has up to 38 digits; Python's own context would round it to 28.
EXACT = Context(prec=76)
