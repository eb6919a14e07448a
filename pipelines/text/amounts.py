"""Quantities in sentences."""

from decimal import Decimal

_CENT = Decimal("0.01")


def amount(quantity: Decimal | None) -> str:
    """'1,234.5': at most two digits behind the point, and none that say nothing; empty for no quantity."""
    return "" if quantity is None else f"{quantity.quantize(_CENT).normalize():,f}"
