"""The chosen membership: its days, and the forms that renew, upgrade and give it back; and the form of a purchase."""

from typing import Any, TypeAlias

import polars as pl
import streamlit as st

from pages.ui import offers, refund_guard, tables, written
from pages.ui.deed_form import deed_form
from pages.ui.session import as_of, language, t
from pages.ui.written import plain
from pipelines.rules.policy import policies

Row: TypeAlias = dict[str, Any]

LIST = {"offer_name": 146, "partner": 92, "state": 122, "starts_on": 84, "ends_on": 84}
DAYS = (
    "purchased_on", "refund_until", "starts_on", "reminded_first", "ends_on", "renewable_from", "reminded_last",
    "renewable_until", "grace_ends_on",
)  # fmt: skip
# The membership chosen, in the address.
CHOSEN = "membership"


def old_portal(partners: list[str]) -> None:
    """Which of these partners are still in the old portal, what that means, and the way out (source rows 2-5, 91)."""
    for partner_id, row in offers.portals().items():
        if row["portal"] == "pmc" and partner_id in partners:
            st.warning(plain(t("membership.pmc", partner=row["partner"])), icon=":material/history_toggle_off:")


def choose(terms: pl.DataFrame) -> Row:
    """The term that the address names (a next action names its offer), else the first that runs, else the latest."""
    told, offer = st.query_params.get(CHOSEN), st.query_params.get("offer")
    rows = terms.to_dicts()
    running = [row for row in rows if row["state"] in ("running", "refund_requested", "grace")]
    of_offer = [row for row in (*running, *rows) if row["offer"] == offer]
    return next((row for row in rows if _name(row) == told), (of_offer or running or rows)[0])


def list_terms(terms: pl.DataFrame, row: Row) -> None:
    """The terms held; a click on one chooses it."""
    names = [_name(one) for one in terms.to_dicts()]
    pick = tables.Pick(f"terms.{_name(row)}", names.index(_name(row)), lambda one: _go_to(names[one]))
    tables.show(terms, "memberships", "term", seen=LIST, pick=pick)


def days(row: Row) -> None:
    """The days that count in a term, in their order, what lies ahead in bold."""
    st.subheader(plain(row["offer_name"]), anchor=False)
    st.caption(plain(" · ".join(part for part in (row["partner"], row["level"], row["policy"]) if part)))
    dated = sorted((row[name], DAYS.index(name)) for name in DAYS if row[name])
    st.markdown("\n".join(_line(day, DAYS[place]) for day, place in dated))


def forms(row: Row) -> None:
    """What can be done with a membership: about the offer's last term, whichever is chosen."""
    partner_id, offer = row["partner_id"], row["offer"]
    paid = {"currency": row["currency"], "fee": f"{row['fee']:.2f}" if row["fee"] is not None else ""}
    rank = dict(offers.offers().select("offer", "rank").iter_rows()).get(offer)
    higher = {"to_offer": offers.choices(above=-1 if rank is None else rank)}
    deed_form("renew_membership", partner_id=partner_id, about=offer, start=paid, note=t("membership.renew.note"))
    deed_form(
        "upgrade_membership",
        partner_id=partner_id,
        about=offer,
        options=higher,
        start={"currency": row["currency"]},
        note=t("membership.upgrade.note"),
    )
    deed_form("request_refund", partner_id=partner_id, about=offer, note=_refund_note(row))


def purchase(partner_id: str) -> None:
    """The form in which a purchase is recorded."""
    currency = offers.portals().get(partner_id, {}).get("currency", "USD")
    refund_days = policies()["policy_refund_days"].drop_nulls().last()
    deed_form(
        "record_purchase",
        partner_id=partner_id,
        options={"offer": offers.choices()},
        start={"currency": currency},
        note=t("membership.buy.note", days=refund_days),
    )


def _refund_note(row: Row) -> str | None:
    day = refund_guard.open_until(row["partner_id"], row["offer"])
    return t("membership.refund.open", day=written.day(day, language())) if day else None


def _line(day: Any, name: str) -> str:
    said = f"{written.day(day, language())} · {t(f'membership_day.{name}')}"
    return f"- **{plain(said)}**" if day >= as_of() else f"- :gray[{plain(said)}]"


def _name(row: Row) -> str:
    return f"{row['partner_id']}:{row['offer']}:{row['starts_on']}"


def _go_to(name: str) -> None:
    st.query_params[CHOSEN] = name
