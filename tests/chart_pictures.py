"""Each chart drawn from a small frame, and what its drawing says."""

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any, get_type_hints

from pages.ui import charts
from pages.ui.charts import Picture
from tests import chart_frames as frames
from tests.chart_frames import TEN
from tests.the_cast import TODAY

DRAW: dict[str, Callable[[str], Picture]] = {
    "utilization_bars": lambda language: charts.utilization_bars(frames.utilization(), language),
    "lapse_bands": lambda language: charts.lapse_bands(frames.bands(), language, "90 USD will lapse"),
    "expiry_timeline": lambda language: charts.expiry_timeline(frames.months(), language, TODAY),
    "burn_down": lambda language: charts.burn_down(frames.days(), frames.credit(), language),
    "credit_months": lambda language: charts.credit_months(frames.credit_months(), language),
    "redemption": lambda language: charts.redemption(frames.redeemed(), language, (TODAY, date(2026, 12, 15)), 1.1),
    "terms": lambda language: charts.terms(frames.memberships(), language, TODAY),
    "value_bars": lambda language: charts.value_bars(frames.value(), language),
    "spend_months": lambda language: charts.spend_months(frames.spend("month"), frames.forecast(), language),
    "spend_days": lambda language: charts.spend_days(frames.spend("day"), language),
    "spend_parts": lambda language: charts.spend_parts(frames.spend("service"), ["VM", "SQL"], TEN, None, language),
    "sparkline": lambda language: charts.sparkline(frames.trend(), "value_held", language, "Value held"),
}


def builders() -> list[str]:
    """Every function of the package that gives a picture."""
    functions = inspect.getmembers(charts, inspect.isfunction)
    return [name for name, function in functions if get_type_hints(function).get("return") is Picture]


def spec(picture: Picture) -> dict[str, Any]:
    return dict(picture.chart.to_dict())


def rows(picture: Picture) -> list[dict[str, Any]]:
    return [row for data in spec(picture)["datasets"].values() for row in data]


def marks(picture: Picture) -> list[dict[str, Any]]:
    return [layer["mark"] for layer in spec(picture).get("layer", [spec(picture)])]
