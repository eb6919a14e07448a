"""Sums of amounts outside a frame, and an amount in full."""

from decimal import Context, Decimal

# A sum of amounts has up to 38 digits, or more before they are rounded; Python's own context would round it to 28.
EXACT = Context(prec=76)


def plain(amount: Decimal) -> str:
    """The amount in full: without an exponent, and without zeros that say nothing."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return f"{whole}.{decimals}".rstrip("0").rstrip(".") if decimals else whole
