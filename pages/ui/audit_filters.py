"""The choices above the audit trail: who, what, what came of it, which rule, where, from and to which day."""

from collections.abc import Iterable
from datetime import date

import polars as pl
import streamlit as st

from pages.ui import answers, filters
from pages.ui.answers import Filters
from pages.ui.fields import FIRST_DAY, LAST_DAY
from pages.ui.session import t

WIDTH, DAY_WIDTH = 200, 140
DAYS = ("from", "to")


def chosen(every: pl.DataFrame) -> Filters:
    """What the address chooses of all deeds in sight, as the report's filters; a choice offers what there is."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        partner = filters.partners(answers.partners())
        people = dict(every.select("actor_id", "actor").drop_nulls().unique().sort("actor", "actor_id").iter_rows())
        found = {
            "person": _one_of("person", people),
            "deed": _one_of("deed", _words("deed", every["deed"])),
            "outcome": _one_of("outcome", _words("outcome", every["outcome"])),
            "rule": _one_of("rule", {rule: rule for rule in _rules(every)}),
        }
        return {"partner": partner, **found, **{name: _day(name) for name in DAYS}}


def _one_of(key: str, known: dict[str, str]) -> list[str]:
    return filters.of_list(key, known, t("filter.all"), WIDTH)


def _words(area: str, codes: Iterable[str]) -> dict[str, str]:
    named = {code: t(f"{area}.{code}") for code in set(codes)}
    return dict(sorted(named.items(), key=lambda one: one[1]))


def _rules(every: pl.DataFrame) -> list[str]:
    return sorted({rule for rules in every["rules"].drop_nulls().unique() for rule in rules.split(", ")})


def _day(key: str) -> list[str]:
    """A day of the address; one that cannot be read, or that no calendar offers, counts as not chosen."""
    told = _read(st.query_params.get(key, ""))
    st.session_state[key] = told
    st.date_input(
        t(f"filter.{key}"),
        None,
        FIRST_DAY,
        LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        on_change=filters.remember,
        args=(key,),
        width=DAY_WIDTH,
    )
    return [told.isoformat()] if told else []


def _read(told: str) -> date | None:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
