"""A load's own rows in the warehouse: what was loaded, by whom, from which files, with which totals."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl

from pipelines.ingest.declare import Format
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.report import FileReport
from pipelines.ingest.table import Table
from pipelines.store.draft import Draft
from pipelines.text import text

_TAKEN_AS_READ = ("usage", "charge")
_KNOWN = (Path(__file__).parent / "sql" / "known_file.sql").read_text("utf-8")


def record_load(draft: Draft, load_id: int, loaded_by: str, now: datetime, as_of: date) -> None:
    """Writes the row of the load, and its number into the one row of load_head."""
    draft.run("UPDATE load_head SET load_id = $1", [load_id])
    draft.run("INSERT INTO load VALUES ($1, $2, $3, $4, NULL)", [load_id, now, loaded_by, as_of])


def record_file(draft: Draft, load_id: int, file_no: int, table: Table, report: FileReport, mends: int | None) -> None:
    """Writes the rows of one file: counts, totals by currency, and the cells that were set aside."""
    counts = [report.rows_read, report.rows_loaded, report.rows_unchanged, report.rows_rejected]
    about = [report.file, report.format, table.bytes().sha256, _settings(report.settings)]
    draft.run(
        "INSERT INTO load_file VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", [load_id, file_no, *about, *counts]
    )
    stored = dict(report.stored_totals)
    for currency, control in report.control_totals:
        total = [load_id, file_no, currency, f"{control:f}", f"{stored.get(currency, 0):f}"]
        draft.run("INSERT INTO load_total VALUES ($1, $2, $3, $4::DECIMAL(38, 18), $5::DECIMAL(38, 18))", total)
    if mends is not None:
        draft.run("UPDATE load SET mends_load_id = $1 WHERE load_id = $2", [mends, load_id])
    if report.problems:
        _record_problems(draft, load_id, file_no, report)


def _record_problems(draft: Draft, load_id: int, file_no: int, report: FileReport) -> None:
    rows = [
        (load_id, file_no, one.line, one.column, one.found, text(one.expected, "en", **dict(one.facts)))
        for one in report.problems
    ]
    columns = ["load_id", "file_no", "source_line", "source_column", "found", "expected"]
    draft.view("new_quarantine", pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None))
    draft.run("INSERT INTO quarantine SELECT * FROM new_quarantine")


def _settings(settings: Mapping[str, str]) -> str:
    return json.dumps(settings, sort_keys=True)


def known_already(
    draft: Draft, table: Table, form: Format, settings: Mapping[str, str], files: int
) -> FileReport | None:
    """The report of a file that is, byte for byte, in the last load of its table, as one of `files`; else None.

    So it is with usage and charges. Other tables are always read: their rows may depend on what else is loaded.
    """
    before = draft.query("SELECT 1 AS one FROM load_file WHERE format = $format LIMIT 1", {"format": form.name})
    if form.table not in _TAKEN_AS_READ or before.is_empty():
        return None
    of_table = [one.name for one in FORMATS if one.table == form.table]
    facts: dict[str, object] = {"sha256": table.bytes().sha256, "format": form.name, "settings": _settings(settings)}
    facts |= {"formats": of_table, "files": files}
    found = draft.query(_KNOWN, facts)
    if found.is_empty():
        return None
    totals = [(row["currency"], row["control_total"]) for row in found.iter_rows(named=True) if row["currency"]]
    read = found["rows_read"][0]
    report = FileReport(table.name, form.name, rows_read=read, rows_unchanged=read, settings=dict(settings))
    report.control_totals = report.stored_totals = totals
    return report
