"""A benefit in one quiet line: whose it is, from where, how much of it is used, and its dates."""

from typing import Any

import streamlit as st

from pages.ui import written
from pages.ui.session import language, t
from pages.ui.written import plain

COUNTS = ("held", "assigned", "used", "idle")
DATES = ("starts_on", "activate_by", "use_until", "membership_ends_on", "grace_ends_on")


def show(row: dict[str, Any]) -> None:
    """The line of one row of report `benefits`."""
    st.caption(plain(line(row)))


def line(row: dict[str, Any]) -> str:
    """'Contoso · Gold · policy mpn-2020-10 · Core · seats: 10 held, 4 assigned, 6 idle · use until 30 Jul 2026'."""
    policy = t("held.facts.policy", policy=row["policy"]) if row["policy"] else None
    kind = t(f"benefit_type.{row['benefit_type']}") if row["benefit_type"] else None
    said = [row["partner"], row["offer_name"], policy, kind, _counts(row), *_dates(row)]
    return " · ".join(part for part in said if part)


def _counts(row: dict[str, Any]) -> str | None:
    """What is used is told where it is something else than what is assigned; nothing where no counts are known."""
    told = [name for name in COUNTS if row[name] is not None and (name != "used" or row["used"] != row["assigned"])]
    if not told:
        return None
    counts = [t(f"held.facts.{name}", count=written.number(row[name], language(), 2)) for name in told]
    return t("held.facts.counts", unit=t(f"unit.{row['unit']}"), counts=", ".join(counts))


def _dates(row: dict[str, Any]) -> list[str]:
    return [t(f"held.facts.{name}", day=written.day(row[name], language())) for name in DATES if row[name]]
