"""How fast reports answer: with many rows behind them, and beside a query by hand on the rows of the files."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import duckdb
import polars as pl
import polars.selectors as cs

from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Snapshot, Store
from tests.bench.bench import Bench
from tests.bench.figure import Figure, ratio
from tests.bench.run import Run, here
from tests.bench.turns import taking_turns
from tests.bench.world import TODAY

BY_HAND = Path(__file__).parents[1] / "by_hand"
OF_USAGE = (
    *(("credit-usage", by) for by in ("month", "day", "service", "subscription", "currency")),
    *(("credit-balance", by) for by in ("credit", "month", "draw")),
    ("credit-burn-down", "day"),
    ("credit-forecast", "credit"),
    ("credit-thresholds", "threshold"),
)
OF_BENEFITS = (
    ("overview", "figures"),
    *(("utilization", by) for by in ("product", "partner", "family", "offer", "entitlement")),
    *(("expiry", by) for by in ("date", "month", "band")),
    ("value", "offer"),
    ("next-actions", "action"),
)
_LATER = count()


@dataclass(frozen=True)
class Asked:
    """A report at one home. Each time it is asked of another day, of which nothing is known yet; or always of today."""

    snapshot: Snapshot
    report: str
    by: str
    again: bool = False

    def frame(self, day: date) -> pl.DataFrame:
        """Its rows on a day."""
        return run(self.snapshot, Request(self.report, day, self.by), EVERYTHING)

    def __call__(self) -> Run:
        """One run of it."""
        return here(lambda: self.frame(TODAY if self.again else _another_day()))


@dataclass(frozen=True)
class ByHand:
    """The same by a query on the rows of the files."""

    connection: duckdb.DuckDBPyConnection
    sql: str

    def frame(self, day: date) -> pl.DataFrame:
        """Its rows on a day."""
        return pl.DataFrame(self.connection.execute(self.sql, {"day": day}).to_arrow_reader().read_all())

    def __call__(self) -> Run:
        """One run of it."""
        return here(lambda: self.frame(_another_day()))


def figures(bench: Bench) -> Iterator[Figure]:
    """Each report, many against few and against the query by hand where there is one."""
    (few, many), (some, all_), most = bench.size.usage, bench.size.entitlements, bench.size.most
    with ExitStack() as opened:
        small, much_used, much_held = (
            opened.enter_context(_snapshot(bench.home(*size))) for size in ((few, some), (many, some), (few, all_))
        )
        yield from _grown("report_usage", OF_USAGE[:most], small, much_used, bench.size.runs)
        for figure in _grown("report_benefits", OF_BENEFITS[:most], small, much_held, bench.size.runs):
            yield replace(figure, value=round(figure.value * some / all_, 3))
        yield from _by_hand(bench, "usage", much_used, bench.raw(many, some))
        yield from _by_hand(bench, "benefits", much_held, bench.raw(few, all_))


@contextmanager
def _snapshot(home: Path) -> Iterator[Snapshot]:
    store = Store(home)
    try:
        with store.snapshot() as snapshot:
            yield snapshot
    finally:
        store.close()


def _grown(
    aim: str, asked: tuple[tuple[str, str], ...], small: Snapshot, large: Snapshot, runs: int
) -> Iterator[Figure]:
    for report, by in asked:
        much, little = taking_turns(runs, Asked(large, report, by), Asked(small, report, by))
        yield ratio(aim, f"{report} by {by}", much, little)


def _by_hand(bench: Bench, folder: str, snapshot: Snapshot, raw: Path) -> Iterator[Figure]:
    with duckdb.connect(raw, read_only=True) as connection:
        for path in sorted((BY_HAND / folder).glob("*.sql"))[: bench.size.most]:
            report, by = path.stem.replace("_", "-").split("-by-")
            asked, hand = Asked(snapshot, report, by), ByHand(connection, path.read_text("utf-8"))
            assert _rows(asked.frame(TODAY)) == _rows(hand.frame(TODAY)), f"{path.name} answers another question"
            again = replace(asked, again=True)
            first, later, theirs = taking_turns(bench.size.runs, asked, again, hand)
            yield ratio("report_by_hand_first", f"{report} by {by}", first, theirs)
            yield ratio("report_by_hand", f"{report} by {by}", later, theirs)


def _rows(frame: pl.DataFrame) -> int:
    """How many rows there are; those of credits are not, which the queries by hand leave out."""
    named = cs.by_name("family", "unit", require_all=False)
    return frame.remove(pl.any_horizontal(named.is_in(["azure_credit", "credit_year"]))).height


def _another_day() -> date:
    return TODAY + timedelta(days=1 + next(_LATER) % 60)
