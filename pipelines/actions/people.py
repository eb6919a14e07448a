"""People of a partner: add somebody, change the roles, remove somebody (source rows 23, 25; domain-facts 2.1)."""

from collections.abc import Iterable
from typing import cast

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.rules.model import MEMBER_TYPES


def _person(asking: Asking, email: object) -> dict[str, object]:
    """What the partner knows of an address: given_person_known, given_member_type, given_person_roles."""
    person = asking.person(str(email))
    return {
        "given_person_known": person is not None,
        "given_member_type": person["member_type"] if person else None,
        "given_person_roles": _listed(person["roles"] or () if person else ()),
    }


def _listed(roles: Iterable[str]) -> pl.Expr:
    """Roles as a fact: a list of texts even where it is empty."""
    return pl.lit(list(roles), pl.List(pl.String))


def _added(asking: Asking) -> dict[str, object]:
    return {"given_person_known": _person(asking, asking.values["email"])["given_person_known"]}


def _changed(asking: Asking) -> dict[str, object]:
    person, roles = asking.values["person"], cast("tuple[str, ...] | None", asking.values["roles"])
    return {"given_person": person, "given_roles": _listed(roles or ())} | _person(asking, person)


def _removed(asking: Asking) -> dict[str, object]:
    person, order = asking.values["person"], asking.order
    holds = asking.read("person_holds", partner=order.partner_id, email=person, on_day=order.on_day).item()
    return {"given_person": person, "given_person_holds": holds} | _person(asking, person)


def _add(asking: Asking, _: Facts) -> Written:
    """A new person has no role: that is a deed of its own, of somebody who may give one."""
    told = asking.values
    details = {
        "roles": "",
        "name": asking.private(str(told["name"])),
        "member_type": told["member_type"],
        "in_directory": "yes" if told["in_directory"] else "no",
    }
    return Written(asking.person_id(str(told["email"]), str(told["name"])), details)


def _change(asking: Asking, facts: Facts) -> Written:
    before, after = ";".join(facts["given_person_roles"]), ";".join(facts["given_roles"])
    return Written(asking.person_id(facts["given_person"]), {"roles": after, "roles_before": before})


def _remove(asking: Asking, facts: Facts) -> Written:
    before = ";".join(facts["given_person_roles"])
    return Written(asking.person_id(facts["given_person"]), {"roles": "", "roles_before": before})


_PERSON = Field("person", "person")
ADD_PERSON = Action(
    "add_person",
    "partner",
    (
        Field("email", "email"),
        Field("name", "text"),
        Field("member_type", "choice", choices=MEMBER_TYPES),
        Field("in_directory", "yes", required=False),
    ),
    given=_added,
    written=_add,
)
CHANGE_ROLES = Action(
    "change_roles",
    "partner",
    (_PERSON, Field("roles", "roles", required=False)),
    given=_changed,
    written=_change,
)
REMOVE_PERSON = Action("remove_person", "partner", (_PERSON,), given=_removed, written=_remove)
ACTIONS = (ADD_PERSON, CHANGE_ROLES, REMOVE_PERSON)
