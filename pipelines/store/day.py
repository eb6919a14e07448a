"""Which day it is at the partners: a date is a day in a partner's time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipelines.store.scope import Scope
from pipelines.store.warehouse import Snapshot


def day_at(snapshot: Snapshot, partner_id: str, now: datetime) -> date:
    """The day that it is at a partner, in its time zone; in UTC at one that nobody knows."""
    zones = snapshot.rows("SELECT time_zone FROM partner WHERE partner_id = $partner", {"partner": partner_id})
    return _day(zones, now)


def day_of(snapshot: Snapshot, scope: Scope, now: datetime) -> date:
    """The day that it is at the partners in `scope`, in the time zone that they share; in UTC where they share none."""
    return _day(snapshot.rows("SELECT DISTINCT time_zone FROM visible_partner ORDER BY time_zone", {}, scope), now)


def _day(zones: list[tuple[object, ...]], now: datetime) -> date:
    zone = str(zones[0][0]) if len(zones) == 1 else "UTC"
    return now.astimezone(ZoneInfo(zone)).date()
