"""Rules of who may come in: who ends the sessions of a person, who disables and enables one. The programme knows none:
[design].

Facts of a form: given_person_seen (the person is at a partner where the asker has a role, or is the asker),
given_person_own (is the asker), given_person_led and given_person_led_everywhere (the asker is Global admin at one
partner that knows the person, at each of them), given_person_sole_admin (a partner would be left without a Global admin
who may come in), given_person_app_roles, given_person_disabled. Whoever asks as the operator has the role `operator`
and no other. No sentence names the person, because what fills it is kept with the refusal, and that outlives the name.
"""

import polars as pl

from pipelines.rules.access import OPERATOR
from pipelines.rules.rule import Rule, permitted

_ANSWERS = "[design] a Global admin answers for the people of the partner"
_by_operator = pl.col("actor_roles").list.contains(OPERATOR)
_seen, _own = pl.col("given_person_seen"), pl.col("given_person_own")
_disabled = pl.col("given_person_disabled")


def _permitted(action: str, source: str) -> Rule:
    """By a role that the policy names, or by the operator."""
    rule = permitted(action, source)
    return Rule(rule.id, rule.kind, action, rule.holds | _by_operator, source, rule.says)


def _known(action: str) -> Rule:
    return Rule(f"{action}.known", "eligibility", action, _seen, "[design] a refusal tells nothing of other partners")


def _of_whom(action: str) -> tuple[Rule, ...]:
    """The rules that disabling and enabling share: it acts on every partner that knows the person."""
    everywhere = pl.col("given_person_led_everywhere")
    appointed = pl.col("given_person_app_roles").list.len() > 0
    by_role = _permitted(action, _ANSWERS)
    # Who has not the role leads nowhere, and the rule about the role says so already.
    whose = ~_seen | _own | everywhere | _by_operator | ~by_role.holds
    return (
        by_role,
        _known(action),
        Rule(f"{action}.whose", "eligibility", action, whose, _ANSWERS),
        Rule(
            f"{action}.app_role",
            "eligibility",
            action,
            ~_seen | _own | ~appointed | _by_operator,
            "[design] who checks the admins is not appointed by them",
            ("given_person_app_roles",),
        ),
    )


RULES: tuple[Rule, ...] = (
    _permitted("end_sessions", "[design] who lost a device, or whose people did, shuts it out"),
    _known("end_sessions"),
    Rule(
        "end_sessions.whose",
        "eligibility",
        "end_sessions",
        ~_seen | _own | pl.col("given_person_led") | _by_operator,
        _ANSWERS,
    ),
    *_of_whom("disable_person"),
    Rule(
        "disable_person.self",
        "eligibility",
        "disable_person",
        ~_own,
        "[design] nobody shuts himself out by mistake",
    ),
    Rule(
        "disable_person.again",
        "eligibility",
        "disable_person",
        ~_seen | ~_disabled,
        "[design] who is disabled stays so until a deed enables him",
    ),
    Rule(
        "disable_person.last_global_admin",
        "limit",
        "disable_person",
        ~_seen | _own | _disabled | ~pl.col("given_person_sole_admin"),
        "[design] a partner without a Global admin could give nobody a role again",
    ),
    *_of_whom("enable_person"),
    Rule("enable_person.again", "eligibility", "enable_person", ~_seen | _disabled, "[design] nothing to undo"),
)
