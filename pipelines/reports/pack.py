"""The month-end pack: what finance closes a month with, as one file whose every part can be checked."""

import json
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

import polars as pl

from pipelines.errors import BenefitsError
from pipelines.reports.manifest import Tally
from pipelines.reports.measured import Measured
from pipelines.reports.pack_file import MANIFEST, PackFile, pack_file
from pipelines.reports.pack_report import add_report
from pipelines.reports.request import Request
from pipelines.reports.stream import stream
from pipelines.reports.writers import Batches, Sink
from pipelines.store import Scope, Snapshot
from pipelines.store.chain import APP, Head, seal

MONTH_END = "month-end"
# The name of a part, its number, and how many there are.
Watch: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Part:
    """A report of the pack, written as CSV and in one more form.

    `of_month` says whether it is asked for the month, or its rows of the month are taken out of those of all months;
    one of neither tells how things stand on the day.
    """

    name: str
    report: str
    by: str
    form: Literal["xlsx", "parquet"] = "xlsx"
    of_month: Literal["asked", "taken"] | None = None


PARTS = (
    Part("credit-statement", "credit-balance", "credit"),
    Part("credit-statement-of-month", "credit-balance", "month", of_month="taken"),
    Part("credit-draws", "credit-balance", "draw"),
    Part("spend-by-service", "credit-usage", "service", of_month="asked"),
    Part("spend-by-subscription", "credit-usage", "subscription", of_month="asked"),
    Part("usage-detail", "usage-detail", "row", "parquet", of_month="asked"),
    Part("reconcile-loads", "reconcile-loads", "month", of_month="asked"),
    Part("reconcile-credits", "reconcile-credits", "credit"),
    Part("exchange-rates", "exchange-rates", "rate"),
)


@dataclass(frozen=True)
class Packed:
    """A pack that was written: its month and day, how many rows its reports have together, the seal of the ledger, and
    the digests of its manifest and of the whole file."""

    month: str
    as_of: date
    snapshot: int
    members: int
    rows: int
    seal: str
    manifest: str
    sha256: str

    def in_ledger(self) -> dict[str, str]:
        """What the ledger keeps of it, as texts."""
        return {"report": "pack"} | {name: str(value) for name, value in asdict(self).items()}


def day_of(month: str, today: date) -> date:
    """The day that the pack of a month (`2026-05`) is for: the month's last, or today while it still runs.

    BenefitsError for what is no month, and for one that is to come.
    """
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BenefitsError("not_a_month", found=month) from None
    if first > today:
        raise BenefitsError("month_to_come", month=month, today=today)
    return min(first.replace(day=monthrange(first.year, first.month)[1]), today)


def write_pack(snap: Snapshot, month: str, today: date, scope: Scope, file: Sink, watch: Watch | None = None) -> Packed:
    """Writes the pack of a month as a zip: each of PARTS with its manifests, and `manifest.json` over them all.

    The same snapshot, ledger, month and scope give the same bytes. BenefitsError for a month that there is not, and
    where somebody does what may change a figure meanwhile.
    """
    as_of, heads, whole, rows = day_of(month, today), snap.heads(scope), Measured(file), 0
    with pack_file(whole) as pack:
        for number, part in enumerate(PARTS):
            if watch is not None:
                watch(part.name, number, len(PARTS))
            rows += _add(pack, part, month, as_of, snap, scope)
        if of_partners(snap.heads(scope)) != of_partners(heads):
            raise BenefitsError("pack_overtaken", month=month)
        pack.add(MANIFEST, _manifest(pack, month, as_of, snap.number, scope, heads))
    digests = (seal(heads), pack.members[-1].sha256, whole.sha256)
    return Packed(month, as_of, snap.number, len(pack.members), rows, *digests)


def of_partners(heads: tuple[Head, ...]) -> list[Head]:
    """What belongs to no partner, such as another export, changes no figure."""
    return [head for head in heads if head.stream_id != APP]


def _add(pack: PackFile, part: Part, month: str, as_of: date, snap: Snapshot, scope: Scope) -> int:
    """Writes a report in its forms, each with its manifest; gives how many rows it has."""
    filters = {"month": [month]} if part.of_month == "asked" else {}
    tally = Tally(Request(part.report, as_of, part.by, filters).checked())
    batches: Batches = stream(snap, tally.request, scope)
    taken = _taken(batches, month) if part.of_month == "taken" else batches
    add_report(pack, part.name, ("csv", part.form), tally, taken, snap.number)
    return tally.rows


def _taken(batches: Batches, month: str) -> Iterator[pl.DataFrame]:
    for frame in batches:
        yield frame.filter(pl.col("month") == month)


def _manifest(pack: PackFile, month: str, as_of: date, snapshot: int, scope: Scope, heads: tuple[Head, ...]) -> bytes:
    """What the pack is of, the size and SHA-256 of each member, and a seal of the ledger that its figures come from."""
    told = {
        "pack": MONTH_END,
        "month": month,
        "month_has_ended": (as_of + timedelta(days=1)).day == 1,
        "as_of": as_of.isoformat(),
        "snapshot": snapshot,
        "partners": scope.partners,
        "members": [asdict(member) for member in pack.members],
        "ledger": {"heads": [asdict(head) for head in heads], "seal": seal(heads)},
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()
