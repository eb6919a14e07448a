"""What a technical benefit's page shows beside its list: the ids, what was used and what is left, and the forms."""

from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import downloads, open_requests, tables, written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.session import as_of, language, snapshot, t, user
from pipelines.reports import Request, run
from pipelines.rules.policy import policies
from pipelines.store import Scope

Row = dict[str, Any]
_PLACE = (Path(__file__).parent / "sql" / "partner_place.sql").read_text("utf-8")
INCIDENTS = {"used_on": 84, "product_area": 112, "title": 196, "reference": 124}
ENGAGED = {"used_on": 84, "support_kind": 104, "hours": 52, "title": 150, "reference": 124, "product_area": 112}
TYPES = {"support": 230, "product_name": 180, "areas": 210, "ids_for": 170, "extent": 140}
COUNTED = ("held", "assigned", "used", "idle")
NO_IDS = {"requested": "technical.ids.waiting", "active": "technical.ids.elsewhere"}
ADVISORY = "advisory-hours"
ENGAGEMENTS = ("advisory", "presales")


def held() -> pl.DataFrame | None:
    """Whoever sees only what is his own sees the company's technical benefits too, without how much of them is used:
    the ids are for every user, and every user may ask for hours (source row 65, domain-facts 2.1). None for others."""
    scope = user().scope
    if scope.email is None:
        return None
    asked = Request("benefits", as_of(), None, {"family": ["technical"]})
    rows = run(snapshot(), asked, Scope(scope.partners))
    return rows.with_columns(pl.lit(None, rows.schema[name]).alias(name) for name in COUNTED)


def detail(row: Row) -> None:
    """What waits, the ids, what is left, the form for hours, the cases, and which type of support serves what."""
    open_requests.show(row)
    _ids(row)
    if row["held"] is not None:
        _left(row)
    _hours(row)
    cases = answer("support-use", "case", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])
    st.header(t("technical.cases"), anchor=False)
    if cases.is_empty():
        st.caption(t("technical.no_cases"))
    else:
        tables.show(cases, "support-use", "case", seen=INCIDENTS if row["unit"] == "incidents" else ENGAGED)
        _as_template(row)
    _types(row)


def _ids(row: Row) -> None:
    known = answer("support", "access", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]]).to_dicts()
    for one in known:
        _id_card(one)
    if not known and row["unit"] == "incidents":
        said = NO_IDS.get(row["status"], "technical.ids.none")
        st.info(t(said), icon=":material/badge:")


def _id_card(known: Row) -> None:
    named = [name for name in ("access_id", "contract_id") if known[name]]
    with st.container(border=True):
        for place, name in zip(st.columns(len(named) or 1), named, strict=False):
            place.caption(t(f"column.{name}"))
            place.code(known[name], language=None)
        until = written.day(known["expires_on"], language()) if known["expires_on"] else None
        st.caption(t("technical.ids.until", day=until) if until else t("technical.ids.share"))


def _left(row: Row) -> None:
    with st.container(horizontal=True):
        for name in ("held", "used", "idle"):
            unit = t(f"unit.{row['unit']}")
            label = t("technical.left") if name == "idle" else t(f"column.{name}")
            st.metric(f"{label}, {unit}", written.number(row[name], language(), 2), width="content")


def _as_template(row: Row) -> None:
    with st.expander(t("technical.template"), icon=":material/upload_file:"):
        st.caption(t("technical.template.help"))
        downloads.show(answer("support-use", "template", partner=[row["partner_id"]]), "support-use", "template")


def _types(row: Row) -> None:
    with st.expander(t("technical.types"), icon=":material/help:"):
        st.caption(t("technical.types.help"))
        types = answer("support", "type", offer=[row["offer"]])
        if types.is_empty():
            st.caption(t("technical.types.none"))
        else:
            tables.show(types, "support", "type", seen=TYPES)


def forms(row: Row) -> None:
    """The two forms; the one that activates the benefit comes first until it is active."""
    for form in (_use, _activation) if row["status"] == "active" else (_activation, _use):
        form(row)


def _activation(row: Row) -> None:
    """The form by which the benefit's policy activates it; advisory hours need none."""
    flow = policies().filter(pl.col("policy") == row["policy"])["policy_support_flow"].to_list()
    action = "assign_support" if flow == ["assign"] else "activate_support"
    deed_form(action, partner_id=row["partner_id"], about=row["entitlement_id"], note=t(f"technical.{action}"))


def _hours(row: Row) -> None:
    """The request for advisory hours, on a benefit that has some."""
    if row["product"] == ADVISORY:
        about = {"partner_id": row["partner_id"], "about": row["entitlement_id"]}
        start = _place(row) | {"language": language()}
        deed_form("request_advisory_hours", **about, start=start, note=t("technical.hours"))


def _use(row: Row) -> None:
    """The form that writes a use down: an incident, or an engagement with its hours."""
    if row["unit"] == "incidents":
        more: dict[str, Any] = {"fixed": {"kind": "incident", "hours": ""}}
    else:
        more = {"options": {"kind": {kind: t(f"choice.kind.{kind}") for kind in ENGAGEMENTS}}}
    deed_form("log_support_use", partner_id=row["partner_id"], about=row["entitlement_id"], **more)


def _place(row: Row) -> dict[str, str]:
    """The partner's country and time zone, with which the form begins."""
    found = snapshot().query(_PLACE, {"partner": row["partner_id"]}, user().scope).to_dicts()
    return found[0] if found else {}
