"""Tokens in tests: made, used and taken back at a home of the cast."""

from dataclasses import replace
from datetime import date

from pipelines.actions import Bearer, Done, Order, Outcome, Refused, Token, act, bearer, new_token
from pipelines.store import Store
from pipelines.store.chain import APP
from tests.the_cast import EMAILS, NOW, TODAY

LAST = date(2026, 9, 13)


def ordered(token: Token, cast: str = "global_admin", day: date = TODAY, **given: str) -> Order:
    """What makes a token: of the Global admin of P-1, good for 90 days, where nothing else is said."""
    asked = {"purpose": "Month-end workbook", "expires_on": LAST.isoformat(), **token.told, **given}
    return Order("create_token", EMAILS[cast], APP, None, asked, f"make-{token.token_id}", NOW, day)


def revoking(token: Token, actor: str, request: str = "1") -> Order:
    """What takes a token back, by an address or the operator."""
    given = {"token_id": token.token_id}
    return Order("revoke_token", actor, APP, None, given, f"end-{token.token_id}-{request}", NOW, TODAY)


def made(store: Store, cast: str = "global_admin", day: date = TODAY, **given: str) -> Token:
    """A token that one of the cast has."""
    token = new_token()
    outcome = act(store, ordered(token, cast, day, **given))
    assert isinstance(outcome, Done), outcome
    return token


def revoked(store: Store, token: Token, actor: str = "operator") -> None:
    """Takes a token back."""
    assert isinstance(act(store, revoking(token, actor)), Done)


def tried(store: Store, order: Order) -> list[str]:
    """The rules that would refuse a deed; nothing is done."""
    return refusing(act(store, replace(order, dry_run=True)))


def refusing(outcome: Outcome) -> list[str]:
    """The rules that refused a deed."""
    return [one.rule.id for one in outcome.broken] if isinstance(outcome, Refused) else []


def used(store: Store, text: str, day: date = TODAY) -> Bearer | None:
    """Who reads with a token on a day."""
    with store.snapshot() as snapshot:
        return bearer(snapshot, text, day)


def with_bearer(token: Token | str) -> dict[str, str]:
    """The header that carries a token."""
    return {"authorization": f"Bearer {token.text if isinstance(token, Token) else token}"}
