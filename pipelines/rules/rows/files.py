"""Rules of files: who may load which format at a partner, and take a load back. Read from data/access.toml.

Facts of taking back: given_left_alone, the partners that would have no Global admin any more.
"""

import polars as pl

from pipelines.rules import access
from pipelines.rules.model import FILE_FORMATS
from pipelines.rules.rule import Rule

EVERY_PARTNER = "*"


def _permitted(action: str) -> Rule:
    roles = pl.lit(list(access.roles_with(action)), pl.List(pl.String))
    held = pl.col("actor_roles").list.set_intersection(roles).list.len() > 0
    return Rule(f"{action}.role", "permission", action, held, access.sources_of(action))


RULES: tuple[Rule, ...] = (
    *(_permitted(f"load:{name}") for name in FILE_FORMATS),
    _permitted(access.ROLLBACK),
    Rule(
        "rollback.every_partner",
        "eligibility",
        access.ROLLBACK,
        pl.col("partner_id") == EVERY_PARTNER,
        "[design] a load is taken back for all partners at once",
    ),
    Rule(
        "rollback.last_global_admin",
        "limit",
        access.ROLLBACK,
        pl.col("given_left_alone").list.len() == 0,
        "[design] a partner without a Global admin could give nobody a role again",
        ("given_left_alone",),
    ),
)
