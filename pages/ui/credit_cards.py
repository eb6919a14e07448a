"""A card a credit: what it has left and what will become of it, what its months lost, how that is known."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import charts, written
from pages.ui.answers import Filters, answer
from pages.ui.folded import Figures
from pages.ui.session import as_of, language, listed, t

OPEN = ("running", "no_usage", "not_started")
MOST_CARDS = 12
WIDE, NARROW = 380, 280
# Ten times the use of the month.
MOST_MISSED = 10.0
ID_SHOWN = 8
DAY = {"date": 92, "phase": 90, "spent": 104, "balance": 104, "low": 104, "high": 104, "currency": 72}


@dataclass(frozen=True)
class Told:
    """What the cards are drawn from: reports credit-burn-down, credit-balance by month and credit-forecast."""

    days: pl.DataFrame
    months: pl.DataFrame
    forecast: pl.DataFrame

    def of(self, credit: dict[str, Any]) -> "Told":
        """The same of one credit."""
        own = {name: credit[name] for name in ("partner_id", "subscription_id", "starts_on")}
        return Told(self.days.filter(**own), self.months.filter(**own), self.forecast.filter(**own))


def show(rows: pl.DataFrame, asked: Filters) -> None:
    """Small multiples of report `credit-balance`, the soonest to end first; those that have ended are folded away."""
    told, order = _told(asked), ("ends_on", "partner_id", "subscription_id", "starts_on")
    going = rows.filter(pl.col("status").is_in(OPEN)).sort(order)
    over = rows.filter(~pl.col("status").is_in(OPEN)).sort(order, descending=True)
    if going.height:
        _grids(going, told)
    if over.height:
        with st.expander(t("credits.over", count=over.height), expanded=not going.height):
            _grids(over, told)


def one(credit: dict[str, Any]) -> None:
    """The card of one row of report `credit-balance`, with its burn-down alone where there is something to draw."""
    asked = {"subscription": [credit["subscription_id"]]}
    _card(credit, _told(asked).of(credit), brief=True)


def days_of(credit: dict[str, Any] | None) -> list[Figures]:
    """What the burn-down of `one` draws."""
    if credit is None:
        return []
    asked = {"subscription": [credit["subscription_id"]]}
    return [Figures(_told(asked).of(credit).days, "credit-burn-down", "day", DAY)]


def days_of_all(asked: Filters) -> Figures:
    """What the burn-downs of `show` draw, one credit after the other."""
    return Figures(answer("credit-burn-down", **asked), "credit-burn-down", "day", {"subscription": 176} | DAY)


def nearest(credits: pl.DataFrame) -> dict[str, Any] | None:
    """The open credit that ends first; None where there is none."""
    going = credits.filter(pl.col("status").is_in(OPEN)).sort("ends_on", "partner_id", "subscription_id")
    return going.row(0, named=True) if going.height else None


def _told(asked: Filters) -> Told:
    return Told(
        answer("credit-burn-down", **asked),
        answer("credit-balance", "month", **asked),
        answer("credit-forecast", **asked),
    )


def _grids(rows: pl.DataFrame, told: Told) -> None:
    """The pots apart from the monthly credits, whose cards are higher."""
    for _, alike in rows.head(MOST_CARDS).group_by(pl.col("kind") == "monthly", maintain_order=True):
        columns = _columns(alike.height)
        with st.grid(columns, min_column_width=NARROW if columns > 2 else WIDE):
            for row in alike.to_dicts():
                _card(row, told.of(row), small=columns > 2)
    if rows.height > MOST_CARDS:
        st.caption(t("credits.first_cards", shown=MOST_CARDS, all=rows.height))


def _columns(cards: int) -> int:
    """So many that no row is left with one card, up to three."""
    return cards if cards < 3 else 2 if cards == 4 else 3


def _card(credit: dict[str, Any], told: Told, *, small: bool = False, brief: bool = False) -> None:
    """A pot as its burn-down; a monthly credit as that of this month, and what each month used and lost."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.caption(written.plain(_name(credit)))
        days = _running(told.days) if credit["kind"] == "monthly" else told.days
        drawn = days.height > 1 and (credit["kind"], credit["status"]) != ("monthly", "no_usage")
        charts.show(charts.burn_down(days, credit, language(), small=small), drawn=drawn)
        if credit["kind"] == "monthly" and told.months.height and not (brief and drawn):
            months = charts.credit_months(told.months, language(), small=small)
            charts.show(months, titled=False, note=t("chart.spend_key"))
        st.caption(" ".join(_known_by(credit, told.forecast)))


def _running(days: pl.DataFrame) -> pl.DataFrame:
    """The days of the month in which the reporting day lies."""
    first = as_of().replace(day=1)
    return days.filter(pl.col("date") >= first, pl.col("date") < (first + timedelta(days=32)).replace(day=1))


def _known_by(credit: dict[str, Any], forecast: pl.DataFrame) -> list[str]:
    """How the forecast was made and how far it was off before, how the credit is drawn, and what lapsed."""
    said = [_method(row) for row in forecast.to_dicts()]
    if credit["drawn_by"]:
        words = {name: _words(name, credit[name]) for name in ("drawn_by", "eligible_by")}
        said.append(t("credits.drawn", how=words["drawn_by"], eligible=words["eligible_by"]))
    if credit["kind"] == "monthly" and credit["lapsed"]:
        lapsed = written.amount(credit["lapsed"], credit["currency"], language())
        said.append(t("credits.lapsed_so_far", lapsed=lapsed))
    return [written.plain(one) for one in said]


def _method(row: dict[str, Any]) -> str:
    if row["past_error"] is None:
        return t("credits.forecast.untried")
    error, run_rate = (_missed(row[name]) for name in ("past_error", "run_rate_error"))
    if row["method"] == "run_rate":
        return t("credits.forecast.run_rate", error=error, months=row["months_tried"])
    method = t(f"method.{row['method']}")
    return t("credits.forecast.best", method=method, error=error, months=row["months_tried"], run_rate=run_rate)


def _words(codes: str, told: str) -> str:
    return listed(t(f"{codes}.{code}") for code in told.split(";"))


def _name(credit: dict[str, Any]) -> str:
    """A subscription that no file names goes by the beginning of its id."""
    unnamed = credit["subscription"] == credit["subscription_id"]
    named = f"{credit['subscription_id'][:ID_SHOWN]}…" if unnamed else credit["subscription"]
    return f"{named} · {t('grant_kind.' + str(credit['kind']))} · {credit['partner']}"


def _missed(error: float) -> str:
    """A share; a month of next to no use can be missed by any multiple of it, of which the number says no more."""
    said = written.share(min(error, MOST_MISSED), language())
    return f"> {said}" if error > MOST_MISSED else said
