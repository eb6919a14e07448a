"""What each action asks, as programs and people name it: golden/forms.csv. A form that changes, changes there too."""

import csv
from pathlib import Path
from typing import get_args

import pytest

from pipelines.actions import ACTIONS, OF_NO_PARTNER
from pipelines.actions.action import About, Action, Kind
from pipelines.actions.values import values
from pipelines.errors import BenefitsError
from pipelines.rules.model import FAMILIES

GOLDEN = Path(__file__).parent / "golden" / "forms.csv"
EVERY = ACTIONS | OF_NO_PARTNER


def asked(action: Action) -> list[list[str]]:
    """One row a field: the action, what it is about, whose benefits, the field, its kind, need and choices."""
    about = [action.name, action.about, " ".join(action.families)]
    fields = [[one.name, one.kind, "required" if one.required else "", " ".join(one.choices)] for one in action.fields]
    return [[*about, *field] for field in fields or [["", "", "", ""]]]


def test_each_action_asks_what_the_table_says() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        stated = list(csv.reader(file))[1:]
    assert [row for action in EVERY.values() for row in asked(action)] == stated


@pytest.mark.parametrize("action", EVERY.values(), ids=EVERY)
def test_an_action_is_declared_in_words_that_there_are(action: Action) -> None:
    assert EVERY[action.name] is action
    assert action.about in get_args(About)
    assert bool(action.families) == (action.about == "entitlement")
    assert set(action.families) <= set(FAMILIES)
    assert {field.kind for field in action.fields} <= set(get_args(Kind))


@pytest.mark.parametrize("action", EVERY.values(), ids=EVERY)
def test_what_a_form_must_have_is_asked_for_by_its_name(action: Action) -> None:
    needed = [field.name for field in action.fields if field.required and field.kind != "yes"]
    if not needed:
        assert set(values(action, {})) == {field.name for field in action.fields}
        return
    with pytest.raises(BenefitsError, match=f"{needed[0]}: found –"):
        values(action, {})
