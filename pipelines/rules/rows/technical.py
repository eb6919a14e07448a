"""Technical benefits: support incidents, advisory hours, presales and deployment services (source rows 58-73).

Facts of a form: given_person_known, given_alternate_differs; of a use given_kind, given_used_on, given_hours,
given_quantity (incidents or hours), given_deducts, given_served, given_needs_ids, given_reference_known; of a request
for hours given_hours, given_reserved (hours asked for and not yet used), given_deducts.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted
from pipelines.rules.standing import not_refunding

_STATUS, _UNIT, _DAY = pl.col("status"), pl.col("unit"), pl.col("given_used_on")
_ENGAGED = pl.col("given_hours") <= pl.col("policy_hours_per_engagement")
_LAST_DAY = pl.coalesce("use_until", "grace_ends_on", "membership_ends_on")


def _technical(action: str) -> Rule:
    holds = pl.col("family") == "technical"
    return Rule(f"{action}.technical", "eligibility", action, holds, "S2 rows 58, 64", says=("product_name",))


def _flow(action: str, flow: str, source: str) -> Rule:
    """The older policies assign a person to the benefit, the newer ones activate it."""
    return Rule(f"{action}.flow", "eligibility", action, pl.col("policy_support_flow") == flow, source)


def _portal(action: str) -> Rule:
    """A membership that is still in the old portal has its technical benefits activated elsewhere."""
    return Rule(f"{action}.portal", "eligibility", action, pl.col("portal") == "partner_center", "S2 rows 2, 5")


def _first_use(action: str, source: str) -> tuple[Rule, ...]:
    """What can be activated: has neither ended, nor been asked for, nor been activated."""
    return (
        Rule(f"{action}.open", "limit", action, ~_STATUS.is_in(["expired", "cancelled"]), "D1, D2; S2 row 83"),
        Rule(
            f"{action}.waiting",
            "eligibility",
            action,
            pl.col("waiting_request").is_null() & (_STATUS != "requested"),
            f"{source}: some days' processing",
        ),
        Rule(f"{action}.first_use", "eligibility", action, _STATUS != "active", source),
    )


_ASSIGN = (
    permitted("assign_support", "S0 S1 S4 rows 16, 18"),
    _technical("assign_support"),
    _flow("assign_support", "assign", "S0 S1 S4 row 59; dropped in S2 row 63"),
    _portal("assign_support"),
    not_refunding("assign_support"),
    *_first_use("assign_support", "S0 S1 S4 row 62"),
    Rule(
        "assign_support.person",
        "eligibility",
        "assign_support",
        pl.col("given_person_known"),
        "S2 row 23",
    ),
    Rule(
        "assign_support.alternate",
        "eligibility",
        "assign_support",
        pl.col("given_alternate_differs"),
        "S0 S1 S4 rows 60, 61",
    ),
)

_ACTIVATE = (
    permitted("activate_support", "S2 rows 19, 21"),
    _technical("activate_support"),
    _flow("activate_support", "activate", "S2 row 63; S0 S1 S4 row 59 before"),
    _portal("activate_support"),
    not_refunding("activate_support"),
    *_first_use("activate_support", "S2 row 63"),
)

_LOG = (
    permitted("log_support_use", "domain-facts 2.1, 2.7"),
    _technical("log_support_use"),
    Rule("log_support_use.open", "eligibility", "log_support_use", _STATUS != "cancelled", "S2 rows 83, 84"),
    Rule(
        "log_support_use.kind",
        "eligibility",
        "log_support_use",
        (pl.col("given_kind") == "incident") == (_UNIT == "incidents"),
        "S2 rows 58, 68, 71",
        says=("product_name",),
    ),
    Rule(
        "log_support_use.served",
        "eligibility",
        "log_support_use",
        pl.col("given_served"),
        "S2 rows 69-71",
        says=("offer_name", "product_name"),
    ),
    Rule(
        "log_support_use.ids",
        "eligibility",
        "log_support_use",
        (_STATUS != "not_activated") & (_STATUS != "requested") | ~pl.col("given_needs_ids"),
        "S2 rows 65-67",
    ),
    Rule(
        "log_support_use.ahead",
        "limit",
        "log_support_use",
        pl.col("on_day") >= _DAY,
        "domain-facts 2.8 P4: use is tracked",
        says=("given_used_on", "on_day"),
    ),
    Rule(
        "log_support_use.term",
        "limit",
        "log_support_use",
        (pl.col("starts_on") <= _DAY).fill_null(value=True) & (_DAY <= _LAST_DAY).fill_null(value=True),
        "D2, D11",
        says=("given_used_on", "starts_on", "last_day"),
    ),
    Rule(
        "log_support_use.engagement",
        "limit",
        "log_support_use",
        (pl.col("given_kind") == "incident") | _ENGAGED,
        "domain-facts 2.7 (IT:technical-benefits.md)",
        says=("given_hours", "policy_hours_per_engagement"),
    ),
    Rule(
        "log_support_use.left",
        "limit",
        "log_support_use",
        (pl.col("given_quantity") <= pl.col("idle")) | ~pl.col("given_deducts"),
        "domain-facts 2.7",
        says=("given_quantity", "idle"),
    ),
    Rule(
        "log_support_use.once",
        "limit",
        "log_support_use",
        ~pl.col("given_reference_known"),
        "domain-facts 2.8 P4: a case is counted once",
        says=("given_reference",),
    ),
)

_ASK = (
    permitted("request_advisory_hours", "domain-facts 2.1; S2 row 72"),
    Rule(
        "request_advisory_hours.advisory",
        "eligibility",
        "request_advisory_hours",
        pl.col("product") == "advisory-hours",
        "S2 rows 58, 71, 72",
        says=("product_name",),
    ),
    _portal("request_advisory_hours"),
    not_refunding("request_advisory_hours"),
    Rule(
        "request_advisory_hours.open",
        "limit",
        "request_advisory_hours",
        ~_STATUS.is_in(["expired", "cancelled"]),
        "D2, D11; S2 row 83",
    ),
    Rule(
        "request_advisory_hours.engagement",
        "limit",
        "request_advisory_hours",
        _ENGAGED,
        "domain-facts 2.7 (IT:technical-benefits.md)",
        says=("given_hours", "policy_hours_per_engagement"),
    ),
    Rule(
        "request_advisory_hours.left",
        "limit",
        "request_advisory_hours",
        (pl.col("given_hours") <= pl.col("idle") - pl.col("given_reserved")) | ~pl.col("given_deducts"),
        "domain-facts 2.7: presales deducts hours, or is unlimited by offer",
        says=("given_hours", "idle", "given_reserved"),
    ),
)

RULES: tuple[Rule, ...] = (*_ASSIGN, *_ACTIVATE, *_LOG, *_ASK)
