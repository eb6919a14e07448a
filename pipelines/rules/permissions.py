"""Who may do what: the rules about roles, asked of every role under every policy. Nothing here is typed by hand."""

from functools import cache

import polars as pl

from pipelines.rules.access import EVERY_ROLE, MEMBER
from pipelines.rules.model import PORTAL_ROLES
from pipelines.rules.policy import entries, policies
from pipelines.rules.rows import RULES
from pipelines.rules.rule import POLICY, Rule


@cache
def permissions() -> pl.DataFrame:
    """One row a policy and action, in their order: policy, action, a flag for each of EVERY_ROLE, and the source.

    The flag says what the role gives by itself, whatever a form may add (a mailed link, say). Who has a role of the
    vendor's portal is a user of the partner too; the roles of this application are taken alone.
    """
    rules = [rule for rule in RULES if rule.kind == "permission"]
    return pl.concat([_of(rule) for rule in rules]).sort(
        pl.col("policy").replace_strict({one: place for place, one in enumerate(policies()["policy"])}),
        maintain_order=True,
    )


def _of(rule: Rule) -> pl.DataFrame:
    asked = policies().join(pl.DataFrame({"role": EVERY_ROLE}), how="cross")
    unsaid = [pl.lit(None, pl.Boolean).alias(name) for name in rule.given]
    asked = asked.with_columns(_held(pl.col("role")).alias("actor_roles"), *unsaid)
    told = asked.select("policy", "role", may=rule.holds.fill_null(value=False))
    flags = [pl.col("may").filter(pl.col("role") == role).first().alias(role) for role in EVERY_ROLE]
    by_policy = told.group_by("policy", maintain_order=True).agg(flags)
    sources = {entry.policy: entry.source for entry in entries() if f"{POLICY}{entry.name}" in rule.says}
    return by_policy.select(
        "policy",
        pl.lit(rule.action).alias("action"),
        *EVERY_ROLE,
        pl.col("policy").replace_strict(sources, default=rule.source, return_dtype=pl.String).alias("source"),
    )


def _held(role: pl.Expr) -> pl.Expr:
    user = role.is_in(PORTAL_ROLES)
    return pl.when(user).then(pl.concat_list(role, pl.lit(MEMBER))).otherwise(pl.concat_list(role))
