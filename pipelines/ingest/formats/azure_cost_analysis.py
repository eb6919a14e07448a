"""What the portal's cost analysis says a day, or a month, cost in all: a download of one subscription's view.

A daily view has the vendor's forecast of days to come (ForecastCost), which is never spent. In a monthly view each row
is a month, on its first day; it is a dataset of its own, because no day's cost can be read from it. A view that was
grouped has several rows a day, which add up.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.marks import UNREAD, wrong

DAILY, MONTHLY = "azure-cost-analysis", "azure-cost-analysis-monthly"
_ORDERS = {"iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y"}


def _ask(told: Told, context: Context) -> dict[str, str]:
    """Rows on the first days of months alone, without a forecast, are months."""
    if "dataset" in context.settings:
        return {}
    order = context.settings.get("date_order")
    patterns = [pattern for name, pattern in _ORDERS.items() if order in (None, name) or name == "iso"]
    days = told("usage_on")
    monthly = bool(days) and not told("forecast") and any(_all_first(days, pattern) for pattern in patterns)
    return {"dataset": MONTHLY if monthly else DAILY}


def _all_first(days: list[str], pattern: str) -> bool:
    found = pl.Series(days).str.split(" ").list.first().str.to_date(pattern, strict=False)
    return bool((found.dt.day() == 1).fill_null(False).all())


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A day without a cost is one that is only forecast."""
    subscription = context.setting("subscription")
    expected = pl.when(pl.col("forecast").is_not_null()).then(0)
    whole = frame.with_columns(
        pl.lit(context.setting("dataset")).alias("dataset"),
        pl.lit(subscription).alias("subscription_id"),
        pl.coalesce("cost", expected).alias("cost"),
    )
    return wrong(whole, "cost", pl.col("cost").is_null(), UNREAD)


FORMAT = Format(
    name="azure-cost-analysis",
    table="cost_total",
    columns=(
        Column("usage_on", Kind.DATE, ("UsageDate",)),
        Column("cost_usd", Kind.DECIMAL, ("CostUSD",), empty=True),
        Column("cost", Kind.DECIMAL, ("Cost",), empty=True),
        Column("forecast", Kind.DECIMAL, ("ForecastCost",), missing=True, empty=True),
        Column("currency", Kind.CURRENCY, ("Currency",)),
    ),
    group=("dataset", "subscription_id", "usage_on", "currency"),
    settings=(Setting("subscription"), Setting("dataset", default=DAILY, choices=(DAILY, MONTHLY))),
    date_orders=("iso", "mdy", "dmy"),
    whole_days=True,
    amount="cost",
    made=("dataset", "subscription_id"),
    finish=_finish,
    ask=_ask,
)
