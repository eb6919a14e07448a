"""What a person says to a reminder, which letters the person wants, and the address of the person's calendar.

The address holds a token `bc_<id>_<secret>`; the deed that makes one is told its id and its SHA-256 only, and a new one
takes the place of the one before. Who has it reads the dates that its owner sees at that moment.
"""

import re
import secrets

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import SQL, Asking
from pipelines.actions.tokens import Token, fingerprint
from pipelines.errors import BenefitsError
from pipelines.rules.reminder_topics import is_told_of, partner_of
from pipelines.store import Snapshot

LETTERS = ("all", "digest", "off")
_FORM = re.compile(r"bc_([0-9a-f]{12})_[\w-]{43}", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_BY_ID = (SQL / "calendar_by_id.sql").read_text("utf-8")
_EVERYWHERE = "*"


def new_calendar() -> Token:
    """The token of a calendar's address that nobody has yet and no deed knows."""
    token_id = secrets.token_hex(6)
    return Token(token_id, f"bc_{token_id}_{secrets.token_urlsafe(32)}")


def calendar_owner(snapshot: Snapshot, told: str) -> str | None:
    """Whose calendar has this token; None for one that is none, was replaced or is revoked, alike."""
    form = _FORM.fullmatch(told)
    found = snapshot.ledger.query(_BY_ID, {"token": form[1]}).to_dicts() if form else []
    good = [row for row in found if secrets.compare_digest(row["fingerprint"], fingerprint(told))]
    return str(good[0]["email"]) if good else None


def _own(asking: Asking) -> dict[str, object]:
    reminder = str(asking.values["reminder"])
    rows = asking.read("roles_by_partner", email=asking.order.actor, policy="").to_dicts()
    places = (partner_of(reminder), _EVERYWHERE)
    roles = [role for row in rows if row["partner_id"] in places for role in row["actor_roles"]]
    return {"given_reminder_own": is_told_of(reminder, roles), "given_until": asking.values.get("until")}


def _snooze(asking: Asking, _: Facts) -> Written:
    return Written(str(asking.values["reminder"]), {"until": str(asking.values["until"])})


def _handle(asking: Asking, _: Facts) -> Written:
    return Written(str(asking.values["reminder"]))


def _choose(asking: Asking, _: Facts) -> Written:
    return Written(None, {name: str(value) for name, value in asking.values.items() if value})


def _good(asking: Asking) -> dict[str, object]:
    if not _FINGERPRINT.fullmatch(str(asking.values["fingerprint"])):
        raise BenefitsError("input_wrong", field="fingerprint", found="–", expected="SHA-256")
    return {}


def _create(asking: Asking, _: Facts) -> Written:
    return Written(str(asking.values["token_id"]), {"fingerprint": asking.values["fingerprint"]})


def _there(asking: Asking) -> dict[str, object]:
    return {"given_calendar_there": not asking.read("calendar_of", email=asking.order.actor).is_empty()}


_REMINDER = Field("reminder", "choice")
ACTIONS = (
    Action("snooze_reminder", "app", (_REMINDER, Field("until", "date")), given=_own, written=_snooze),
    Action("handle_reminder", "app", (_REMINDER,), given=_own, written=_handle),
    Action(
        "choose_reminders",
        "app",
        (Field("reminder_letters", "choice", choices=LETTERS), Field("language", "language", required=False)),
        written=_choose,
    ),
    Action(
        "create_calendar",
        "app",
        (Field("token_id", "text"), Field("fingerprint", "text")),
        given=_good,
        written=_create,
    ),
    Action("revoke_calendar", "app", given=_there),
)
