"""Where something is done, where only the thing or the person is named, and which day it is there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipelines.actions.asking import SQL
from pipelines.store import EVERYTHING, Scope, Snapshot


def partner_of(snapshot: Snapshot, thing: str) -> str | None:
    """The partner of the benefit or request with this id, or with this id itself; None where there is none."""
    found = _read(snapshot, "partner_of", id=thing)
    return found[0] if found else None


def partners_of_person(snapshot: Snapshot, email: str) -> list[str]:
    """The partners at which the address is known, all for one that is known everywhere."""
    return _read(snapshot, "partners_of_person", email=email)


def day_at(snapshot: Snapshot, partner_id: str, now: datetime) -> date:
    """The day that it is at a partner, in its time zone; in UTC at one that nobody knows."""
    zone = snapshot.query("SELECT time_zone FROM partner WHERE partner_id = $partner", {"partner": partner_id})
    return now.astimezone(ZoneInfo(zone.item() if zone.height else "UTC")).date()


def day_of(snapshot: Snapshot, scope: Scope, now: datetime) -> date:
    """The day that it is at the partners in `scope`, in the time zone that they share; in UTC where they share none."""
    zones = snapshot.query("SELECT DISTINCT time_zone FROM visible_partner ORDER BY time_zone", {}, scope)["time_zone"]
    return now.astimezone(ZoneInfo(zones[0] if len(zones) == 1 else "UTC")).date()


def _read(snapshot: Snapshot, name: str, **asked: object) -> list[str]:
    return snapshot.query((SQL / f"{name}.sql").read_text("utf-8"), asked, EVERYTHING)["partner_id"].to_list()
