"""The colours of both themes can be read and told apart."""

import tomllib
from itertools import permutations

import pytest

from pages.ui.charts.base import FAMILY_COLOURS, MAIN
from pipelines.settings import PROJECT

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
MODES = ("light", "dark")
# How opaque Streamlit draws the text of a caption.
CAPTION = 0.6


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    return max((luminance(a) + 0.05) / (luminance(b) + 0.05) for a, b in permutations((one, other)))


def mixed(colour: str, ground: str, part: float) -> str:
    """The colour with this opacity on a ground."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * one + (1 - part) * other):02X}" for one, other in pairs)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_words_and_links_can_be_read_on_every_ground(mode: str, ground: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(theme["textColor"], theme[ground]) >= 7
    assert contrast(theme["linkColor"], theme[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_captions_can_be_read_on_every_ground(mode: str, ground: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(mixed(theme["textColor"], theme[ground], CAPTION), theme[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_a_main_button_can_be_found_and_its_white_words_read(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_streamlits_own_charts_have_the_colours_of_ours(mode: str) -> None:
    series = CONFIG["theme"][mode]["chartCategoricalColors"]
    assert set(series) == set(FAMILY_COLOURS.values())
    assert series[0] == MAIN
    assert all(contrast(colour, CONFIG["theme"][mode]["backgroundColor"]) >= 3 for colour in series)


def test_nothing_about_errors_or_use_leaves_the_machine() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
