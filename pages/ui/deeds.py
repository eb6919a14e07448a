"""A page's way to a deed: who asks, when and on which day come from the session; what comes of it is a value."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pages.ui.session import day_at, store, user
from pipelines.actions import Broken, Order, Outcome, Refused, act
from pipelines.errors import BenefitsError


@dataclass(frozen=True)
class What:
    """A deed before it is filled in: the action, the partner, and the benefit, membership or request it is about."""

    action: str
    partner_id: str
    about: str | None = None


def new_request_id() -> str:
    """The name of one deed that is not done yet: sent twice, it is still one deed."""
    return secrets.token_hex(16)


def carry_out(what: What, given: Mapping[str, str], request_id: str, seen: int | None) -> Outcome | BenefitsError:
    """Does it as the reader, or says why not: a refusal or words that cannot be read are values too, nothing is raised.

    `seen` is the version of the partner's stream that the reader had before him. No page is drawn in here, so a click
    elsewhere cannot cut a deed in two.
    """
    try:
        return act(store(), _order(what, given, request_id, seen))
    except BenefitsError as wrong:
        return wrong


def refusals(what: What, given: Mapping[str, str]) -> tuple[Broken, ...]:
    """The rules that would refuse it, without doing it; none for words that cannot be read."""
    try:
        outcome = act(store(), replace(_order(what, given, new_request_id(), None), dry_run=True))
    except BenefitsError:
        return ()
    return outcome.broken if isinstance(outcome, Refused) else ()


def _order(what: What, given: Mapping[str, str], request_id: str, seen: int | None) -> Order:
    told = {name: value for name, value in given.items() if value}
    about = (what.action, user().email, what.partner_id, what.about)
    return Order(*about, told, request_id, datetime.now(UTC), day_at(what.partner_id), seen=seen)
