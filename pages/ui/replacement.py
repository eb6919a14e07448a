"""Asking for another key: for one redeemed on the wrong tenant, or that added seats by mistake (domain-facts K8)."""

from typing import Any

import polars as pl

from pages.ui import product_keys
from pages.ui.deed_form import deed_form


def form(row: dict[str, Any]) -> None:
    """The form for one row of report `benefits`, with its redeemed keys to choose from."""
    keys = product_keys.of(row).filter(pl.col("key_state") == "redeemed").to_dicts()
    named = {key["digest"]: product_keys.named(key) for key in keys}
    deed_form("request_replacement", partner_id=row["partner_id"], about=row["entitlement_id"], options={"key": named})
