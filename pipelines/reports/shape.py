"""What a report is made of: groupings, filters, and columns with what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import polars as pl

_CODES = {
    "family": "family",
    "unit": "unit",
    "status": "status",
    "benefit_type": "benefit_type",
    "counted_by": "counted_by",
    "date_kind": "date_kind",
    "band": "band",
    "kind": "grant_kind",
    "phase": "phase",
    "action": "action",
}
_COLUMNS_BY_KIND = {
    "text": "partner offer_name product_name subscription service file loaded_by",
    "id": "partner_id offer product entitlement_id subscription_id currency format",
    "month": "month",
    "quantity": "held assigned used idle quantity",
    "money": "value_held value_used value_idle value cost amount granted lapsed left daily_rate lapses_at_end spent"
    " balance low high control_total stored_total difference lapsing_30 lapsing_60 lapsing_90",
    "share": "utilization used_share",
    "date": "date lapses_on expires_on starts_on ends_on runs_out_on due_on activate_by use_until membership_ends_on"
    " grace_ends_on",
    "time": "loaded_at",
    "count": "benefits unvalued days_left usage_rows rows_read rows_loaded rows_unchanged rows_rejected",
    "number": "load_id rank",
    "flag": "decisive",
}
_KIND_OF = {name: kind for kind, names in _COLUMNS_BY_KIND.items() for name in names.split()}


@cache
def kinds() -> dict[str, pl.DataType]:
    """What a column may hold, and the type it has for that. A count is of things, a number names or ranks one."""
    return {
        "text": pl.String(),
        "id": pl.String(),
        "code": pl.String(),
        "month": pl.String(),
        "quantity": pl.Decimal(38, 18),
        "money": pl.Decimal(38, 18),
        "rate": pl.Decimal(18, 9),
        "share": pl.Float64(),
        "date": pl.Date(),
        "time": pl.Datetime("us", "UTC"),
        "count": pl.Int64(),
        "number": pl.Int64(),
        "flag": pl.Boolean(),
    }


@dataclass(frozen=True)
class Column:
    """A report's column. `kind` is one of `kinds`; `codes` is the prefix of the texts of a column of codes."""

    name: str
    kind: str
    codes: str | None = None


Columns: TypeAlias = tuple[Column, ...]


@dataclass(frozen=True)
class Report:
    """A report: `by` its groupings, the first of them the default, `filters` what it can be limited by."""

    name: str
    filters: tuple[str, ...]
    columns: dict[str, Columns]

    @property
    def by(self) -> tuple[str, ...]:
        """The groupings, the default one first."""
        return tuple(self.columns)


def shape(name: str, filters: str, *, own: dict[str, str] | None = None, **columns: str) -> Report:
    """A report from its names: filters and, by grouping, columns, each in one text with spaces between.

    `own` says what columns hold that are not known to every report, or hold something else in this one: a kind, or
    `code:` and the prefix of the codes' texts. Each grouping is a question sql/<report>_by_<by>.sql.
    """
    return Report(name, tuple(filters.split()), {by: _columns(names, own or {}) for by, names in columns.items()})


def _columns(names: str, own: dict[str, str]) -> Columns:
    return tuple(_column(name, own.get(name)) for name in names.split())


def _column(name: str, own: str | None) -> Column:
    kind, _, codes = (own or _KIND_OF.get(name) or f"code:{_CODES[name]}").partition(":")
    return Column(name, kind, codes or None)
