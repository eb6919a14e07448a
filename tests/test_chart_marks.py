"""The marks of the charts stand out from both grounds, and say in words what they are to whoever points at them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.text import LANGUAGES
from tests.chart_pictures import DRAW, builders, rows, spec
from tests.contrast import contrast, mixed

GROUNDS = {"light": "#FFFFFF", "dark": "#10151C"}
# Vega-Lite draws these so unless told otherwise.
PALE = {"point": 0.7, "circle": 0.7, "square": 0.7, "tick": 0.7}
A_CODE = re.compile(r"\d{4}-\d{2}|[a-z]_[a-z]")


def layers(name: str) -> list[dict[str, Any]]:
    whole = spec(DRAW[name]("en"))
    return [one | {"encoding": whole.get("encoding", {}) | one["encoding"]} for one in whole.get("layer", [whole])]


def colours(layer: dict[str, Any], *names: str) -> list[str]:
    """The colours that a mark can have under one of these names."""
    told = [layer["mark"].get(name) for name in names]
    for name in names:
        channel = layer["encoding"].get(name, {})
        told += [channel.get("value"), *channel.get("scale", {}).get("range", [])]
    return [one for one in told if one]


def strengths(layer: dict[str, Any], ground: str) -> Iterator[float]:
    """How well the surface and the edge of a mark stand out, each in its palest colour."""
    mark, filled = layer["mark"], layer["mark"].get("filled", layer["mark"]["type"] not in ("line", "rule"))
    opacity = mark.get("opacity", PALE.get(mark["type"], 1))
    surface = colours(layer, "color") if filled else []
    edge = colours(layer, "stroke") or ([] if filled else colours(layer, "color"))
    for parts, share in ((surface, mark.get("fillOpacity", 1)), (edge, mark.get("strokeOpacity", 1))):
        if parts:
            yield min(contrast(mixed(one, ground, opacity * share), ground) for one in parts)


def under_a_line(layer: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """A tint that only repeats the line over it."""
    lines = [one["encoding"].get("y") for one in others if one["mark"]["type"] == "line"]
    return bool(layer["mark"]["type"] == "area" and layer["encoding"].get("y") in lines)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", builders())
def test_every_mark_stands_out_from_the_ground_by_its_surface_or_its_edge(name: str, ground: str) -> None:
    drawn = layers(name)
    marks = [one for one in drawn if one["mark"]["type"] != "text" and not under_a_line(one, drawn)]
    pale = [one["mark"] for one in marks if max(strengths(one, GROUNDS[ground])) < 3]
    assert marks
    assert pale == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", builders())
def test_what_a_mark_says_is_a_sentence_in_the_readers_language(name: str, language: str) -> None:
    asked = [one["encoding"]["tooltip"] for one in layers(name) if "tooltip" in one["encoding"]]
    assert {one["field"] for one in asked} <= {"told", "said"}
    said = [row[one["field"]] for one in asked for row in rows(DRAW[name](language)) if one["field"] in row]
    assert bool(said) == bool(asked)
    assert [words for words in said if A_CODE.search(words)] == []


def test_a_day_is_told_by_its_own_date_wherever_the_browser_is() -> None:
    assert "1 Jun 2026: 1.10 USD" in {row["told"] for row in rows(DRAW["spend_days"]("en"))}
