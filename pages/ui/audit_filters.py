"""The choices above the audit trail: who, what, what came of it, which rule, where, from and to which day."""

from collections.abc import Iterable

import polars as pl
import streamlit as st

from pages.ui import answers, choices, filters
from pages.ui.answers import Filters
from pages.ui.session import t

WIDTH = 200
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
    told = choices.day(key, t(f"filter.{key}"))
    return [told.isoformat()] if told else []
