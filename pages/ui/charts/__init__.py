"""The charts: each builder takes a report's frame and gives a Picture. The only place that imports altair."""

from pages.ui.charts.base import FAMILY_COLOURS, Picture
from pages.ui.charts.credit import burn_down, monthly_spend
from pages.ui.charts.lapses import expiry_timeline, lapse_bands
from pages.ui.charts.redemption import redemption
from pages.ui.charts.show import show
from pages.ui.charts.sparkline import sparkline
from pages.ui.charts.terms import terms
from pages.ui.charts.utilization import MOST_BARS, utilization_bars

__all__ = [
    "FAMILY_COLOURS",
    "MOST_BARS",
    "Picture",
    "burn_down",
    "expiry_timeline",
    "lapse_bands",
    "monthly_spend",
    "redemption",
    "show",
    "sparkline",
    "terms",
    "utilization_bars",
]
