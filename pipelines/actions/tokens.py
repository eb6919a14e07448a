"""Tokens, with which other programs read reports in a person's name: made, known again, revoked.

A token is `bl_<id>_<secret>`: the id names it in lists and lets one that leaked be found, the secret is 32 random
bytes. The deed that makes one is told its id and the SHA-256 of its text, so that neither the ledger nor a log ever
holds what lets somebody in. A token belongs to no partner, so its days are UTC's; its last day is `expires_on`.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import SQL, Asking
from pipelines.errors import BenefitsError
from pipelines.rules import access
from pipelines.rules.reading import readable
from pipelines.store import Snapshot

_FORM = re.compile(r"bl_([0-9a-f]{12})_[\w-]{43}", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_BY_ID = (SQL / "token_by_id.sql").read_text("utf-8")
EVERY_PARTNER = "*"
_TEXTS = pl.List(pl.String)


@dataclass(frozen=True)
class Token:
    """A new token: the only place where its text is. It is shown to its owner and forgotten."""

    token_id: str
    text: str = field(repr=False)

    @property
    def told(self) -> dict[str, str]:
        """What the deed `create_token` is told of it."""
        return {"token_id": self.token_id, "fingerprint": fingerprint(self.text)}


@dataclass(frozen=True)
class Bearer:
    """Who reads with which token, and what the token is limited to; None: to nothing."""

    token_id: str
    email: str
    partners: tuple[str, ...] | None
    reports: tuple[str, ...] | None


def new_token() -> Token:
    """A token that nobody has yet and no deed knows."""
    token_id = secrets.token_hex(6)
    return Token(token_id, f"bl_{token_id}_{secrets.token_urlsafe(32)}")


def fingerprint(text: str) -> str:
    """The SHA-256 of a token's text: 64 hexadecimal digits. What is random needs no salt and no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def looks_like_token(text: str) -> bool:
    """Whether a token stands in a text, whoever's and however it stands."""
    return _FORM.search(text) is not None


def token_named(text: str) -> str | None:
    """The id that a token's text names, be it good or not; None for what is no token."""
    form = _FORM.fullmatch(text)
    return form[1] if form else None


def bearer(snapshot: Snapshot, told: str, on_day: date) -> Bearer | None:
    """Who reads with this token on a day in UTC; None for one that is none, has expired or is revoked, alike."""
    form = _FORM.fullmatch(told)
    found = snapshot.ledger.query(_BY_ID, {"token": form[1]}).to_dicts() if form else []
    good = [row for row in found if secrets.compare_digest(row["fingerprint"], fingerprint(told))]
    if not good or good[0]["revoked_on"] is not None or good[0]["expires_on"] < on_day or good[0]["email"] is None:
        return None
    return Bearer(good[0]["token_id"], good[0]["email"], _limit(good[0]["partners"]), _limit(good[0]["reports"]))


def _limit(named: list[str] | None) -> tuple[str, ...] | None:
    return None if named is None else tuple(named)


def _roles(asking: Asking) -> dict[str, tuple[str, ...]]:
    """The roles of the actor at each partner where there are any."""
    asked = {"email": asking.order.actor, "policy": ""}
    rows = asking.read("roles_by_partner", **asked).to_dicts()
    return {row["partner_id"]: tuple(row["actor_roles"]) for row in rows if access.has_role(row["actor_roles"])}


def _limits(asking: Asking) -> dict[str, object]:
    if not _FINGERPRINT.fullmatch(str(asking.values["fingerprint"])):
        raise BenefitsError("input_wrong", field="fingerprint", found="–", expected="SHA-256")
    led = _roles(asking)
    partners = () if EVERY_PARTNER in led else _named(asking, "partners")
    reports = {report for roles in led.values() for report in readable(roles)}
    return {
        "given_expires_on": asking.values["expires_on"],
        "given_foreign_partners": _others(partners, led),
        "given_foreign_reports": _others(_named(asking, "reports"), reports),
    }


def _named(asking: Asking, field: str) -> tuple[str, ...]:
    return cast("tuple[str, ...] | None", asking.values[field]) or ()


def _others(named: Iterable[str], known: Iterable[str]) -> pl.Expr:
    """Those named that are not known, as a fact: a list of texts even where it is empty."""
    return pl.lit([one for one in named if one not in known], _TEXTS)


def _create(asking: Asking, _: Facts) -> Written:
    told = asking.values
    details = {
        "purpose": asking.private(str(told["purpose"])),
        "fingerprint": told["fingerprint"],
        "expires_on": str(told["expires_on"]),
        "partners": ";".join(_named(asking, "partners")),
        "reports": ";".join(_named(asking, "reports")),
    }
    return Written(str(told["token_id"]), details)


def _known(asking: Asking) -> dict[str, object]:
    found = asking.read("token_at", token=asking.values["token_id"], email=asking.order.actor)
    seen: Mapping[str, Any] = found.row(0, named=True) if found.height else {}
    return {
        "given_token_seen": bool(seen),
        **{f"given_token_{name}": seen.get(name, False) for name in ("own", "led", "revoked")},
    }


def _revoke(asking: Asking, _: Facts) -> Written:
    return Written(str(asking.values["token_id"]))


ACTIONS = (
    Action(
        "create_token",
        "app",
        (
            Field("purpose", "text"),
            Field("expires_on", "date"),
            Field("partners", "codes", required=False),
            Field("reports", "codes", required=False),
            Field("token_id", "text"),
            Field("fingerprint", "text"),
        ),
        given=_limits,
        written=_create,
    ),
    Action("revoke_token", "app", (Field("token_id", "choice"),), given=_known, written=_revoke),
)
