"""The forms on the reader's tokens, and a new one in plain text until the reader goes on."""

from datetime import timedelta

import polars as pl
import streamlit as st

from pages.ui import outcomes
from pages.ui.answers import partners
from pages.ui.deed_form import deed_form
from pages.ui.deeds import What
from pages.ui.session import day_at, t, user
from pipelines.actions import Token, new_token
from pipelines.rules.reading import PAGE_OF, readable
from pipelines.store.chain import APP

USUAL_DAYS = 90
LEADS = "global_admin"
MAKES, REVOKES = What("create_token", APP), "revoke_token"
# In the session of the reader alone: the token of the form that is not sent yet, and the one that was made last.
_NEXT, _MADE = "tokens.next", "tokens.made"


def made() -> Token | None:
    """The token that the reader made just now; None once something else was done, or another page was opened."""
    receipt, drawn = outcomes.receipt(MAKES), st.session_state.get(_NEXT)
    if receipt is None:
        st.session_state.pop(_MADE, None)
    elif drawn and receipt.subject == drawn.token_id:
        st.session_state[_MADE] = drawn  # before the other goes: a click between the two must not lose the token
        del st.session_state[_NEXT]
    return st.session_state.get(_MADE)


def show(new: Token) -> None:
    """A new token to copy, and a button that hides it for good."""
    with st.container(border=True):
        st.subheader(t("tokens.made"), anchor=False)
        st.caption(t("tokens.once"))
        st.code(new.text, language=None)
        st.button(t("tokens.hide"), icon=":material/visibility_off:", on_click=st.session_state.pop, args=(_MADE,))


def make() -> None:
    """The form that makes a token. The deed is told the token's id and digest only."""
    drawn = st.session_state.setdefault(_NEXT, new_token())
    usual = day_at(APP) + timedelta(USUAL_DAYS)
    deed_form(
        MAKES.action,
        partner_id=APP,
        fixed=drawn.told,
        options={"partners": partners(), "reports": reports()},
        start={"expires_on": usual.isoformat()},
        note=t("tokens.limits"),
    )


def revoke(tokens: pl.DataFrame) -> None:
    """The form that takes a token back: one of the reader's own, and for a Global admin one of the people's too."""
    reach = pl.lit(LEADS in user().titles) | (pl.col("email") == user().email)
    good = tokens.filter(reach & (pl.col("token_state") == "valid")).to_dicts()
    if good:
        named = {one["token_id"]: f"{one['purpose'] or one['token_id']} · {one['owner']}" for one in good}
        deed_form(REVOKES, partner_id=APP, options={"token_id": named})
    elif outcomes.said(What(REVOKES, APP)):
        outcomes.show(What(REVOKES, APP))


def reports() -> dict[str, str]:
    """The names of the reports that the reader may read by address, by code."""
    held = {report for roles in user().roles.values() for report in readable(roles)}
    return {report: t(f"report.{report}") for report in PAGE_OF if report in held}
