"""The product keys of a benefit: masked, and in plain text for whoever revealed them; the form that reveals them."""

from typing import Any

import polars as pl
import streamlit as st

from pages.ui import refund_guard, written
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.marks import marked
from pages.ui.session import day_at, language, snapshot, store, t, user
from pipelines.actions import revealed_keys
from pipelines.errors import BenefitsError

MASK = "•••••-•••••-•••••-•••••-•••••"
NAME_LETTERS = 6


def show(row: dict[str, Any]) -> None:
    """What is special about the keys of a row of report `benefits`, and each of them with its state."""
    st.header(t("keys.title"), anchor=False)
    keys, plain = of(row), _plain(row)
    if keys.is_empty():
        st.caption(t("keys.none"))
    for told in keys["instructions"].drop_nulls().unique(maintain_order=True):
        st.info(written.plain(told), icon=":material/menu_book:")
    for key in keys.to_dicts():
        _one(key, plain.get(key["digest"]))


def of(row: dict[str, Any]) -> pl.DataFrame:
    """Report `keys` of one benefit."""
    return answer("keys", partner=[row["partner_id"]], entitlement=[row["entitlement_id"]])


def form(row: dict[str, Any]) -> None:
    """The form that reveals the keys, after a word on the refund that it ends; nothing where the reader has them all.

    The tenant matters where a key is redeemed on one.
    """
    keys = of(row)
    if keys.height and len(_plain(row)) == keys.height:
        return
    guard = refund_guard.sentence(row["partner_id"], row["offer"])
    fixed = {} if guard else {"acknowledged": "yes"}
    if row["family"] != "cloud":
        fixed["tenant_checked"] = ""
    deed_form("get_keys", partner_id=row["partner_id"], about=row["entitlement_id"], fixed=fixed, note=_note(guard))


def named(key: dict[str, Any]) -> str:
    """'Key 3fa2c1 · 25 seats · 12 months · ● Revealed': a key without its text."""
    seats = t("keys.seats", seats=written.number(key["seats"], language())) if key["seats"] else None
    months = t("keys.months", months=written.number(key["months"], language()))
    state = marked("key_state", key["key_state"], t(f"key_state.{key['key_state']}"))
    name = t("keys.name", digest=key["digest"][:NAME_LETTERS])
    return " · ".join(part for part in (name, seats, seats and months, state) if part)


def _note(guard: str | None) -> str:
    return written.plain(f"{t('keys.note')} {guard or ''}".strip())


def _one(key: dict[str, Any], plain: str | None) -> None:
    """A key that may be read can be copied."""
    with st.container(gap="xxsmall"):
        said = written.plain(named(key) + _history(key))
        st.caption(said if plain else f"{MASK} · {said}")
        if plain:
            st.code(plain, language=None)


def _history(key: dict[str, Any]) -> str:
    """' · first revealed on 15 Jun 2026 by Ada Admin · redeemed on 16 Jun 2026: 10 seats until 16 Jun 2027'."""
    said = []
    if key["revealed_on"]:
        facts = {"day": written.day(key["revealed_on"], language()), "person": key["revealed_by"] or written.DASH}
        said.append(t("keys.revealed", **facts))
    if key["redeemed_on"]:
        seats, ends = written.number(key["redeemed_seats"], language()), written.day(key["redeemed_until"], language())
        said.append(t("keys.redeemed", day=written.day(key["redeemed_on"], language()), seats=seats, ends=ends))
    if key["replacement_no"]:
        said.append(t("keys.replacement", number=key["replacement_no"]))
    return "".join(f" · {one}" for one in said)


def _plain(row: dict[str, Any]) -> dict[str, str]:
    """The keys that the reader has revealed and still may see, by digest."""
    try:
        about = (row["partner_id"], row["entitlement_id"])
        return revealed_keys(snapshot(), store().home.key_file, user().email, *about, day_at(row["partner_id"]))
    except BenefitsError as wrong:
        st.error(written.plain(wrong.sentence(language())), icon=":material/key_off:")
        return {}
