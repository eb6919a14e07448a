"""The forms on the people of a partner, and who leads it."""

from typing import Any

import polars as pl
import streamlit as st

from pages.ui import choices, downloads, sign_in_desk, tables
from pages.ui.answers import answer, partners
from pages.ui.deed_form import deed_form
from pages.ui.people import EVERY_PARTNER
from pages.ui.session import listed, t
from pages.ui.written import plain
from pipelines.rules.model import APP_ROLES, PORTAL_ROLES

DIFFERENT = {"name": 132, "partner": 104, "removed": 80, "by_form": 150, "by_file": 150, "email": 210}
LEADS = "global_admin"
# The person chosen, in the address: partner and e-mail.
CHOSEN = "person"


def roles_of(row: dict[str, Any], known: tuple[str, ...]) -> list[str]:
    """The roles of a row of report `people` that are among those."""
    return [role for role in (row["roles"] or "").split(";") if role in known]


def in_sight(people: pl.DataFrame) -> pl.DataFrame:
    """The people to choose from, the one that is chosen among them."""
    keys = people.select(pl.concat_str("partner_id", "email", separator=":")).to_series()
    chosen = st.query_params.get(CHOSEN)
    return tables.in_sight(people, (keys.index_of(chosen) if chosen else None) or 0)


def choose(rows: list[dict[str, Any]]) -> int:
    """The place of the person chosen, by name or by a click on the list; the first one without."""
    named = {_key(row): f"{row['name']} · {row['email']}" for row in rows}
    return list(named).index(choices.of_several(CHOSEN, named, t("field.person")))


def go_to(row: dict[str, Any]) -> None:
    """Chooses a person; for callbacks, before the page is drawn again."""
    st.query_params[CHOSEN] = _key(row)


def _key(row: dict[str, Any]) -> str:
    return f"{row['partner_id']}:{row['email']}"


def leaders(people: pl.DataFrame, partner_id: str) -> None:
    """Who is Global admin, or that nobody is: whom to ask for a role (source rows 17, 20)."""
    if partner_id == EVERY_PARTNER:
        return
    rows = people.filter(pl.col("partner_id") == partner_id).to_dicts()
    names = [row["name"] for row in rows if LEADS in roles_of(row, PORTAL_ROLES)]
    partner = partners().get(partner_id, partner_id)
    if names:
        st.caption(plain(t("people.leaders", partner=partner, people=listed(names))))
    else:
        st.warning(plain(t("people.no_leader", partner=partner)), icon=":material/person_alert:")


def forms(row: dict[str, Any]) -> None:
    """What can be done with the chosen person; nothing with those of every partner, who are the operator's."""
    if row["partner_id"] == EVERY_PARTNER:
        st.info(plain(t("people.of_every_partner", person=row["name"])), icon=":material/public:")
        return
    whom, kept = {"person": row["email"]}, roles_of(row, APP_ROLES)
    note = t("people.kept", roles=listed(t(f"role.{role}") for role in kept)) if kept else None
    start = {"roles": ";".join(roles_of(row, PORTAL_ROLES))}
    deed_form("change_roles", partner_id=row["partner_id"], fixed=whom, start=start, note=note)
    deed_form("remove_person", partner_id=row["partner_id"], fixed=whom)
    sign_in_desk.forms(row)


def differences(partner: list[str]) -> None:
    """Where files still say otherwise than what was done here; nothing where they agree."""
    found = answer("people", "difference", partner=partner)
    if not found.is_empty():
        st.subheader(t("people.differences"), anchor=False)
        st.caption(t("people.differences.help"))
        tables.show(found, "people", "difference", seen=DIFFERENT)


def as_template(partner: list[str]) -> None:
    """The people as a file in the template's layout."""
    with st.expander(t("people.template"), icon=":material/upload_file:"):
        st.caption(t("people.template.help"))
        downloads.show(answer("people", "template", partner=partner), "people", "template")
