"""What goes beside an export so that finance can check it: what was asked, of what, and what must add up."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.reports.export import to_json
from pipelines.reports.request import Request, columns
from pipelines.reports.shapes import credit_links, credits, spend, usage_detail
from pipelines.reports.writers import Batches

# Reports whose files finance keeps: a manifest lies beside each, and the ledger names who took it.
_AREAS = (spend, credits, credit_links, usage_detail)
OF_FINANCE = frozenset({"loads", *(report.name for area in _AREAS for report in area.REPORTS)})
# The filter whose values are addresses of people.
_NAMES_PEOPLE = "person"


@dataclass
class Tally:
    """Counts rows that go by, and adds them up."""

    request: Request
    rows: int = 0
    totals: pl.DataFrame | None = field(default=None)

    def of(self, batches: Batches) -> Iterator[pl.DataFrame]:
        """The batches themselves."""
        for frame in batches:
            self.rows += frame.height
            sums = control_totals(self.request, frame)
            self.totals = sums if self.totals is None else control_totals(self.request, pl.concat([self.totals, sums]))
            yield frame

    def told(self) -> list[dict[str, str | None]]:
        """The totals (`control_totals`), amounts as texts."""
        rows: list[dict[str, str | None]] = [] if self.totals is None else json.loads(to_json(self.totals))
        return rows


@dataclass(frozen=True)
class Written:
    """A report that was written to a file: what was asked, of which snapshot, and what came of it."""

    tally: Tally
    snapshot: int
    size: int
    sha256: str

    def told(self) -> dict[str, Any]:
        """report, by, as_of, filters, snapshot, rows, control_totals (see `control_totals`), bytes and the SHA-256."""
        return asked(self.tally.request, self.snapshot) | {
            "rows": self.tally.rows,
            "control_totals": self.tally.told(),
            "bytes": self.size,
            "sha256": self.sha256,
        }

    def manifest(self, file: str) -> bytes:
        """The same with the file's name, as JSON in UTF-8."""
        return json.dumps(self.told() | {"file": file}, ensure_ascii=False, indent=2).encode()

    def in_ledger(self, form: str) -> dict[str, str]:
        """What the ledger keeps of it, as texts. Its rows stay for ever, so that they do not say of whom one asked."""
        told = self.told()
        kept = {name: str(told[name]) for name in ("report", "by", "as_of", "snapshot", "rows", "sha256")}
        filters = (
            f"{name}={'…' if name == _NAMES_PEOPLE else value}"
            for name, values in told["filters"].items()
            for value in values
        )
        return kept | {"filters": "; ".join(filters), "format": form}


def manifest(request: Request, snapshot: int, frame: pl.DataFrame, file: str, content: bytes) -> bytes:
    """The manifest of a file whose rows and bytes are at hand."""
    return written(request, snapshot, frame, content).manifest(file)


def written(request: Request, snapshot: int, frame: pl.DataFrame, content: bytes) -> Written:
    """What is told of a file whose rows and bytes are at hand."""
    tally = Tally(request.checked())
    list(tally.of([frame]))
    return Written(tally, snapshot, len(content), hashlib.sha256(content).hexdigest())


def asked(request: Request, snapshot: int) -> dict[str, Any]:
    """The question: report, by, as_of, filters, snapshot. BenefitsError for a name that is not known."""
    request = request.checked()
    return {
        "report": request.report,
        "by": request.by,
        "as_of": request.as_of.isoformat(),
        "filters": {name: list(values) for name, values in request.filters.items()},
        "snapshot": snapshot,
    }


def control_totals(request: Request, frame: pl.DataFrame) -> pl.DataFrame:
    """One row a currency, with the sum of each column of money, null where none has a value; rows without a currency
    are left out, and a report without currencies has none."""
    if "currency" not in frame.columns:
        return pl.DataFrame()
    money = [column.name for column in columns(request.report, request.by) if column.kind == "money"]
    total = (pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in money)
    return frame.drop_nulls("currency").group_by("currency").agg(total).sort("currency")
