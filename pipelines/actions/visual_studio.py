"""Visual Studio seats: assign, remove, reassign, and the file that adds people in bulk (source rows 53-57)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.actions.assigning import given_to, handed_over
from pipelines.actions.seats import moved, seat_of
from pipelines.rules.seats import free_on

_FAMILIES = ("visual_studio",)


def _person(asking: Asking, field: str) -> Mapping[str, Any]:
    """What is known of the person of a field, and of his seat."""
    email = str(asking.values[field])
    person = asking.person(email)
    known = {"known": person is not None, "in_directory": bool(person and person["in_directory"])}
    return known | seat_of(asking, email)


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
    return _receiver(_person(asking, "person"))


def _removing(asking: Asking) -> dict[str, object]:
    return _holder(_person(asking, "person"))


def _reassigning(asking: Asking) -> dict[str, object]:
    before, after = _person(asking, "person"), _person(asking, "to_person")
    return _holder(before) | _receiver(after) | {"given_fits": before["fits"]}


def _assigned(asking: Asking, facts: Facts) -> Written:
    written = given_to(asking, facts, "person", "reference")
    return replace(written, after=moved(asking, to=str(asking.values["person"])))


def _removed(asking: Asking, facts: Facts) -> Written:
    written = given_to(asking, facts, "person")
    return replace(written, after=moved(asking, taken_from=str(asking.values["person"])))


def _reassigned(asking: Asking, facts: Facts) -> Written:
    before, after = (str(asking.values[field]) for field in ("person", "to_person"))
    written = handed_over(asking, facts, "reference")
    return replace(written, after=moved(asking, to=after, taken_from=before))


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
    Action("remove_seat", "entitlement", (_PERSON,), _FAMILIES, given=_removing, written=_removed),
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
