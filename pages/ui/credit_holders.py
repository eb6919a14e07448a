"""Who has access to an Azure credit, what the programme says of it, and the way to what it has left."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import tables, written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.rules.policy import DEFAULT, number

Row = dict[str, Any]
SEEN = {"name": 180, "email": 250, "assigned_on": 100, "moves": 100}
# What is asked of a bulk credit only (source row 45).
NOT_ASKED = {"combined_with": "none"}


def show(row: Row) -> None:
    """The people with access to the chosen credit and the credit's conditions."""
    found = of(row)
    st.header(t("holders.title"), anchor=False)
    if found.is_empty():
        st.caption(t("holders.none"))
    else:
        tables.show(found, "credit-holders", seen=SEEN)
    st.markdown("\n".join(f"- {plain(one)}" for one in conditions(row, found)))
    there = {"partner": row["partner_id"]}
    st.page_link("reports/credits.py", label=t("holders.credits"), icon=":material/trending_down:", query_params=there)


def of(row: Row) -> pl.DataFrame:
    """Report `credit-holders` of one row of report `benefits`."""
    return answer("credit-holders", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])


def conditions(row: Row, found: pl.DataFrame) -> Sequence[str]:
    """What the programme gives and allows, in sentences: the amount, and whether and until when it can move."""
    policy = row["policy"] or DEFAULT
    own = _monthly(row, policy, found) if _is_monthly(row) else _bulk(row, policy)
    return [*own, t("holders.azure")]


def assign(row: Row) -> None:
    """The form that gives access."""
    deed_form("assign_credit", **_of(row), fixed=_fixed(row))


def remove(row: Row) -> None:
    """The form that takes access away."""
    deed_form("remove_credit_user", **_of(row), options={"person": _people(row)})


def transfer(row: Row) -> None:
    """The form that hands a bulk credit to somebody else."""
    deed_form("transfer_credit", **_of(row), fixed=_fixed(row), options={"person": _people(row)})


def _of(row: Row) -> dict[str, Any]:
    return {"partner_id": row["partner_id"], "about": row["entitlement_id"]}


def _fixed(row: Row) -> dict[str, str]:
    return NOT_ASKED if _is_monthly(row) else {}


def _people(row: Row) -> dict[str, str]:
    named = of(row).filter(pl.col("email").is_not_null()).to_dicts()
    return {one["email"]: f"{one['name'] or one['email']} · {one['email']}" for one in named}


def _is_monthly(row: Row) -> bool:
    return bool(row["unit"] == "credit_month")


def _monthly(row: Row, policy: str, found: pl.DataFrame) -> list[str]:
    usual = written.number(number(policy, "monthly_credit"), language())
    said = [t("holders.monthly", amount=_amount(row), usual=usual)]
    most = number(policy, "credit_moves")
    if most is not None and found.height:
        said.append(t("holders.moves", moves=found["moves"][0], most=most))
    return said


def _bulk(row: Row, policy: str) -> list[str]:
    usual = " / ".join(written.number(one, language()) for one in number(policy, "bulk_credits"))
    said = [t("holders.bulk", amount=_amount(row), usual=usual)]
    if not number(policy, "bulk_transfer"):
        return [*said, t("holders.no_transfer", policy=policy)]
    ends_on = row["membership_ends_on"]
    return [*said, t("holders.transfer", day=written.day(ends_on, language()))] if ends_on else said


def _amount(row: Row) -> str:
    return written.number(row["held"], language(), 2)
