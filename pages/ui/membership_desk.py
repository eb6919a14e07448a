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
# Of more partners in the old portal the first are named.
MOST_WARNED = 20
RUNNING = ("running", "refund_requested", "grace")
# The membership chosen, in the address.
CHOSEN = "membership"


def old_portal(partners: list[str]) -> None:
    """Which of these partners are still in the old portal, what that means, and the way out (source rows 2-5, 91)."""
    left = offers.portals().filter(pl.col("portal") == "pmc", pl.col("partner_id").is_in(partners))
    for name in left["partner"].head(MOST_WARNED):
        st.warning(plain(t("membership.pmc", partner=name)), icon=":material/history_toggle_off:")


def choose(terms: pl.DataFrame) -> int:
    """Where the term stands that the address names (a next action names its offer), else the first that runs, else the
    latest."""
    told, offer = st.query_params.get(CHOSEN), st.query_params.get("offer")
    running, of_offer = pl.col("state").is_in(RUNNING), pl.col("offer") == (offer or "")
    wanted = (_NAME.eq(told or ""), running & of_offer, of_offer, running, pl.lit(value=True))
    places = (terms.select(pl.arg_where(one.fill_null(value=False)).first()).item() for one in wanted)
    return next(int(place) for place in places if place is not None)


def list_terms(terms: pl.DataFrame, place: int) -> None:
    """The terms held, the one at `place` chosen; a click on another chooses it."""
    shown = tables.in_sight(terms, place)
    names = [_name(one) for one in shown.to_dicts()]
    name = _name(terms.row(place, named=True))
    pick = tables.Pick(f"terms.{name}", names.index(name), lambda one: _go_to(names[one]))
    tables.show(shown, "memberships", "term", seen=LIST, pick=pick, whole=terms)
    tables.say_cut(shown, terms)


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
    currency = (*offers.portals().filter(partner_id=partner_id)["currency"], "USD")[0]
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


_NAME = pl.format("{}:{}:{}", "partner_id", "offer", pl.col("starts_on").dt.to_string("iso"))


def _name(row: Row) -> str:
    return f"{row['partner_id']}:{row['offer']}:{row['starts_on']}"


def _go_to(name: str) -> None:
    st.query_params[CHOSEN] = name
