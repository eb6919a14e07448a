"""A rule that says no, in words: its sentence, who could do it instead, and where the rule stands."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from pages.ui.answers import partners
from pages.ui.session import language, listed, snapshot, t
from pages.ui.written import plain
from pipelines.actions import Broken, sentence
from pipelines.rules.access import MEMBER
from pipelines.store.known import Question


def show(broken: Sequence[Broken], partner_id: str) -> None:
    """Each broken rule as a warning, with a quiet line that names the rule and its source."""
    for one in broken:
        st.warning(plain(said(one, partner_id)), icon=":material/block:")
        st.caption(plain(t("form.rule", rule=one.rule.id, source=one.rule.source)))


def show_beforehand(broken: Sequence[Broken], partner_id: str) -> None:
    """The same before anything was tried; quiet where the reader's role is missing, as there is nothing to do then."""
    if not any(one.rule.kind == "permission" for one in broken):
        show(broken, partner_id)
        return
    for one in broken:
        st.caption(f":material/lock: {plain(said(one, partner_id))}")
        st.caption(plain(t("form.rule", rule=one.rule.id, source=one.rule.source)))


def said(broken: Broken, partner_id: str) -> str:
    """The rule's sentence with the facts of the case; for want of a role also who at the partner has one."""
    told = sentence(broken, language())
    if broken.rule.kind != "permission":
        return told
    return f"{told} {_whom_to_ask(broken, partner_id)}"


def _whom_to_ask(broken: Broken, partner_id: str) -> str:
    roles = [role for named in broken.facts.values() for role in named or ()]
    if MEMBER in roles:
        return t("form.members", partner=_partner(partner_id))
    asked = Question(snapshot().number, "leaders", partner_id)
    leaders = snapshot().known.ask(asked, pl.DataFrame.to_dicts).told
    found = [one["name"] for one in leaders if set(one["roles"]) & set(roles)]
    return t("form.who_can", partner=_partner(partner_id), people=listed(dict.fromkeys(found)) or t("form.nobody"))


def _partner(partner_id: str) -> str:
    return partners().get(partner_id, partner_id)
