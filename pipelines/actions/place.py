"""Where something is done, where only the thing or the person is named."""

from pipelines.actions.asking import SQL
from pipelines.store import EVERYTHING, Snapshot


def partner_of(snapshot: Snapshot, thing: str) -> str | None:
    """The partner of the benefit or request with this id, or with this id itself; None where there is none."""
    found = _read(snapshot, "partner_of", id=thing)
    return found[0] if found else None


def partners_of_person(snapshot: Snapshot, email: str) -> list[str]:
    """The partners at which the address is known, all for one that is known everywhere."""
    return _read(snapshot, "partners_of_person", email=email)


def _read(snapshot: Snapshot, name: str, **asked: object) -> list[str]:
    return snapshot.query((SQL / f"{name}.sql").read_text("utf-8"), asked, EVERYTHING)["partner_id"].to_list()
