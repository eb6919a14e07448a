"""Making the account: its steps, and the primary contact, who opens a mailed link (source rows 93-103).

The ledger keeps a link's token as its SHA-256, and of the letter what the link is made of (`mailed_link`), so that
nobody who reads the ledger can open the link.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Letter, Written
from pipelines.actions.asking import Asking
from pipelines.actions.mailed_link import new_link, token_hash, token_of
from pipelines.rules import steps

_TEXTS = pl.List(pl.String)


def _step(asking: Asking) -> dict[str, object]:
    step = str(asking.values["step"])
    missing = [one for one in steps.before(step) if one not in asking.about["steps_done"]]
    return {"given_step": step, "given_missing": pl.lit(missing, _TEXTS)}


def _complete(asking: Asking, facts: Facts) -> Written:
    return Written(facts["given_step"])


def _contact(asking: Asking) -> dict[str, object]:
    email = str(asking.values["email"])
    known = asking.read("contact_verified", partner=asking.order.partner_id, email=email)
    return {"given_domain": email.rpartition("@")[2], "given_same_contact": known.item()}


def _send(asking: Asking, facts: Facts) -> Written:
    """The contact, and a letter with a link that works once."""
    email, name = str(asking.values["email"]), str(asking.values["name"])
    link = new_link()
    said = {"partner": str(facts["partner"]), "name": asking.private(name), "link": link}
    letter = Letter("verification", asking.private(email), said, str(asking.values["language"]))
    kept = {"token": token_hash(token_of(link, asking.snapshot.home))}
    return Written(asking.person_id(email, name), kept, (letter,))


def _link(asking: Asking) -> dict[str, object]:
    found = asking.read(
        "verification_sent", partner=asking.order.partner_id, token=token_hash(str(asking.values["token"]))
    )
    sent: Mapping[str, Any] = found.row(0, named=True) if found.height else {}
    return {
        "given_contact": pl.lit(sent.get("contact"), pl.String),
        "given_token_known": bool(sent),
        "given_token_newest": sent.get("newest", False),
        "given_token_used": sent.get("used", False),
        "given_token_sent_on": pl.lit(sent.get("sent_on"), pl.Date),
    }


def _verify(asking: Asking, facts: Facts) -> Written:
    return Written(facts["given_contact"], {"token": token_hash(str(asking.values["token"]))})


ACTIONS = (
    Action("complete_step", "partner", (Field("step", "choice", choices=steps.NAMES),), given=_step, written=_complete),
    Action(
        "send_verification",
        "partner",
        (Field("name", "text"), Field("email", "email"), Field("language", "language")),
        given=_contact,
        written=_send,
    ),
    Action("verify_contact", "partner", (Field("token", "text"),), given=_link, written=_verify),
)
