"""Which reports there are: their groupings, filters and columns, in the order in which they are shown and written."""

from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

# What a column holds, and the type it has for that. A count is an amount of things, a number names or ranks one.
KINDS: dict[str, pl.DataType] = {
    "text": pl.String(),
    "id": pl.String(),
    "code": pl.String(),
    "month": pl.String(),
    "quantity": pl.Decimal(38, 18),
    "money": pl.Decimal(38, 18),
    "share": pl.Float64(),
    "date": pl.Date(),
    "time": pl.Datetime("us", "UTC"),
    "count": pl.Int64(),
    "number": pl.Int64(),
    "flag": pl.Boolean(),
}

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
    "date": "date lapses_on expires_on starts_on ends_on runs_out_on due_on",
    "time": "loaded_at",
    "count": "benefits unvalued days_left usage_rows rows_read rows_loaded rows_unchanged rows_rejected",
    "number": "load_id rank",
    "flag": "decisive",
}
_KIND_OF = {name: kind for kind, names in _COLUMNS_BY_KIND.items() for name in names.split()}
# Money in a report on credits that is a quantity in one on benefits, and codes that have texts of their own there.
_CREDIT = {"used": "money", "status": "code:credit_status"}


@dataclass(frozen=True)
class Column:
    """A report's column. `kind` is one of KINDS; `codes` is the prefix of the texts of a column of codes."""

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


def _report(name: str, filters: str, *, own: dict[str, str] | None = None, **columns: str) -> Report:
    return Report(name, tuple(filters.split()), {by: _columns(names, own or {}) for by, names in columns.items()})


def _columns(names: str, own: dict[str, str]) -> Columns:
    return tuple(_column(name, own.get(name)) for name in names.split())


def _column(name: str, own: str | None) -> Column:
    kind, _, codes = (own or _KIND_OF.get(name) or f"code:{_CODES[name]}").partition(":")
    return Column(name, kind, codes or None)


_BENEFIT = "partner family offer product currency"
_MEASURES = " unit benefits held assigned used idle utilization currency value_held value_used value_idle unvalued"
_FIGURES = "currency value_held value_used value_idle lapsing_30 lapsing_60 lapsing_90 benefits unvalued"
_USAGE = " currency cost usage_rows"
_CREDIT_NAME = "partner_id partner kind subscription_id subscription"

REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        _report("overview", _BENEFIT, figures=_FIGURES, month=f"date {_FIGURES}"),
        _report(
            "utilization",
            f"{_BENEFIT} status",
            product="family product product_name" + _MEASURES,
            partner="partner_id partner" + _MEASURES,
            family="family" + _MEASURES,
            offer="offer offer_name" + _MEASURES,
            entitlement="partner_id partner offer offer_name family product product_name benefit_type entitlement_id"
            " status lapses_on counted_by" + _MEASURES,
        ),
        _report(
            "expiry",
            f"{_BENEFIT} status band date_kind month decisive",
            date="partner_id partner offer offer_name family product product_name entitlement_id date_kind expires_on"
            " days_left band decisive unit held idle currency value_idle",
            band="band family date_kind currency benefits value_idle unvalued",
            month="month family date_kind currency benefits value_idle",
        ),
        _report(
            "credit-usage",
            "partner subscription service month currency",
            month="month" + _USAGE,
            day="date" + _USAGE,
            service="service" + _USAGE,
            subscription="subscription_id subscription" + _USAGE,
        ),
        _report(
            "credit-balance",
            "partner subscription currency status",
            own=_CREDIT,
            credit=f"{_CREDIT_NAME} starts_on ends_on days_left currency amount granted used lapsed left used_share"
            " daily_rate runs_out_on lapses_at_end status",
            month=f"{_CREDIT_NAME} starts_on month currency amount spent used lapsed left",
        ),
        _report(
            "credit-burn-down",
            "partner subscription currency",
            day=f"{_CREDIT_NAME} currency date phase spent balance low high",
        ),
        _report(
            "next-actions",
            f"{_BENEFIT} action",
            action="rank action partner_id partner entitlement_id family product product_name quantity unit due_on"
            " days_left currency value utilization",
        ),
        _report(
            "loads",
            "currency format",
            load="load_id loaded_at loaded_by file format rows_read rows_loaded rows_unchanged rows_rejected currency"
            " control_total stored_total difference",
        ),
    )
}
