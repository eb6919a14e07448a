"""Rules of reminders and of the calendar's address, which are each person's own. The programme knows none: [design].

Facts of a form: given_reminder_own (the person is told of it by a role at its partner), given_until; and
given_calendar_there (the person has an address of a calendar).
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted

_OWN = "[design] a reminder is answered by whom it is for, and for nobody else"
_REMINDED = "[design] who has a role is reminded"
_ANSWERS = ("snooze_reminder", "handle_reminder")


def _own(action: str) -> Rule:
    """Who has no role at all is told that, and not this."""
    own = pl.col("given_reminder_own") | ~permitted(action, _REMINDED).holds
    return Rule(f"{action}.own", "eligibility", action, own, _OWN)


_REVOKED_BY = permitted("revoke_calendar", "[design] who may make an address may take it back")

RULES: tuple[Rule, ...] = (
    *(permitted(action, _REMINDED) for action in _ANSWERS),
    *(_own(action) for action in _ANSWERS),
    Rule(
        "snooze_reminder.past",
        "limit",
        "snooze_reminder",
        pl.col("given_until") > pl.col("on_day"),
        "[design] a reminder sleeps until a day that is still to come",
        ("given_until",),
    ),
    permitted("choose_reminders", "[design] everybody chooses his own letters"),
    permitted("create_calendar", _REMINDED),
    _REVOKED_BY,
    Rule(
        "revoke_calendar.there",
        "eligibility",
        "revoke_calendar",
        pl.col("given_calendar_there") | ~_REVOKED_BY.holds,
        "[design] only what is there can be revoked",
    ),
)
