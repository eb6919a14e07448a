"""Nothing is told by its colour alone: each notice has a sign, each state a mark, each change an arrow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.ui import marks
from pages.ui.charts import Picture
from pipelines.settings import PROJECT
from pipelines.text import catalog
from tests.chart_pictures import DRAW, spec

NOTICES = ("error", "warning", "info", "success")
# Lists of states of which a table shows one a row.
OF_STATES = ("status", "credit_status", "key_state", "term_state", "outcome", "token_state")


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def is_notice(call: ast.Call) -> bool:
    func = call.func
    return isinstance(func, ast.Attribute) and func.attr in NOTICES and getattr(func.value, "id", "") == "st"


def test_every_notice_has_a_sign() -> None:
    notices = {
        f"{path.name}:{call.lineno}": {one.arg for one in call.keywords}
        for path in (PROJECT / "pages").rglob("*.py")
        for call in calls(path)
        if is_notice(call)
    }
    assert len(notices) > 20
    assert [place for place, told in notices.items() if "icon" not in told] == []


@pytest.mark.parametrize("codes", OF_STATES)
def test_every_state_has_a_mark_of_its_own(codes: str) -> None:
    states = {key.removeprefix(f"{codes}.") for key in catalog("en") if key.startswith(f"{codes}.")}
    assert set(marks.MARKS[codes]) == states
    assert len(set(marks.MARKS[codes].values())) == len(states)


def colours_with_a_meaning(picture: Picture) -> set[str]:
    """What the colours of a picture stand for, as its legend or its scale names them."""
    layers = spec(picture).get("layer", [spec(picture)])
    scales = [one["encoding"].get("color", {}).get("scale", {}) for one in layers]
    return {word for scale in scales for word in scale.get("domain", [])}


MEANING = ("utilization_bars", "lapse_bands", "expiry_timeline", "terms")


@pytest.mark.parametrize("name", MEANING)
def test_what_a_colour_stands_for_is_said_where_one_points_at_it(name: str) -> None:
    picture = DRAW[name]("en")
    said = " ".join(row["told"] for rows in spec(picture)["datasets"].values() for row in rows if "told" in row)
    assert [word for word in colours_with_a_meaning(picture) if word not in said] == []


def test_the_charts_named_here_are_all_whose_colours_mean_something() -> None:
    assert {name for name in DRAW if colours_with_a_meaning(DRAW[name]("en"))} == set(MEANING)


@pytest.mark.parametrize("name", ["burn_down", "spend_months"])
def test_a_forecast_is_told_from_what_was_by_its_dashes(name: str) -> None:
    drawn = [one["mark"] for one in spec(DRAW[name]("en"))["layer"] if one["mark"]["type"] in ("line", "bar")]
    assert [bool(mark.get("strokeDash")) for mark in drawn] == [False, True]
