"""Rules of people and roles: who may add, change and remove whom (source rows 16-18, 23, 25; domain-facts 2.1).

Facts of a form: given_person_known, given_person_roles (held now), given_member_type, given_roles (the portal's roles
afterwards), given_person_holds (seats, credits and duties). No sentence names the person, because what fills it is kept
with the refusal, and that outlives the name.
"""

from collections.abc import Iterable

import polars as pl

from pipelines.rules.model import APP_ROLES, PORTAL_ROLES
from pipelines.rules.rule import Rule, permitted

# domain-facts 2.1: of the roles that bear on benefits, the one that a guest may hold.
GUEST_ROLES = ("mpn_partner_admin",)
_NOT_FOR_GUESTS = [role for role in PORTAL_ROLES if role not in GUEST_ROLES]
_SINGLE = "[design] a partner without a Global admin could give nobody a role again"
_OF_THE_APP = "[design] who checks the admins is not appointed by them"

_known = pl.col("given_person_known")
_roles, _held = pl.col("given_roles"), pl.col("given_person_roles")
_others_left = ~_held.list.contains("global_admin") | (pl.col("global_admins") > 1)
_changes_roles = pl.col("actor_roles").list.set_intersection("policy_roles_change_roles").list.len() > 0


def _none_of(held: pl.Expr, roles: Iterable[str]) -> pl.Expr:
    return held.list.set_intersection(pl.lit(list(roles), pl.List(pl.String))).list.len() == 0


RULES: tuple[Rule, ...] = (
    permitted("add_person", "S3 row 25, S2 rows 18, 23; domain-facts 2.1"),
    Rule(
        "add_person.known",
        "eligibility",
        "add_person",
        ~_known,
        "S0 S1 S4 S2 row 23: who is missing is added",
    ),
    permitted("change_roles", "domain-facts 2.1"),
    Rule("change_roles.known", "eligibility", "change_roles", _known, "S2 row 23"),
    Rule(
        "change_roles.app_role",
        "eligibility",
        "change_roles",
        _none_of(_roles, APP_ROLES),
        _OF_THE_APP,
        ("given_roles",),
    ),
    Rule(
        "change_roles.guest",
        "eligibility",
        "change_roles",
        (pl.col("given_member_type") != "guest") | _none_of(_roles, _NOT_FOR_GUESTS),
        "domain-facts 2.1 (IT:permissions-overview.md): what a guest may hold",
        ("given_roles",),
    ),
    Rule(
        "change_roles.last_global_admin",
        "limit",
        "change_roles",
        _roles.list.contains("global_admin") | _others_left,
        _SINGLE,
    ),
    permitted("remove_person", "domain-facts 2.1"),
    Rule("remove_person.known", "eligibility", "remove_person", _known, "S2 row 23"),
    Rule(
        "remove_person.roles",
        "eligibility",
        "remove_person",
        _changes_roles | _none_of(_held, PORTAL_ROLES),
        "domain-facts 2.1: roles are taken away by a Global admin",
        ("given_person_roles",),
    ),
    Rule(
        "remove_person.app_role",
        "eligibility",
        "remove_person",
        _none_of(_held, APP_ROLES),
        _OF_THE_APP,
        ("given_person_roles",),
    ),
    Rule(
        "remove_person.last_global_admin",
        "limit",
        "remove_person",
        _others_left,
        _SINGLE,
    ),
    Rule(
        "remove_person.holds",
        "eligibility",
        "remove_person",
        pl.col("given_person_holds") == 0,
        "S2 rows 42, 44, 57: what somebody holds is removed, transferred or reassigned first",
        ("given_person_holds",),
    ),
)
