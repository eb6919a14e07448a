"""The charts: each builder takes a report's frame and gives a Picture. The only place that imports altair."""

from pages.ui.charts.base import FAMILY_COLOURS, Picture
from pages.ui.charts.credit import burn_down, credit_months
from pages.ui.charts.lapses import expiry_timeline, lapse_bands
from pages.ui.charts.redemption import redemption
from pages.ui.charts.show import show
from pages.ui.charts.sparkline import sparkline
from pages.ui.charts.spend import spend_days, spend_months, spend_parts
from pages.ui.charts.terms import terms
from pages.ui.charts.utilization import MOST_BARS, utilization_bars
from pages.ui.charts.value import value_bars

__all__ = [
    "FAMILY_COLOURS",
    "MOST_BARS",
    "Picture",
    "burn_down",
    "credit_months",
    "expiry_timeline",
    "lapse_bands",
    "redemption",
    "show",
    "sparkline",
    "spend_days",
    "spend_months",
    "spend_parts",
    "terms",
    "utilization_bars",
    "value_bars",
]
