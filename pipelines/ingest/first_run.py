"""The first run: while nobody is Global admin, who has the one-time code becomes it, with the partner it is for.

What the page asks goes the way of every file, as the operator's, so that it is checked and listed like any.
"""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.ingest.context import OPERATOR
from pipelines.ingest.load import load
from pipelines.ingest.names import folded
from pipelines.ingest.open_file import Incoming
from pipelines.ingest.order import Order
from pipelines.ingest.report import LoadReport
from pipelines.store import Snapshot, Store
from pipelines.store.lock import file_lock
from pipelines.store.setup_code import check_code, forget_code, new_code

_SQL = Path(__file__).parent / "sql"
_ADMINS = (_SQL / "global_admins.sql").read_text("utf-8")
_PARTNERS = (_SQL / "partner_names.sql").read_text("utf-8")
_WAIT_SECONDS = 60
Row = dict[str, str]


class SetUpOver(BenefitsError):
    """Somebody is Global admin already. No facts."""

    code = "set_up_over"


@dataclass(frozen=True)
class FirstRun:
    """What the page asks, as text: who it is for, the partner, and the offer held, if any, with its first day in ISO.

    Country, currency and time zone are codes of ISO 3166, ISO 4217 and the tz database, the offer one of the catalogue.
    """

    email: str
    name: str
    partner: str
    country: str
    currency: str
    time_zone: str
    offer: str
    starts_on: str


def is_open(snapshot: Snapshot) -> bool:
    """Whether nobody is Global admin at any partner."""
    return bool(snapshot.query(_ADMINS).item() == 0)


def make_code(store: Store, now: datetime) -> str:
    """A new one-time code. SetUpOver where somebody is Global admin."""
    with _alone(store):
        return new_code(store.home.path, now)


def set_up(store: Store, asked: FirstRun, code: str, now: datetime, on_day: date) -> LoadReport:
    """Loads the partner and its first Global admin; the code ends with it. Of a partner of that name that is loaded
    already, the person becomes Global admin and nothing else is changed.

    A load that is refused changes nothing, not the code either. SetUpOver, CodeEnded, CodeWrong.
    """
    with _alone(store) as snapshot, tempfile.TemporaryDirectory() as folder:
        check_code(store.home.path, code, now)
        files = [_file(Path(folder), name, row) for name, row in _rows(asked, _known(snapshot)).items()]
        report = load(store, files, Order(OPERATOR, now, on_day, {}))
        if report.status != "refused":
            forget_code(store.home.path)
        return report


@contextmanager
def _alone(store: Store) -> Iterator[Snapshot]:
    """What is loaded, while nobody else sets the app up. SetUpOver."""
    with file_lock(store.home.path / "setup-code.lock", _WAIT_SECONDS), store.snapshot() as snapshot:
        if not is_open(snapshot):
            raise SetUpOver
        yield snapshot


def _known(snapshot: Snapshot) -> dict[str, str]:
    """The ids of the partners by their folded names and ids."""
    rows = snapshot.query(_PARTNERS).rows()
    return {folded(name): partner_id for partner_id, partner in rows for name in (partner, partner_id)}


def _rows(asked: FirstRun, known: Mapping[str, str]) -> dict[str, Row]:
    """The row of each file, by the format's name."""
    at = known.get(folded(asked.partner))
    partner_id = at or next(one for number in count(1) if folded(one := f"P-{number}") not in known)
    person = {"partner_id": partner_id, "email": asked.email, "name": asked.name, "roles": "global_admin"}
    return {"people": person} if at else {**_partner(asked, partner_id), "people": person}


def _partner(asked: FirstRun, partner_id: str) -> dict[str, Row]:
    place = {"country": asked.country, "currency": asked.currency, "time_zone": asked.time_zone}
    partner = {"partner_id": partner_id, "legal_name": asked.partner, **place}
    held = {"partner_id": partner_id, "offer": asked.offer, "starts_on": asked.starts_on}
    return {"partners": partner} | ({"offers": held} if asked.offer else {})


def _file(folder: Path, name: str, row: Row) -> Incoming:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(row), list(row.values())])
    return Incoming(path.name, path, {"layout": name})
