"""The parts of the page on what was spent: its chart, its table, and what of it a credit is there for."""

import polars as pl
import streamlit as st

from pages.ui import answers, charts, drill, filters, tables, written
from pages.ui.answers import Filters, answer
from pages.ui.drill import Narrowed
from pages.ui.session import language, t

COUNTS = "counts"
MOST_ROWS = 200
COST = {"cost": 120, "usage_rows": 100}
NAMED = {"month": "month", "day": "date", "service": "service", "resource_group": "resource_group"}
DETAIL = {"date": 88, "meter": 180, "quantity": 96, "cost": 100, "subscription": 160, "file": 165, "source_line": 60}
PAID = {"drawn": 130, "not_eligible": 130, "without_credit": 130, "unconverted": 130, "not_counted": 130}


def dataset() -> list[str]:
    """The dataset that is looked at instead of what counts as spent; empty for what counts."""
    known = answers.datasets()
    chosen = filters.one_of("dataset", [COUNTS, *known] if len(known) > 1 else [COUNTS], "dataset")
    return [] if chosen == COUNTS else [chosen]


def show(by: str, asked: Filters, found: Narrowed) -> None:
    """What was spent by one level, as far as it is narrowed: the chart and the table, or the rows of the files."""
    if by == drill.ROW:
        _rows(asked, found)
        return
    rows = answer("credit-usage", by, **asked, **found)
    with st.container(border=True, gap="xsmall"):
        _chart(rows, by, asked, found)
    words = {NAMED[by]: drill.names(rows, by)} if by in ("service", "resource_group") else {}
    seen = {NAMED.get(by, "subscription"): 190} | COST
    if by in drill.NARROWS:
        st.caption(t("spend.choose"))
    tables.show(
        rows, "credit-usage", by, seen=seen, words=words, pick=drill.pick(rows, by, found), asked=_of(asked, found)
    )


def _chart(rows: pl.DataFrame, by: str, asked: Filters, found: Narrowed) -> None:
    if by == "day":
        charts.show(charts.spend_days(rows, language()))
    elif by == "month":
        ahead = _forecast(asked, found)
        charts.show(charts.spend_months(rows, ahead, language()), note=_expected(ahead))
    else:
        [whole] = answer("credit-usage", "currency", **asked, **found)["cost"]
        month = found["month"][0] if "month" in found else None
        charts.show(charts.spend_parts(rows, drill.names(rows, by), whole, month, language()))


def _forecast(asked: Filters, found: Narrowed) -> pl.DataFrame:
    """What the vendor expects of whole subscriptions: it says nothing of a service or a resource group."""
    of = {name: asked[name] for name in ("partner", "currency")} | {"subscription": found.get("subscription", ())}
    ahead = answer("vendor-forecast", "month", **of)
    return ahead.clear() if asked["dataset"] or {"service", "resource_group"} & found.keys() else ahead


def _expected(ahead: pl.DataFrame) -> str | None:
    if ahead.is_empty():
        return None
    said = [written.amount(row["forecast"], row["currency"], language()) for row in ahead.to_dicts()]
    months = [f"{month}: {worth}" for month, worth in zip(drill.names(ahead, "month"), said, strict=True)]
    return t("spend.forecast", months=", ".join(months))


def _rows(asked: Filters, found: Narrowed) -> None:
    """The dearest rows of the files; the download has all of them."""
    rows = answer("usage-detail", **asked, **found)
    dearest = rows.sort("cost", descending=True, maintain_order=True).head(MOST_ROWS)
    if rows.height > MOST_ROWS:
        st.caption(t("spend.dearest", shown=MOST_ROWS))
    tables.show(dearest, "usage-detail", seen=DETAIL, whole=rows, asked=_of(asked, found))


def totals(asked: Filters, found: Narrowed) -> None:
    """Each currency by itself, and what of it no credit is there for."""
    every = answer("credit-usage", "currency", **asked, **found)
    st.header(t("spend.totals"), anchor=False)
    st.caption(t("spend.totals.note"))
    seen = {"currency": 72, "cost": 130} | {name: width for name, width in PAID.items() if (every[name] != 0).any()}
    tables.show(every, "credit-usage", "currency", seen=seen, asked=_of(asked, found))


def _of(asked: Filters, found: Narrowed) -> Filters:
    """What a table is of, for its manifest: with the partners named."""
    return {**asked, **found, "partner": answers.covered(asked["partner"])}
