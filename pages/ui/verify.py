"""The page behind a mailed link: the primary contact confirms the address (source row 97).

Opening the link only asks; what confirms is the button, because programs that look through mail open links too. Whoever
has the link may confirm, so nobody signs in for it.
"""

from datetime import UTC, datetime
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pages.ui.answers import SQL
from pages.ui.session import store
from pipelines.actions import Done, Order, Outcome, Refused, act, sentence
from pipelines.actions.mailed_link import token_hash
from pipelines.errors import BenefitsError
from pipelines.settings import Settings, load_settings, settings_are
from pipelines.store import EVERYTHING
from pipelines.store.day import day_at
from pipelines.text import best_language, text

_FOR_WHOM = (SQL / "verification.sql").read_text("utf-8")
_PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><title>{title}</title>'
    "<h1>{title}</h1><p>{said}</p>{button}</html>"
)
_BUTTON = '<form method="post"><button>{label}</button></form>'


class Verify:
    """Answers the mailed link: GET asks, POST confirms."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, request: Request) -> Response:
        """A page in the reader's language; 404 for a link that is not known, 409 for one that is no good any more."""
        token, language = request.query_params.get("token", ""), best_language(request.headers.get("accept-language"))
        with settings_are(self._settings):
            try:
                return _answered(token, language, confirmed=request.method == "POST")
            except BenefitsError as refusal:
                return _page(refusal.sentence(language), language, 409)


def _answered(token: str, language: str, *, confirmed: bool) -> Response:
    with store().snapshot() as snapshot:
        found = snapshot.query(_FOR_WHOM, {"token": token_hash(token)}, EVERYTHING).to_dicts()
    if not found:
        return _page(text("rule.verify_contact.token", language), language, 404)
    if not confirmed:
        said = text("verify.ask", language, partner=found[0]["partner"])
        return _page(said, language, button=text("verify.button", language))
    outcome = _confirm(token, found[0])
    return _page(_said(outcome, language), language, 200 if isinstance(outcome, Done) else 409)


def _confirm(token: str, link: dict[str, Any]) -> Outcome:
    """The deed, in the name of the contact; one link is one deed, however often the button is pressed."""
    now = datetime.now(UTC)
    with store().snapshot() as snapshot:
        on_day = load_settings().as_of or day_at(snapshot, link["partner_id"], now)
    return act(
        store(),
        Order(
            action="verify_contact",
            actor=link["email"],
            partner_id=link["partner_id"],
            about=None,
            given={"token": token},
            request_id=f"verify:{token_hash(token)}",
            now=now,
            on_day=on_day,
        ),
    )


def _said(outcome: Outcome, language: str) -> str:
    if isinstance(outcome, Refused):
        return " ".join(sentence(one, language) for one in outcome.broken)
    return text("verify.done", language)


def _page(said: str, language: str, status: int = 200, button: str = "") -> Response:
    shown = _BUTTON.format(label=escape(button)) if button else ""
    title = escape(text("verify.title", language))
    return HTMLResponse(_PAGE.format(language=language, title=title, said=escape(said), button=shown), status)
