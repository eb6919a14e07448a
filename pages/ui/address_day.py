"""The reporting day as an address says it: ?as_of=2026-06-15."""

from datetime import date

from pages.ui.refusals import DayUnreadable
from pipelines.rules.model import FIRST_DAY, LAST_DAY


def day_told(told: str) -> date:
    """The day; DayUnreadable for what is none, and for one before or after all that can be stated."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        raise DayUnreadable(found=told) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayUnreadable(found=told)
    return day
