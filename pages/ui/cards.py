"""Framed charts: what a page puts side by side."""

from typing import Any

import polars as pl
import streamlit as st

from pages.ui import charts, written
from pages.ui.answers import answer
from pages.ui.session import as_of, language, t
from pipelines.rules.model import DATE_KINDS

OPEN = ("running", "no_usage", "not_started")
MEMBERSHIP = ("membership_ends_on", "grace_ends_on")
WIDE = 380
ID_SHOWN = 8


def nearest_credit(credits: pl.DataFrame) -> dict[str, Any] | None:
    """The open credit that ends first; None where there is none."""
    going = credits.filter(pl.col("status").is_in(OPEN)).sort("ends_on", "partner_id", "subscription_id")
    return going.row(0, named=True) if going.height else None


def at_risk(credits: pl.DataFrame, bands: pl.DataFrame, now: dict[str, Any]) -> None:
    """The nearest credit beside what lapses when; each alone where the other has nothing to show."""
    nearest = nearest_credit(credits)
    if nearest is None:
        lapses(bands, now)
        return
    left, right = st.columns([5, 4])
    with left:
        credit(nearest)
    with right:
        lapses(bands, now)


def credits(rows: pl.DataFrame) -> None:
    """A card a credit, small multiples: the open ones first, the soonest to end before the others."""
    rows = rows.sort(~pl.col("status").is_in(OPEN), "ends_on", "partner_id", "subscription_id")
    with st.grid(2 if rows.height > 1 else 1, min_column_width=WIDE):
        for row in rows.to_dicts():
            credit(row)


def credit(row: dict[str, Any]) -> None:
    """One row of `credit-balance`: a pot as its burn-down, a monthly credit as what its months used and lost."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.caption(written.plain(_credit_name(row)))
        if row["kind"] == "monthly":
            charts.show(charts.monthly_spend(_months(row), language(), row), note=t("chart.spend_key"))
        else:
            charts.show(charts.burn_down(_days(row), row, language()))


def lapses(bands: pl.DataFrame, figures: dict[str, Any]) -> None:
    """What lapses when; its sentence is the overview's figure for 90 days."""
    worth = figures["lapsing_90"]
    said = written.amount(worth, figures["currency"], language())
    finding = t("finding.lapsing", worth=said) if worth else t("finding.lapsing_none")
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.caption(t("overview.lapses"))
        charts.show(charts.lapse_bands(bands, language(), finding), drawn=_any(bands, "value_idle"))


def utilization(frame: pl.DataFrame, by: str) -> None:
    """The bars of what is held, assigned and used."""
    with st.container(border=True, gap="xsmall"):
        charts.show(charts.utilization_bars(frame, language(), by), note=_bars_note(frame.height))


def timelines(frame: pl.DataFrame, measure: str) -> None:
    """One timeline under the other for each kind of date, on the same months; those of the membership folded away."""
    kinds = [kind for kind in DATE_KINDS if kind in set(frame["date_kind"])]
    own, common = [k for k in kinds if k not in MEMBERSHIP], [k for k in kinds if k in MEMBERSHIP]
    if own:
        with st.container(border=True, gap="xsmall"):
            _timelines(frame, own, measure)
    if common:
        with st.expander(t("expiry.membership"), expanded=not own):
            _timelines(frame, common, measure)


def _timelines(frame: pl.DataFrame, kinds: list[str], measure: str) -> None:
    chosen = frame.filter(pl.col("date_kind").is_in(kinds))
    for kind in kinds:
        of_kind = chosen.filter(pl.col("date_kind") == kind)
        picture = charts.expiry_timeline(of_kind, language(), as_of(), measure, among=chosen, legend=kind == kinds[-1])
        charts.show(picture, drawn=_any(of_kind, measure))


def spend(frame: pl.DataFrame) -> None:
    """Cost by month, of one currency."""
    with st.container(border=True, gap="xsmall"):
        charts.show(charts.monthly_spend(frame, language()))


def _any(frame: pl.DataFrame, column: str) -> bool:
    """Whether there is anything to draw: axes without bars say less than the sentence above them."""
    return bool((frame[column].fill_null(0) > 0).any())


def _credit_name(row: dict[str, Any]) -> str:
    """A subscription that no file names goes by the beginning of its id."""
    unnamed = row["subscription"] == row["subscription_id"]
    named = f"{row['subscription_id'][:ID_SHOWN]}…" if unnamed else row["subscription"]
    return f"{named} · {t('grant_kind.' + str(row['kind']))} · {row['partner']}"


def _bars_note(rows: int) -> str:
    key = t("chart.held_key")
    if rows <= charts.MOST_BARS:
        return key
    return f"{t('chart.first_rows', shown=charts.MOST_BARS, all=rows)} {key}"


def _days(row: dict[str, Any]) -> pl.DataFrame:
    days = answer("credit-burn-down", subscription=[row["subscription_id"]])
    return days.filter(pl.col("date").is_between(row["starts_on"], row["ends_on"]), pl.col("kind") == row["kind"])


def _months(row: dict[str, Any]) -> pl.DataFrame:
    """What each month cost, beside what was left when it was over: that is what lapsed."""
    cost = answer("credit-usage", "month", subscription=[row["subscription_id"]], currency=[row["currency"]])
    over = _days(row).filter(pl.col("phase") == "past", pl.col("date") == pl.col("date").dt.month_end())
    lapsed = over.select(pl.col("date").dt.strftime("%Y-%m").alias("month"), pl.col("balance").alias("lapsed"))
    months = lapsed.join(cost, on="month", how="full", coalesce=True).sort("month")
    zero = pl.lit(0).cast(pl.Decimal(38, 18))
    return months.with_columns(pl.col("cost", "lapsed").fill_null(zero), pl.lit(row["currency"]).alias("currency"))
