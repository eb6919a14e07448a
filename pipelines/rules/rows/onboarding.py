"""Making the account, and the primary contact (source rows 25, 26, 93-103).

Facts of a form: given_step, given_missing (the steps before it that are not done); of a mail given_domain
and given_same_contact (this address is verified already); of a link given_token_known, given_token_newest,
given_token_sent_on, given_token_used.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted

_STEP = pl.col("given_step")


def _has(role: str) -> pl.Expr:
    return pl.col("actor_roles").list.contains(role)


def _step(what: str, holds: pl.Expr, source: str) -> Rule:
    return Rule(f"complete_step.{what}", "eligibility", "complete_step", holds, source)


def _at(step: str, holds: pl.Expr) -> pl.Expr:
    """What one step needs, and others do not."""
    return (step != _STEP) | holds


_STEPS = (
    permitted("complete_step", "S3 rows 25, 26"),
    _step("again", pl.col("steps_done").list.contains(_STEP).not_(), "S3 rows 98-102"),
    _step("order", pl.col("given_missing").list.len() == 0, "S3 rows 93-102"),
    _step("global_admin", _at("tenant_sign_in", _has("global_admin")), "S3 rows 26, 93, 99"),
    _step("contact", _at("enrolment", pl.col("verification_sent_on").is_not_null()), "S3 rows 96, 100"),
    _step("admin_agent", _at("admin_agent", _has("admin_agent")), "S3 rows 25, 102"),
)

_MAIL = (
    permitted("send_verification", "S3 rows 25, 96, 97"),
    Rule(
        "send_verification.company",
        "eligibility",
        "send_verification",
        pl.col("policy_free_mail").list.contains(pl.col("given_domain")).not_(),
        "S3 rows 96, 97: the address belongs to the organisation",
        says=("given_domain",),
    ),
    Rule(
        "send_verification.verified",
        "eligibility",
        "send_verification",
        pl.col("given_same_contact").not_(),
        "S3 row 97",
    ),
)

_SENT = pl.col("given_token_sent_on")
_LINK = (
    # The link is the right: the contact need not be anybody's user.
    Rule(
        "verify_contact.role",
        "permission",
        "verify_contact",
        pl.col("given_token_known")
        | (pl.col("actor_roles").list.set_intersection("policy_roles_verify_contact").list.len() > 0),
        "S3 row 97: whoever has the mailed link",
        says=("policy_roles_verify_contact",),
    ),
    Rule("verify_contact.token", "eligibility", "verify_contact", pl.col("given_token_known"), "S3 row 97"),
    Rule(
        "verify_contact.newest",
        "eligibility",
        "verify_contact",
        pl.col("given_token_known").not_() | pl.col("given_token_newest"),
        "S3 row 97",
    ),
    Rule("verify_contact.used", "eligibility", "verify_contact", pl.col("given_token_used").not_(), "S3 row 97"),
    Rule(
        "verify_contact.days",
        "limit",
        "verify_contact",
        _SENT.is_null() | (pl.col("on_day") <= _SENT + pl.duration(days=pl.col("policy_verification_days"))),
        "[design] S3 row 97 names no limit",
        says=("given_token_sent_on", "policy_verification_days"),
    ),
)

RULES: tuple[Rule, ...] = (*_STEPS, *_MAIL, *_LINK)
