"""Whether warehouse and ledger are whole: the files are there, and their rows keep what the engine does not enforce."""

import duckdb
import polars as pl

from pipelines.store import schema
from pipelines.store.audit import verify
from pipelines.store.errors import PointerDamaged, SnapshotDamaged
from pipelines.store.finding import Finding
from pipelines.store.sealed_file import is_as_sealed
from pipelines.store.warehouse import Snapshot, Store

# One question a file; the rows that answer it are at fault, and none is a clean answer.
QUESTIONS = tuple(sorted((schema.SQL / "check").glob("*.sql")))


def check(store: Store, number: int | None = None) -> list[Finding]:
    """What is wrong with warehouse and ledger, empty where they are whole.

    Every kept snapshot must open and have a version that this program knows; the rows of snapshot `number` (by default
    the live one) and of the ledger are checked against each other; the deeds must be as they were written.
    SnapshotMissing where there is none with that number; LedgerDamaged where the ledger cannot be read to its end.
    """
    store.reread()
    store.ledger_tables()  # damage is met only where somebody reads, and the questions do not ask for every column
    return [*_warehouse(store, number), *_set_aside(store), *verify(store.ledger())]


def _warehouse(store: Store, number: int | None) -> list[Finding]:
    try:
        pointer = store.pointer()
    except PointerDamaged as fault:
        return [Finding("pointer_damaged", {"path": fault.facts["path"]})]
    asked = pointer.live if number is None else number
    findings = [finding for one in sorted(pointer.numbers) for finding in _file(store, one)]
    unusable = {finding.facts["number"] for finding in findings}
    return findings if asked in unusable else [*findings, *_rows(store, asked)]


def _file(store: Store, number: int) -> list[Finding]:
    """Whether a snapshot is there and opens with the version that this program knows."""
    if not store.is_whole(number):
        return [Finding("file_missing", {"number": number})]
    if not store.is_as_published(number):
        return [Finding("file_damaged", {"number": number})]
    known = len(schema.MIGRATIONS)
    try:
        with store.snapshot(number) as snapshot:
            found = snapshot.query("SELECT max(version) AS version FROM schema_version").item()
    except (duckdb.Error, SnapshotDamaged):
        return [Finding("file_damaged", {"number": number})]
    facts = {"number": number, "found": found, "known": known}
    return [] if 0 < found <= known else [Finding("version_differs", facts)]


def _set_aside(store: Store) -> list[Finding]:
    """The files of rows set aside that are not as they were written."""
    files = sorted(store.home.quarantine.glob("*.csv"))
    return [Finding("set_aside_damaged", {"file": path.name}) for path in files if not is_as_sealed(path)]


def _rows(store: Store, number: int) -> list[Finding]:
    with store.snapshot(number) as snapshot:
        try:
            return [finding for path in QUESTIONS for finding in _answer(snapshot, path.stem, path.read_text("utf-8"))]
        except (duckdb.Error, SnapshotDamaged):
            return [Finding("file_damaged", {"number": number})]


def _answer(snapshot: Snapshot, code: str, question: str) -> list[Finding]:
    """One finding for each table that has faulty rows: how many, and the first of them."""
    rows = snapshot.query(question)
    first = rows.group_by("source_table", maintain_order=True).agg(pl.len().alias("rows"), pl.col("found").first())
    return [Finding(code, {"table": table, "rows": count, "first": found}) for table, count, found in first.iter_rows()]
