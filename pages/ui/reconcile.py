"""The parts of the page on what ties: files against the store and the pages, the vendor's balance against ours."""

import polars as pl
import streamlit as st

from pages.ui import answers, filters, tables
from pages.ui.answers import answer
from pages.ui.session import t

UNEXPLAINED = "unexplained"
SUMS = {"control_total": 92, "stored_total": 90, "page_total": 84, "difference": 84}
TOTALS = SUMS | {"currency": 64, "reason": 176}
OF_DATASET = {name: width for name, width in TOTALS.items() if name != "control_total"}
SEEN = {
    "file": {"loaded_at": 118, "file": 184} | TOTALS,
    "month": {"file": 190, "month": 74} | TOTALS,
    "dataset": {"month": 74, "dataset": 170, "usage_rows": 90} | OF_DATASET,
}
WHOSE = {"partner": 94, "subscription": 124, "starts_on": 84, "amount": 92, "stated_on": 84}
CREDIT = WHOSE | {"vendor_balance": 112, "left": 82, "difference": 104, "agreement": 116, "currency": 64}


def loads() -> None:
    """Each file, by month or in all: what it says, what is stored, what the pages show; what nothing explains first."""
    st.header(t("reconcile.loads"), anchor=False)
    by = filters.one_of("reconcile", list(SEEN), "by")
    rows = answer("reconcile-loads", by)
    amiss = pl.col("reason").str.split(";").list.contains(UNEXPLAINED)
    _said(rows.filter(amiss).height)
    st.caption(t("reconcile.note.dataset" if by == "dataset" else "reconcile.note"))
    first = rows.sort(~amiss, maintain_order=True)
    tables.show(first, "reconcile-loads", by, seen=SEEN[by], asked={})


def _said(lines: int) -> None:
    if not lines:
        st.success(t("reconcile.tied"), icon=":material/check:")
        return
    said = t("reconcile.unexplained.one") if lines == 1 else t("reconcile.unexplained.many", lines=lines)
    st.error(said, icon=":material/report:")


def credits() -> None:
    """The vendor's balance of each credit against ours on the day that was stated."""
    st.header(t("reconcile.vendor"), anchor=False)
    rows = answer("reconcile-credits")
    if rows["vendor_balance"].is_null().all():
        st.caption(t("reconcile.no_statement"))
        return
    differing = pl.col("agreement") == "differs"
    _compared(rows.filter(differing).height, rows["vendor_balance"].count())
    st.caption(t("reconcile.vendor.note"))
    first = rows.sort(~differing, maintain_order=True)
    tables.show(first, "reconcile-credits", seen=CREDIT, two_lines=True, asked={"partner": answers.covered([])})


def _compared(differing: int, stated: int) -> None:
    if differing:
        st.warning(t("reconcile.vendor.differs", differing=differing, stated=stated), icon=":material/difference:")
    else:
        st.success(t("reconcile.vendor.agrees"), icon=":material/check:")
