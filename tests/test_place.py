"""The day of a deed is the day at the partner."""

from datetime import UTC, date, datetime

import pytest

from pipelines.actions.place import day_at
from pipelines.store import Snapshot

NIGHT = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)
NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("partner_id", "now", "day"),
    [
        ("P-1", NIGHT, date(2026, 6, 15)),  # New York
        ("P-1", NOON, date(2026, 6, 16)),
        ("P-2", NIGHT, date(2026, 6, 16)),  # UTC
        ("P-3", datetime(2026, 6, 15, 23, 0, tzinfo=UTC), date(2026, 6, 16)),  # Berlin
        ("P-9", NIGHT, date(2026, 6, 16)),
    ],
)
def test_a_deeds_day_is_that_of_the_partners_time_zone(
    cast_snapshot: Snapshot, partner_id: str, now: datetime, day: date
) -> None:
    assert day_at(cast_snapshot, partner_id, now) == day
