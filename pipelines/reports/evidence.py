"""The evidence for a compliance audit of one partner: who held what when, which keys were seen, what was used, every
deed with its hash, and the policies in force, as one file whose every part can be checked.

A partner has to track its use itself and present records in an audit (domain-facts P4).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeAlias

import polars as pl

from pipelines.errors import BenefitsError
from pipelines.reports.manifest import Tally
from pipelines.reports.measured import Measured
from pipelines.reports.pack import of_partners
from pipelines.reports.pack_file import MANIFEST, PackFile, pack_file
from pipelines.reports.pack_report import add_report
from pipelines.reports.query import run
from pipelines.reports.request import Request
from pipelines.reports.stream import stream
from pipelines.reports.writers import Sink
from pipelines.rules.model import STATUSES
from pipelines.rules.policy import DEFAULT
from pipelines.store import Scope, Snapshot
from pipelines.store.chain import Head, seal

EVIDENCE = "evidence"
FORMS = ("csv", "xlsx")
# The name of a part, its number, and how many there are.
Watch: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Part:
    """A report of the pack; `asked` are those of its filters that the period or the partner fills in."""

    name: str
    report: str
    by: str
    asked: tuple[str, ...] = ()


_DAYS = ("from", "to")
PARTS = (
    Part("held", "holdings", "time", _DAYS),
    Part("roles", "role-times", "time", _DAYS),
    Part("keys-seen", "keys-seen", "deed", _DAYS),
    Part("benefits", "utilization", "entitlement", ("status",)),
    Part("seats", "seats", "seat"),
    Part("support-use", "support-use", "case"),
    Part("credit-use", "credit-usage", "month", ("month",)),
    Part("deeds", "audit", "deed", _DAYS),
    Part("permissions", "permissions", "action", ("policy",)),
    Part("numbers", "policies", "number"),
    Part("sources", "policies", "source"),
)


@dataclass(frozen=True)
class Period:
    """What evidence is asked of: a partner, and the first and the last day."""

    partner: str
    first: date
    last: date

    def months(self) -> list[str]:
        """Every month that has one of the days."""
        days = pl.date_range(self.first.replace(day=1), self.last, "1mo", eager=True)
        return days.dt.strftime("%Y-%m").to_list()


@dataclass(frozen=True)
class Evidence:
    """Evidence that was written: of what, how many rows its reports have together, the seal of the ledger, and the
    digests of its manifest and of the whole file."""

    partner: str
    first: date
    last: date
    snapshot: int
    members: int
    rows: int
    seal: str
    manifest: str
    sha256: str

    def in_ledger(self) -> dict[str, str]:
        """What the ledger keeps of it, as texts."""
        return {"report": EVIDENCE} | {name: str(value) for name, value in asdict(self).items()}


def write_evidence(snap: Snapshot, asked: Period, today: date, file: Sink, watch: Watch | None = None) -> Evidence:
    """Writes the evidence of a period as a zip: each of PARTS with its manifests, and `manifest.json` over them all.

    The same snapshot, ledger and period give the same bytes. BenefitsError for days that are no period or have not
    begun, and where somebody does something at the partner meanwhile.
    """
    if not asked.first <= asked.last or asked.first > today:
        raise BenefitsError("evidence_days", first=asked.first, last=asked.last, today=today)
    scope, as_of = Scope((asked.partner,)), min(asked.last, today)
    before, filters, whole, rows = snap.heads(scope), _filters(snap, asked, scope, as_of), Measured(file), 0
    with pack_file(whole) as pack:
        for number, part in enumerate(PARTS):
            if watch is not None:
                watch(part.name, number, len(PARTS))
            rows += _add(pack, part, snap, scope, as_of, filters)
        heads = snap.heads(scope)
        if of_partners(heads) != of_partners(before):
            raise BenefitsError("pack_overtaken", month=f"{asked.partner}, {asked.first} – {asked.last}")
        pack.add(MANIFEST, _manifest(pack, asked, as_of, snap.number, heads, filters["policy"]))
    digests = (seal(heads), pack.members[-1].sha256, whole.sha256)
    return Evidence(asked.partner, asked.first, asked.last, snap.number, len(pack.members), rows, *digests)


def _filters(snap: Snapshot, asked: Period, scope: Scope, as_of: date) -> dict[str, list[str]]:
    """What the reports are limited to. The policies are those of the offers held on the day, beside the usual one."""
    held = run(snap, Request("benefits", as_of, filters={"status": STATUSES}), scope)["policy"]
    return {
        "from": [asked.first.isoformat()],
        "to": [asked.last.isoformat()],
        "status": list(STATUSES),
        "month": asked.months(),
        "policy": sorted({DEFAULT, *held.drop_nulls()}),
    }


def _add(
    pack: PackFile, part: Part, snap: Snapshot, scope: Scope, as_of: date, filters: Mapping[str, list[str]]
) -> int:
    request = Request(part.report, as_of, part.by, {name: filters[name] for name in part.asked}).checked()
    tally = Tally(request)
    add_report(pack, part.name, FORMS, tally, stream(snap, request, scope), snap.number)
    return tally.rows


def _manifest(
    pack: PackFile, asked: Period, as_of: date, snapshot: int, heads: tuple[Head, ...], policies: list[str]
) -> bytes:
    """What the evidence is of, the size and SHA-256 of each member, and the last deeds of the ledger under one seal."""
    told = {
        "pack": EVIDENCE,
        "partner": asked.partner,
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "as_of": as_of.isoformat(),
        "snapshot": snapshot,
        "policies": policies,
        "members": [asdict(member) for member in pack.members],
        "ledger": {"heads": [asdict(head) for head in heads], "seal": seal(heads)},
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()
