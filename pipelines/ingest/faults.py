"""The cells of a batch that are not what they must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import polars as pl

from pipelines.ingest import misread
from pipelines.ingest.clean import AMOUNT
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import UNREAD, marked
from pipelines.ingest.names import nearest

Facts = tuple[tuple[str, str], ...]
# More than anybody would mend by hand: a column in a wrong form has a fault in each of a million rows.
MOST_FAULTS = 10_000
_MOST_CASES = 3 * (MOST_FAULTS + 1)


@dataclass(frozen=True)
class Fault:
    """A faulty cell: the row's number, our column, the text found (None: empty), the sentence of what was expected."""

    row: int
    column: Column
    found: str | None
    expected: str
    facts: Facts = ()


def find_faults(texts: pl.DataFrame, values: pl.DataFrame, form: Format, context: Context) -> list[Fault]:
    """The faulty cells of a cleaned batch, by row and column; empty where the batch satisfies the format's model."""
    # Loaded with the first batch: pandera takes half a second, for which no page and no other command shall wait.
    from pipelines.ingest.schemas import failures

    cases = failures(values, form)
    if cases is None:
        return []
    # A cell breaks up to three of the model's conditions.
    first = cases if len(cases) <= _MOST_CASES else cases.bottom_k(_MOST_CASES, by="index")
    return _faults(first, texts, form, context)


def _faults(cases: pl.DataFrame, texts: pl.DataFrame, form: Format, context: Context) -> list[Fault]:
    columns = {column.name: (number, column) for number, column in enumerate(form.columns)}
    cells: dict[tuple[int, int], str] = {}
    for name, place, found in cases.select("column", "index", "failure_case").iter_rows():
        owner = marked(name)
        cell = (place, columns[owner or name][0])
        cells[cell] = str(found) if owner else cells.get(cell, UNREAD)
    return [
        _fault(place, form.columns[number], mark, texts, form, context)
        for (place, number), mark in sorted(cells.items())
    ]


def _fault(place: int, column: Column, mark: str, texts: pl.DataFrame, form: Format, context: Context) -> Fault:
    found = texts[column.name][place] if column.name in texts.columns else None
    key, facts = _expected(column, found, form, context) if mark == UNREAD else (mark, ())
    return Fault(texts["row"][place], column, found or None, f"expected.{key}", facts)


def _expected(column: Column, found: str | None, form: Format, context: Context) -> tuple[str, Facts]:
    if not (found or "").strip():
        return "filled", ()
    match column.kind:
        case Kind.DECIMAL | Kind.COUNT if _is_large(found or "", column.below):
            return "below", (("below", f"{column.below:,}"),)
        case Kind.TEXT:
            return misread.expected(found or ""), ()
        case Kind.DATE:
            return f"date_{context.settings.get('date_order', form.date_orders[0])}", ()
        case Kind.CHOICE:
            return "choice", (("choices", ", ".join(column.choices)),)
        case Kind.DECIMAL if column.places < AMOUNT.scale:
            return "decimal_places", (("places", str(column.places)),)
        case Kind.PARTNER | Kind.PARTNERS:
            return "partner", (("nearest", _nearest(found or "", context.names["partner"])),)
        case Kind.OFFER | Kind.PRODUCT:
            return column.kind.value, (("nearest", _nearest(found or "", context.names[column.kind])),)
        case _:
            return column.kind.value, ()


def _is_large(found: str, limit: int) -> bool:
    try:
        return abs(Decimal(found.strip())) >= limit
    except InvalidOperation:
        return False


def _nearest(found: str, names: Mapping[str, str]) -> str:
    return ", ".join(nearest(found, names)[:3] or sorted(set(names.values()))[:5]) or "-"


def repeats(keys: pl.DataFrame, texts: pl.DataFrame, form: Format) -> list[Fault]:
    """The rows that state again what must be unique. `keys`: row and the unique columns. Names the last of these."""
    first = pl.col("row").first().over(form.unique)
    again = keys.with_columns(first=first).filter(pl.col("row") != pl.col("first"))
    column = next((one for one in reversed(form.columns) if one.name in form.unique), form.columns[0])
    found = dict(texts.select("row", column.name).iter_rows()) if column.name in texts.columns else {}
    return [Fault(row, column, found.get(row), "expected.once", ()) for row in again["row"]]


def amounts(values: pl.DataFrame, form: Format) -> dict[str, Decimal]:
    """The sum of the batch's amounts by currency, rows without one of the two left out."""
    if form.amount is None:
        return {}
    both = values.drop_nulls([form.amount, "currency"])
    sums = both.group_by("currency").agg(pl.col(form.amount).sum())
    return dict(sums.iter_rows())
