"""Small frames as the reports give them, in which each amount is a Decimal 1.10."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from pipelines.reports import columns
from pipelines.reports.shape import kinds

TEN = Decimal("1.10")


def frame(report: str, by: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows of a report in its columns and types; what a row leaves out is 1.10 for an amount and null else."""
    known = columns(report, by)
    schema = {column.name: kinds()[column.kind] for column in known}
    amounts = {column.name: TEN for column in known if column.kind in ("money", "quantity")}
    blank: dict[str, object] = dict.fromkeys(schema)
    return pl.DataFrame([blank | amounts | row for row in rows], schema=schema)


def utilization() -> pl.DataFrame:
    """Three products; the last has no known value."""
    held = {"held": Decimal("2.20"), "currency": "USD"}
    return frame(
        "utilization",
        "product",
        [
            {"family": "visual_studio", "product_name": "Visual Studio Enterprise", "unit": "seats"} | held,
            {"family": "cloud", "product_name": "Microsoft 365 E5", "unit": "seats"} | held,
            {"family": "technical", "product_name": "Advisory hours", "unit": "hours"} | held | {"value_idle": None},
        ],
    )


def bands() -> pl.DataFrame:
    """Two families in two bands."""
    places = [("0-30", "cloud"), ("0-30", "software"), ("later", "cloud")]
    return frame("expiry", "band", [{"band": b, "family": f, "currency": "USD"} for b, f in places])


def months() -> pl.DataFrame:
    """Two families in one month."""
    rows = [
        {"month": "2026-08", "family": family, "currency": "USD", "benefits": 1} for family in ("cloud", "software")
    ]
    return frame("expiry", "month", [row | {"date_kind": "activate_by"} for row in rows])


def days() -> pl.DataFrame:
    """Four days of a credit, two of them forecast."""
    start = date(2026, 6, 14)
    phases = ("past", "past", "forecast", "forecast")
    rows = [{"date": start + timedelta(days=number), "phase": phase} for number, phase in enumerate(phases)]
    return frame("credit-burn-down", "day", [row | {"currency": "USD"} for row in rows])


def credit() -> dict[str, object]:
    """A running bulk credit of which 1.10 USD will lapse."""
    facts = {
        "partner": "Contoso",
        "subscription": "Dev",
        "kind": "bulk",
        "status": "running",
        "currency": "USD",
        "starts_on": date(2025, 9, 1),
        "ends_on": date(2026, 8, 31),
        "runs_out_on": date(2026, 7, 12),
    }
    return frame("credit-balance", "credit", [facts]).row(0, named=True)


def credit_months() -> pl.DataFrame:
    """Two months of a credit, and what lapsed in each."""
    rows = [{"month": month, "kind": "monthly", "currency": "USD"} for month in ("2026-05", "2026-06")]
    return frame("credit-balance", "month", rows)


def spend(by: str) -> pl.DataFrame:
    """Two rows of what was spent, 1.10 USD each."""
    names: dict[str, tuple[str, tuple[object, object]]] = {
        "month": ("month", ("2026-05", "2026-06")),
        "day": ("date", (date(2026, 6, 1), date(2026, 6, 2))),
        "service": ("service", ("VM", "SQL")),
    }
    column, told = names[by]
    return frame("credit-usage", by, [{column: one, "currency": "USD", "usage_rows": 1} for one in told])


def forecast() -> pl.DataFrame:
    """What the vendor expects of the month that runs, and of the next."""
    return frame("vendor-forecast", "month", [{"month": month, "currency": "USD"} for month in ("2026-06", "2026-07")])


def value() -> pl.DataFrame:
    """Three offers: one whose use falls 1.10 short of its fee, one without a fee, one without a known value."""
    named = {"partner": "Contoso", "currency": "USD", "used_share": 0.5}
    short = {"offer_name": "Gold", "value_held": 2 * TEN, "fee": 2 * TEN, "used_less_fee": -TEN}
    unpaid = {"offer_name": "Silver", "value_held": 2 * TEN, "fee": None, "used_less_fee": None}
    worth = dict.fromkeys(("value_held", "value_used", "value_idle", "used_less_fee", "used_share"))
    return frame("value", "offer", [named | short, named | unpaid, named | {"offer_name": "Launch"} | worth])


def redeemed() -> pl.DataFrame:
    """A subscription of 1.10 seats, and what adding seats makes of it."""
    rows = [("now", date(2026, 12, 15)), ("after", date(2026, 9, 15))]
    told = {"mode": "add_seats", "starts_on": date(2026, 6, 15), "seats": TEN, "months_won": -TEN}
    return pl.DataFrame([told | {"phase": phase, "ends_on": ends} for phase, ends in rows])


def memberships() -> pl.DataFrame:
    """Two terms of one offer: one that is over, and one whose refund is open."""
    days = ("starts_on", "ends_on", "grace_ends_on", "purchased_on", "refund_until")
    over = (date(2025, 6, 1), date(2026, 5, 31), date(2026, 6, 30), date(2025, 6, 1), date(2025, 7, 1))
    runs = (date(2026, 6, 1), date(2027, 5, 31), date(2027, 6, 30), date(2026, 6, 1), date(2026, 7, 1))
    told = [dict(zip(days, runs, strict=True)) | {"state": "running"}, dict(zip(days, over, strict=True))]
    named = {"partner_id": "P-1", "partner": "Contoso", "offer": "gold", "offer_name": "Gold", "currency": "USD"}
    return frame("memberships", "term", [named | {"state": "grace"} | row for row in told])


def trend() -> pl.DataFrame:
    """The overview's figures of two days."""
    return frame("overview", "month", [{"date": date(2026, month, 28)} for month in (4, 5)])
