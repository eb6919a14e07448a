"""Rules of tokens, with which other programs read reports in a person's name. The programme knows none: [design].

Facts of a form: given_expires_on, given_foreign_partners and given_foreign_reports (those named that the person has no
role at, and may not read); of a token that is there given_token_seen (it is the person's own, or of people at the
person's partners), given_token_own, given_token_led (the person is Global admin where the owner is known),
given_token_revoked. Whoever asks as the operator has the role `operator` and no other.
"""

import polars as pl

from pipelines.rules.access import OPERATOR
from pipelines.rules.rule import Rule, permitted

_OWN = "[design] a token reads what its owner reads, never more"
_by_operator = pl.col("actor_roles").list.contains(OPERATOR)
_seen, _own, _led = pl.col("given_token_seen"), pl.col("given_token_own"), pl.col("given_token_led")
_latest = pl.col("on_day").dt.offset_by(pl.format("{}mo", pl.col("policy_token_months")))


def _none(named: str) -> pl.Expr:
    return pl.col(named).list.len() == 0


_REVOKED_BY = permitted("revoke_token", "[design] who may make a token may take it back")

RULES: tuple[Rule, ...] = (
    permitted("create_token", "[design] who has a role reads more than what is his own"),
    Rule(
        "create_token.past",
        "limit",
        "create_token",
        pl.col("given_expires_on") >= pl.col("on_day"),
        "[design] the last day is a day in UTC",
        ("given_expires_on",),
    ),
    Rule(
        "create_token.too_long",
        "limit",
        "create_token",
        pl.col("given_expires_on") <= _latest,
        "[design] what is forgotten ends by itself",
        ("policy_token_months",),
    ),
    Rule(
        "create_token.partners",
        "eligibility",
        "create_token",
        _none("given_foreign_partners"),
        _OWN,
        ("given_foreign_partners",),
    ),
    Rule(
        "create_token.reports",
        "eligibility",
        "create_token",
        _none("given_foreign_reports"),
        _OWN,
        ("given_foreign_reports",),
    ),
    Rule(
        "revoke_token.role",
        "permission",
        "revoke_token",
        _REVOKED_BY.holds | _by_operator,
        _REVOKED_BY.source,
        _REVOKED_BY.says,
    ),
    Rule("revoke_token.known", "eligibility", "revoke_token", _seen, "[design] by the id that stands in the list"),
    Rule(
        "revoke_token.whose",
        "eligibility",
        "revoke_token",
        ~_seen | _own | _led | _by_operator,
        "[design] a Global admin answers for the people of the partner",
    ),
    Rule(
        "revoke_token.again",
        "eligibility",
        "revoke_token",
        ~_seen | ~pl.col("given_token_revoked"),
        "[design] what is revoked stays so",
    ),
)
