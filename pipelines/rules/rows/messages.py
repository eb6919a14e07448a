"""Rules of letters that were not delivered. The programme knows none: [design].

Facts of a form: given_message_roles (what the person is where the letter belongs: at its partner, or at those of the
person it goes to; nothing for a letter that is not there), given_message_state (see sql/ledger/messages.sql).
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted

_roles = pl.col("given_message_roles")
_seen = _roles.list.len() > 0
_may_there = _roles.list.set_intersection("policy_roles_resend_message").list.len() > 0
_PERMITTED = permitted("resend_message", "[design] who leads the partner or keeps the service running")

RULES: tuple[Rule, ...] = (
    _PERMITTED,
    Rule("resend_message.known", "eligibility", "resend_message", _seen, "[design] by the id that stands in the list"),
    Rule(
        "resend_message.where",
        "eligibility",
        "resend_message",
        ~_seen | _may_there | ~_PERMITTED.holds,
        "[design] a role at one partner gives nothing at another",
        ("policy_roles_resend_message",),
    ),
    Rule(
        "resend_message.state",
        "eligibility",
        "resend_message",
        ~_seen | pl.col("given_message_state").is_in(["failed", "refused"]),
        "[design] what is delivered or still waiting is not sent twice",
    ),
)
