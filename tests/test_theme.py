"""The colours of both themes can be read and told apart."""

import tomllib

import pytest

from pages.ui.charts.base import FAMILY_COLOURS, MAIN
from pages.ui.charts.show import FADED
from pipelines.settings import PROJECT
from tests.contrast import contrast, mixed

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
MODES = ("light", "dark")
# How opaque Streamlit draws the text of a caption.
CAPTION = 0.6


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_words_and_links_can_be_read_on_every_ground(mode: str, ground: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(theme["textColor"], theme[ground]) >= 7
    assert contrast(theme["linkColor"], theme[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("faded", [CAPTION, FADED], ids=["captions", "charts"])
def test_quiet_words_can_be_read_on_every_ground(mode: str, ground: str, faded: float) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(mixed(theme["textColor"], theme[ground], faded), theme[ground]) >= 4.5


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
