"""Visual Studio seats: assign, remove, reassign, and the file that adds people in bulk (source rows 53-57)."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.actions.assigning import given_to, handed_over, known_people
from pipelines.rules.seats import free_on

_FAMILIES = ("visual_studio",)
_PEOPLE = "people_and_seats"


def _receiver(person: Mapping[str, Any]) -> dict[str, object]:
    return {
        "given_person_known": person["known"],
        "given_in_directory": person["in_directory"],
        "given_person_holds": person["holder"],
    }


def _holder(person: Mapping[str, Any]) -> dict[str, object]:
    days = {name: pl.lit(person[name], pl.Date) for name in ("assigned_on", "activated_on")}
    given = {f"given_{name}": day for name, day in days.items()}
    return {
        "given_holder": person["holder"],
        **given,
        "given_free_on": free_on(days["assigned_on"], days["activated_on"]),
    }


def _assigning(asking: Asking) -> dict[str, object]:
    return _receiver(*known_people(asking, _PEOPLE, "person"))


def _removing(asking: Asking) -> dict[str, object]:
    return _holder(*known_people(asking, _PEOPLE, "person"))


def _reassigning(asking: Asking) -> dict[str, object]:
    before, after = known_people(asking, _PEOPLE, "person", "to_person")
    return _holder(before) | _receiver(after) | {"given_fits": before["fits"]}


def _assigned(asking: Asking, facts: Facts) -> Written:
    return given_to(asking, facts, "person", "reference")


def _reassigned(asking: Asking, facts: Facts) -> Written:
    return handed_over(asking, facts, "reference")


def _to_add(asking: Asking) -> pl.DataFrame:
    order = asking.order
    return asking.read("seats_to_add", partner=order.partner_id, entitlement=order.about, on_day=order.on_day)


def _exporting(asking: Asking) -> dict[str, object]:
    return {"given_waiting_count": _to_add(asking).height}


def _exported(asking: Asking, facts: Facts) -> Written:
    return Written(details={"product": facts["product"], "people": ";".join(_to_add(asking)["person_id"])})


_PERSON, _REFERENCE = Field("person", "person"), Field("reference", "text", required=False)
ACTIONS = (
    Action("assign_seat", "entitlement", (_PERSON, _REFERENCE), _FAMILIES, given=_assigning, written=_assigned),
    Action("remove_seat", "entitlement", (_PERSON,), _FAMILIES, given=_removing, written=_assigned),
    Action(
        "reassign_seat",
        "entitlement",
        (_PERSON, Field("to_person", "person"), _REFERENCE),
        _FAMILIES,
        given=_reassigning,
        written=_reassigned,
    ),
    Action("export_bulk_add", "entitlement", (), _FAMILIES, given=_exporting, written=_exported),
)
