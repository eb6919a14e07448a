"""The rules of people and roles: each is broken alone by a case, with the case that just holds beside it."""

from typing import Any

import polars as pl
import pytest

from pipelines.rules.decide import BROKEN, decide, rules_of
from pipelines.rules.policy import policy_names
from pipelines.text import LANGUAGES, catalog

ADMIN, USERS = ["global_admin", "member"], ["user_management_admin", "member"]
SCHEMA = {
    "policy": pl.String,
    "partner_id": pl.String,
    "actor_roles": pl.List(pl.String),
    "global_admins": pl.Int64,
    "given_person_known": pl.Boolean,
    "given_member_type": pl.String,
    "given_person_roles": pl.List(pl.String),
    "given_roles": pl.List(pl.String),
    "given_person_holds": pl.Int64,
}
FINE: dict[str, dict[str, Any]] = {
    "add_person": {"actor_roles": ADMIN, "given_person_known": False},
    "change_roles": {
        "actor_roles": ADMIN,
        "global_admins": 2,
        "given_person_known": True,
        "given_member_type": "member",
        "given_person_roles": ["global_admin"],
        "given_roles": ["admin_agent", "mpn_partner_admin"],
    },
    "remove_person": {
        "actor_roles": ADMIN,
        "global_admins": 2,
        "given_person_known": True,
        "given_member_type": "member",
        "given_person_roles": [],
        "given_person_holds": 0,
    },
}
SOLE = {"global_admins": 1, "given_person_roles": ["global_admin"]}
# What breaks a rule and no other; then what is just allowed.
CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("add_person", {}, []),
    ("add_person", {"actor_roles": ["mpn_partner_admin", "member"]}, ["role"]),
    ("add_person", {"actor_roles": ["member"]}, ["role"]),
    ("add_person", {"actor_roles": []}, ["role"]),
    ("add_person", {"given_person_known": True}, ["known"]),
    ("change_roles", {}, []),
    ("change_roles", {"actor_roles": USERS}, ["role"]),
    ("change_roles", {"actor_roles": ["mpn_partner_admin", "member"]}, ["role"]),
    ("change_roles", {"given_person_known": False}, ["known"]),
    ("change_roles", {"given_roles": ["finance"]}, ["app_role"]),
    ("change_roles", {"given_roles": ["admin_agent", "auditor"]}, ["app_role"]),
    ("change_roles", {"given_member_type": "guest"}, ["guest"]),
    ("change_roles", {"given_member_type": "guest", "given_roles": ["mpn_partner_admin"]}, []),
    ("change_roles", {"given_member_type": "guest", "given_roles": []}, []),
    ("change_roles", SOLE, ["last_global_admin"]),
    ("change_roles", SOLE | {"given_roles": []}, ["last_global_admin"]),
    ("change_roles", SOLE | {"given_roles": ["global_admin", "admin_agent"]}, []),
    ("change_roles", SOLE | {"given_person_roles": ["admin_agent"]}, []),
    ("remove_person", {}, []),
    ("remove_person", {"actor_roles": USERS}, []),
    ("remove_person", {"actor_roles": ["admin_agent", "member"]}, ["role"]),
    ("remove_person", {"given_person_known": False}, ["known"]),
    ("remove_person", {"given_person_roles": ["admin_agent"]}, []),
    ("remove_person", {"given_person_roles": ["admin_agent"], "actor_roles": USERS}, ["roles"]),
    ("remove_person", {"given_person_roles": ["finance"]}, ["app_role"]),
    ("remove_person", SOLE, ["last_global_admin"]),
    ("remove_person", SOLE | {"global_admins": 2}, []),
    ("remove_person", {"given_person_holds": 1}, ["holds"]),
    ("remove_person", {"given_person_holds": None}, ["holds"]),
]


def judged(action: str, changed: dict[str, Any], policy: str = "mpn-2020-10") -> list[str]:
    facts = {"policy": policy, "partner_id": "P-1", "global_admins": 1} | FINE[action] | changed
    told: list[str] = decide(pl.DataFrame([facts], schema=SCHEMA), action)[BROKEN].to_list()[0]
    return [one.removeprefix(f"{action}.") for one in told]


@pytest.mark.parametrize("policy", policy_names())
@pytest.mark.parametrize(("action", "changed", "broken"), CASES)
def test_a_case_breaks_just_these_rules_under_every_policy(
    action: str, changed: dict[str, Any], broken: list[str], policy: str
) -> None:
    assert judged(action, changed, policy) == broken


@pytest.mark.parametrize("action", FINE)
def test_each_rule_is_broken_alone_by_a_case(action: str) -> None:
    alone = {f"{action}.{broken[0]}" for of, _, broken in CASES if of == action and len(broken) == 1}
    assert alone == {rule.id for rule in rules_of(action)}


@pytest.mark.parametrize("action", FINE)
def test_what_is_not_known_counts_as_no(action: str) -> None:
    nothing = {name: None for name in SCHEMA if name not in ("policy", "partner_id")}
    assert judged(action, nothing) == [rule.id.removeprefix(f"{action}.") for rule in rules_of(action)]


def test_a_load_is_taken_back_with_a_role_at_every_partner_only() -> None:
    rows = [
        {"policy": "mpn-2020-10", "partner_id": partner, "actor_roles": [role], "given_left_alone": []}
        for partner, role in [("*", "finance"), ("P-1", "finance"), ("*", "auditor"), ("P-1", "auditor")]
    ]
    schema = SCHEMA | {"given_left_alone": pl.List(pl.String)}
    broken = decide(pl.DataFrame(rows, schema=schema), "rollback")[BROKEN].to_list()
    role, everywhere = "rollback.role", "rollback.every_partner"
    assert broken == [[], [everywhere], [role], [role, everywhere]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [*FINE, "rollback"])
def test_every_rule_has_a_source_and_a_sentence_in_every_language(action: str, language: str) -> None:
    for rule in rules_of(action):
        assert rule.source
        sentence = catalog(language)[rule.sentence]
        assert all(f"{{{name}}}" in sentence for name in rule.says if not name.startswith("policy_"))
