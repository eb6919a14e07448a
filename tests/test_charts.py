"""The charts: true to the digit, told apart by everybody, said in words."""

import math
from decimal import Decimal
from itertools import combinations

import polars as pl
import pytest

from pages.ui import charts
from pages.ui.charts import FAMILY_COLOURS
from pages.ui.charts.show import FADED, INK, inked, spoken
from pipelines.text import LANGUAGES
from tests import chart_frames as frames
from tests.chart_pictures import DRAW, builders, marks, rows, spec
from tests.contrast import contrast, linear
from tests.the_cast import TODAY

GROUNDS = ("#FFFFFF", "#10151C")
# Machado, Oliveira and Fernandes 2009, table 1, severity 1: linear RGB as each kind of sight has it.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "red-blind": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "green-blind": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "blue-blind": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def test_every_builder_is_tested_here() -> None:
    assert sorted(builders()) == sorted(DRAW)


@pytest.mark.parametrize("name", builders())
def test_a_decimal_one_point_ten_is_drawn_as_one_point_ten(name: str) -> None:
    drawn = [value for row in rows(DRAW[name]("en")) for value in row.values() if isinstance(value, float)]
    assert 1.1 in drawn
    assert not [value for value in drawn if value > 100]


@pytest.mark.parametrize("name", builders())
def test_no_decimal_reaches_the_drawing(name: str) -> None:
    assert not [value for row in rows(DRAW[name]("en")) for value in row.values() if isinstance(value, Decimal)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", builders())
def test_a_picture_has_a_title_and_words_for_those_who_cannot_see_it(name: str, language: str) -> None:
    picture = DRAW[name](language)
    assert picture.finding.strip()
    assert picture.alt.strip()
    assert "{" not in picture.finding + picture.alt


@pytest.mark.parametrize("name", ["utilization_bars", "lapse_bands", "expiry_timeline", "burn_down", "credit_months"])
def test_the_words_for_a_chart_name_its_figures(name: str) -> None:
    assert "1.10 USD" in DRAW[name]("en").alt


@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_families_are_told_apart_in_each_kind_of_sight(sight: str) -> None:
    seen = [_lab(_seen(colour, SIGHT[sight])) for colour in FAMILY_COLOURS.values()]
    assert min(math.dist(one, other) for one, other in combinations(seen, 2)) >= 20


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_family_stands_out_from_the_ground(ground: str) -> None:
    assert min(contrast(colour, ground) for colour in FAMILY_COLOURS.values()) >= 3


@pytest.mark.parametrize("name", builders())
def test_no_words_of_a_chart_have_an_ink_of_their_own(name: str) -> None:
    picture = DRAW[name]("en")
    assert not [mark for mark in marks(picture) if mark["type"] == "text" and "color" in mark]
    config = dict(inked(picture.chart).to_dict())["config"]
    assert {config["text"]["color"], config["axis"]["labelColor"], config["legend"]["labelColor"]} == {INK}
    assert {config["text"]["opacity"], config["axis"]["labelOpacity"], config["legend"]["labelOpacity"]} == {FADED}


@pytest.mark.parametrize("name", builders())
def test_screen_readers_get_words_of_ours_for_every_mark(name: str) -> None:
    drawn = spoken(spec(DRAW[name]("en")), "words of ours")
    for layer in drawn.get("layer", [drawn]):
        told = layer["encoding"].get("description", {}).get("field")
        assert told in ("told", "said", "name") or layer["mark"]["description"] == "words of ours"


def test_a_credit_that_is_over_has_no_forecast_to_draw() -> None:
    over = frames.days().filter(phase="past")
    assert len(marks(charts.burn_down(over, frames.credit(), "en"))) == len(marks(DRAW["burn_down"]("en"))) - 2


def test_a_family_keeps_its_colour_when_others_are_filtered_away() -> None:
    alone = spec(charts.lapse_bands(frames.bands().filter(family="cloud"), "en", "-"))
    assert alone["encoding"]["color"]["scale"] == {"domain": ["Cloud"], "range": [FAMILY_COLOURS["cloud"]]}


def test_the_height_fits_the_number_of_bars() -> None:
    one = charts.utilization_bars(frames.utilization().head(1), "en")
    three = charts.utilization_bars(frames.utilization().head(3), "en")
    assert spec(one)["height"] < spec(three)["height"] < 300


def test_more_bars_than_fit_are_left_to_the_table() -> None:
    many = pl.concat([frames.utilization()] * 5)
    assert len({row["line"] for row in rows(charts.utilization_bars(many, "en"))}) == charts.MOST_BARS


def test_the_most_idle_row_is_the_title_and_a_row_without_value_says_its_count() -> None:
    picture = charts.utilization_bars(frames.utilization(), "en")
    assert picture.finding == "Most idle: Visual Studio Enterprise, 1.1 of 2.2 seats idle · 1.10 USD"
    assert "Advisory hours, Technical benefits: 1.1 of 2.2 hours idle." in picture.alt


def test_more_than_is_held_ends_beyond_the_whole() -> None:
    claimed = frames.utilization().with_columns(assigned=pl.lit(Decimal("3.3")))
    assert max(row["assigned_share"] for row in rows(charts.utilization_bars(claimed, "en"))) == pytest.approx(1.5)


def test_a_forecast_is_dashed_and_the_past_is_not() -> None:
    lines = [mark for mark in marks(DRAW["burn_down"]("en")) if mark["type"] == "line"]
    assert [bool(line.get("strokeDash")) for line in lines] == [False, True]


def test_a_burn_down_marks_its_end_and_what_is_used() -> None:
    said = {row["said"] for row in rows(DRAW["burn_down"]("en")) if "said" in row}
    assert said == {"ends 31 Aug 2026", "50% used", "75% used", "90% used"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "About 1.10 USD will lapse on 31 Aug 2026"),
        ({"lapses_at_end": Decimal(0)}, "Runs out on 12 Jul 2026; its term ends on 31 Aug 2026"),
        ({"kind": "monthly"}, "About 1.10 USD of this month's credit will lapse"),
        ({"kind": "monthly", "lapses_at_end": Decimal(0)}, "This month's credit runs out on 12 Jul 2026"),
        ({"status": "no_usage"}, "No use seen: 1.10 USD will lapse on 31 Aug 2026"),
        ({"status": "ended"}, "Ended on 31 Aug 2026, 1.10 USD lapsed"),
        ({"status": "used_up"}, "Used up; the term ends on 31 Aug 2026"),
        ({"status": "not_started"}, "Starts on 1 Sep 2025"),
    ],
)
def test_a_credit_says_what_will_become_of_it(changed: dict[str, object], words: str) -> None:
    assert charts.burn_down(frames.days(), frames.credit() | changed, "en").finding == words


def test_what_a_month_let_lapse_stands_below_zero() -> None:
    assert {row["below"] for row in rows(DRAW["credit_months"]("en")) if "below" in row} == {-1.1}


@pytest.mark.parametrize("name", ["spend_months", "spend_days", "spend_parts"])
def test_the_words_for_what_was_spent_name_its_figures(name: str) -> None:
    assert "1.10 USD" in DRAW[name]("en").alt


def test_what_the_vendor_expects_is_dashed_and_stands_on_what_was_spent() -> None:
    picture = DRAW["spend_months"]("en")
    assert [mark.get("strokeDash") is not None for mark in marks(picture)] == [False, True]
    assert {row["top"] for row in rows(picture) if "top" in row} == {2.2, 1.1}


def test_a_part_says_its_share_of_the_whole_and_of_which_month() -> None:
    def said(whole: str, month: str | None) -> str:
        return charts.spend_parts(frames.spend("service"), ["VM", "SQL"], Decimal(whole), month, "en").finding

    assert said("2.20", None) == "VM took 50% of 2.20 USD"
    assert said("2.20", "2026-05") == "VM took 50% of the 2.20 USD spent in May 2026"
    assert said("0", None) == "0 USD in all; most for VM"


def test_timelines_that_stand_together_share_their_months_and_one_legend() -> None:
    both = pl.concat([frames.months(), frames.months().with_columns(month=pl.lit("2027-02"))])
    drawn = [charts.expiry_timeline(frames.months(), "en", TODAY, among=both, legend=last) for last in (False, True)]
    bars = [spec(picture)["layer"][0]["encoding"] for picture in drawn]
    assert bars[0]["x"]["scale"] == bars[1]["x"]["scale"]
    assert bars[0]["color"]["legend"] is None
    assert bars[1]["color"]["legend"]


def test_a_timeline_counts_where_it_is_asked_to() -> None:
    counted = spec(charts.expiry_timeline(frames.months(), "en", TODAY, "benefits"))["layer"][0]["encoding"]["y"]
    assert (counted["field"], counted["axis"]["title"]) == ("benefits", "benefits")


def _seen(colour: str, sight: tuple[tuple[float, ...], ...]) -> list[float]:
    return [sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in sight]


def _lab(linear: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear sRGB under D65."""
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in to_xyz]
    x, y, z = (max(part, 0) / of for part, of in zip(xyz, white, strict=True))
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
