"""A form's fields: the widget of each kind, and what stands in it as the text that a deed takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import available_timezones

import streamlit as st
from babel import Locale
from babel.numbers import list_currencies

from pages.ui.session import language, t, today
from pipelines.actions import Field
from pipelines.rules.model import PORTAL_ROLES
from pipelines.text import LANGUAGES, text

YES, BETWEEN = "yes", ";"
# Kinds that are chosen even where the page gives no choices: then there is nothing to choose.
CHOSEN = ("person", "key", "choice")
# The days that a calendar offers.
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2040, 12, 31)

Choices = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where a field stands: its key, what can be chosen in it (None: it is written), and the text it begins with."""

    key: str
    choices: Choices | None = None
    start: str = ""


def draw(field: Field, place: Place) -> str:
    """Draws a field; gives what stands in it as text, empty for nothing."""
    label = t(f"field.{field.name}")
    if not field.required and field.kind not in ("yes", "roles"):
        label = t("form.optional", label=label)
    if field.kind in ("roles", "codes"):
        return _several(label, place)
    if place.choices is not None:
        return _one_of(field, label, place)
    return _WIDGETS.get(field.kind, _line)(field, label, place)


def choices_of(field: Field) -> dict[str, str] | None:
    """The codes a field can have and their words; None for a field that is written and not chosen."""
    if field.choices:
        return {code: t(f"choice.{field.name}.{code}") for code in field.choices}
    if field.kind in _LISTS:
        return _LISTS[field.kind](language())
    return {} if field.kind in CHOSEN else None


def _one_of(field: Field, label: str, place: Place) -> str:
    known = place.choices or {}
    codes = list(known)
    # What can only be one thing is chosen already.
    alone = 0 if len(codes) == 1 and field.required else None
    chosen = st.selectbox(
        label,
        codes,
        index=codes.index(place.start) if place.start in known else alone,
        format_func=lambda code: known[code],
        placeholder=t("form.choose") if codes else t("form.no_choice"),
        key=place.key,
    )
    return chosen or ""


def _several(label: str, place: Place) -> str:
    known = place.choices or {}
    chosen = st.multiselect(
        label,
        list(known),
        [code for code in place.start.split(BETWEEN) if code in known],
        format_func=lambda code: known[code],
        placeholder=t("form.choose"),
        key=place.key,
    )
    return BETWEEN.join(chosen)


def _line(field: Field, label: str, place: Place) -> str:
    most, hint = MOST.get(field.kind), HINTS.get(field.kind)
    return st.text_input(label, place.start, max_chars=most, placeholder=hint, key=place.key)


def _lines(field: Field, label: str, place: Place) -> str:
    return st.text_area(label, place.start, max_chars=MOST[field.kind], key=place.key)


def _day(field: Field, label: str, place: Place) -> str:
    begins = date.fromisoformat(place.start) if place.start else today() if field.required else None
    chosen = st.date_input(label, begins, FIRST_DAY, LAST_DAY, format="YYYY-MM-DD", key=place.key)
    return chosen.isoformat() if isinstance(chosen, date) else ""


def _box(field: Field, label: str, place: Place) -> str:
    return YES if st.checkbox(label, place.start == YES, key=place.key) else ""


@cache
def _countries(speaks: str) -> dict[str, str]:
    named = Locale.parse(speaks.replace("-", "_")).territories
    codes = [str(code) for code in named]
    return _by_name({code: named[code] for code in codes if len(code) == 2 and code.isalpha() and code not in _NOWHERE})


@cache
def _currencies(speaks: str) -> dict[str, str]:
    return {code: code for code in sorted(list_currencies())}


@cache
def _time_zones(speaks: str) -> dict[str, str]:
    return {zone: zone for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"}


def _languages(speaks: str) -> dict[str, str]:
    return {code: text("language.name", code) for code in LANGUAGES}


def _portal_roles(speaks: str) -> dict[str, str]:
    return {role: text(f"role.{role}", speaks) for role in PORTAL_ROLES}


def _by_name(named: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(named.items(), key=lambda one: one[1]))


# Babel's codes for groups of countries and for no country.
_NOWHERE = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
# How many letters fit in at most, before a deed reads them; and how it is written.
MOST = {
    "text": 200,
    "long_text": 4000,
    "email": 254,
    "phone": 30,
    "number": 20,
    "money": 20,
    "subscription": 38,
    "rate": 20,
}
HINTS = {
    "email": "name@company.example",
    "phone": "+49 30 1234567",
    "number": "1",
    "money": "925.00",
    "subscription": "11111111-1111-1111-1111-111111111111",
    "rate": "1.0832",
}
_LISTS: dict[str, Callable[[str], dict[str, str]]] = {
    "language": _languages,
    "country": _countries,
    "currency": _currencies,
    "time_zone": _time_zones,
    "roles": _portal_roles,
}
_WIDGETS: dict[str, Callable[[Field, str, Place], str]] = {"long_text": _lines, "date": _day, "yes": _box}
