"""What rounding takes from the amounts of a batch: those with more decimals than are kept, from their text."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from pipelines.ingest.clean import AMOUNT
from pipelines.ingest.declare import Format
from pipelines.ingest.exact import EXACT

_LONG = rf"\.\d{{{AMOUNT.scale + 1}}}"
_EXPONENTS = ["E", "e"]


def differences(texts: pl.DataFrame, values: pl.DataFrame, form: Format) -> dict[str, Decimal]:
    """The amounts as written less the same as stored, by currency; only of currencies where some amount differs."""
    if form.amount is None or form.amount not in texts.columns:
        return {}
    written = texts[form.amount]
    long = written.str.contains(_LONG) | written.str.contains_any(_EXPONENTS)
    if not long.any():
        return {}
    rows = values.select("currency", stored=form.amount).with_columns(written=written).filter(long).drop_nulls()
    return _summed(rows)


def _summed(rows: pl.DataFrame) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for currency, stored, written in rows.iter_rows():
        difference = EXACT.subtract(Decimal(written.strip()), stored)
        if difference:
            add(sums, currency, difference)
    return sums


def add(totals: dict[str, Decimal], currency: str, amount: Decimal) -> None:
    """Adds an amount to the total of its currency, to the last digit."""
    totals[currency] = EXACT.add(totals.get(currency, Decimal(0)), amount)


def add_all(totals: dict[str, Decimal], amounts: Mapping[str, Decimal]) -> None:
    """Adds amounts by currency."""
    for currency, amount in amounts.items():
        add(totals, currency, amount)
