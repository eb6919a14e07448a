"""Holt-Winters from statsmodels: level, a trend that fades, and a week's pattern."""

import math
import warnings
from collections.abc import Sequence
from decimal import Decimal
from threading import Lock

_WEEK = 7
# The library tells the whole process of a fit that did not settle; nobody else's warnings may be silenced meanwhile.
_FITTING = Lock()


def holt_winters(past: Sequence[Decimal], days: int) -> list[Decimal]:
    """What each of the days after `past` will spend, to the cent and never below zero; nothing where no fit was found.

    The one place of a forecast where money is a float: the library's. The library is loaded on the first call, which
    takes longer than all that follow.
    """
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    with _FITTING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ExponentialSmoothing(
            [float(spent) for spent in past],
            trend="add",
            damped_trend=True,
            seasonal="add",
            seasonal_periods=_WEEK,
            initialization_method="heuristic",
        )
        # Of the library's optimizers SLSQP comes to the same fit ten times as fast.
        expected = [float(one) for one in model.fit(use_brute=False, method="SLSQP").forecast(days)]
    return [_money(one) for one in expected] if all(map(math.isfinite, expected)) else []


def _money(expected: float) -> Decimal:
    return Decimal(f"{max(expected, 0.0):.2f}")
