"""The good rows of a file put into their table: each group the file states is replaced as a whole."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.ingest.declare import Format
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.store.draft import Draft
from pipelines.store.engine import quoted

_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Staged:
    """The good rows of one file as Parquet parts, and how a row's number becomes a line.

    `partial`: rows of the file were set aside. `mends`: the load whose set-aside rows these are.
    """

    form: Format
    file_no: int
    parts: list[Path]
    header_line: int
    lines: pl.DataFrame | None = None
    partial: bool = False
    mends: int | None = None
    currency_assumed: bool = False

    @property
    def names(self) -> dict[str, str]:
        """What the SQL is told of the format."""
        same_row = (f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in (*self.form.stored, "nth"))
        return {
            "table": self.form.table,
            "columns": ", ".join(self.form.stored),
            "group": ", ".join(self.form.group),
            "stated": self._stated,
            "same_row": " AND ".join(same_row),
            "once": "" if self.form.repeats else "QUALIFY nth = 1",
            "mends": str(self.mends),
        }

    @property
    def _stated(self) -> str:
        """Which stored rows, called `old`, the file replaces: all of its groups.

        Mended rows leave alone what the first load and its earlier menders stored of other lines of the first file.
        """
        same_group = " AND ".join(f"old.{name} = new.{name}" for name in self.form.group)
        stated = f"EXISTS (SELECT 1 FROM staged AS new WHERE {same_group})"
        if self.mends is None:
            return stated
        family = f"SELECT load_id FROM load WHERE load_id = {self.mends} OR mends_load_id = {self.mends}"
        other_line = "old.source_line NOT IN (SELECT source_line FROM staged)"
        return f"{stated} AND NOT (old.load_id IN ({family}) AND {other_line})"


@dataclass(frozen=True)
class Placed:
    """What placing changed: rows new and gone, different values of the counted column, stored totals by currency."""

    fresh: int
    gone: int
    groups: int | None
    totals: dict[str, Decimal]


def place(draft: Draft, staged: Staged, load_id: int) -> Placed:
    """Replaces the groups that the file states. Groups in which nothing differs keep their load and lines.

    Where rows of the file were set aside, all groups are stamped with this load, so that the mended rows find them.
    FileRefused where a mended file would undo a later load.
    """
    _stage(draft, staged)
    if staged.form.repeats and _untouched(draft, staged):
        return _add(draft, staged, load_id)
    fresh, gone = _exchange(draft, staged, load_id)
    if staged.form.table == "usage" and fresh + gone:
        draft.run(_sql("roll_up_usage"))
    return Placed(fresh, gone, _groups(draft, staged.form), _totals(draft, staged))


def _add(draft: Draft, staged: Staged, load_id: int) -> Placed:
    """Adds rows whose groups held nothing: what is counted and summed is what comes after the last row there was."""
    table = staged.form.table
    before = int(draft.query(f"SELECT COALESCE(max(rowid), -1) AS last FROM {table}").item())
    _insert(draft, staged, "staged", load_id)
    if table == "usage":
        draft.run(_sql("roll_up_new_days", before=before))
    fresh = _count(draft, f"{table} WHERE rowid > {before}")
    totals = _sums(draft, staged.form, f"old.rowid > {before}") if staged.form.amount else {}
    return Placed(fresh, 0, _groups(draft, staged.form), totals)


def _stage(draft: Draft, staged: Staged) -> None:
    line, lines = f"part.row + {staged.header_line + 1}", ""
    if staged.mends is not None:
        line = "part.mended_line"
    elif staged.lines is not None:
        draft.view("file_line", staged.lines)
        line, lines = "file_line.line", "JOIN file_line ON file_line.row = part.row"
    parts = ", ".join(quoted(part) for part in staged.parts)
    draft.run(_sql("stage", parts=parts, line=line, lines=lines, **staged.names))


def _exchange(draft: Draft, staged: Staged, load_id: int) -> tuple[int, int]:
    draft.run(_sql("compare", **staged.names))
    _refuse_superseded(draft, staged)
    _ask_currency(draft, staged)
    changed = "" if staged.partial else f"SEMI JOIN changed_group USING ({staged.names['group']})"
    draft.run(f"DELETE FROM {staged.form.table} WHERE rowid IN (SELECT stored_at FROM stored_row {changed})")
    _insert(draft, staged, f"file_row {changed}", load_id)
    return _count(draft, "fresh"), _count(draft, "gone")


def _ask_currency(draft: Draft, staged: Staged) -> None:
    """A currency that was only assumed does not replace another one that was stated."""
    if not staged.currency_assumed:
        return
    others = draft.query("SELECT DISTINCT currency FROM gone ANTI JOIN file_row USING (currency) ORDER BY currency")
    if not others.is_empty():
        assumed = draft.query("SELECT DISTINCT currency FROM file_row ORDER BY currency")
        raise SettingAsked("currency", (*others["currency"], *assumed["currency"]))


def _refuse_superseded(draft: Draft, staged: Staged) -> None:
    if staged.mends is None:
        return
    later = draft.query(_sql("superseded", **staged.names)).item()
    if later is not None:
        raise FileRefused("superseded", mends=staged.mends, later=later)


def _sql(name: str, **names: object) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8").format(**names)


def _untouched(draft: Draft, staged: Staged) -> bool:
    """Whether what the file states is new altogether: the table is empty, or of usage all days are new."""
    if draft.query(f"SELECT 1 AS one FROM {staged.form.table} LIMIT 1").is_empty():
        return True
    return staged.form.table == "usage" and not draft.query(_sql("days_held")).item()


def _count(draft: Draft, rows: str) -> int:
    return int(draft.query(f"SELECT count(*) AS counted FROM {rows}").item())


def _insert(draft: Draft, staged: Staged, source: str, load_id: int) -> None:
    columns = staged.names["columns"]
    draft.run(
        f"INSERT INTO {staged.form.table} ({columns}, load_id, file_no, source_line) "
        f"SELECT {columns}, {load_id} AS load_id, {staged.file_no} AS file_no, source_line FROM {source}"
    )


def _groups(draft: Draft, form: Format) -> int | None:
    if form.counted is None:
        return None
    return int(draft.query(f"SELECT count(DISTINCT {form.counted}) AS counted FROM staged").item())


def _totals(draft: Draft, staged: Staged) -> dict[str, Decimal]:
    if staged.form.amount is None:
        return {}
    return _sums(draft, staged.form, staged.names["stated"])


def _sums(draft: Draft, form: Format, which: str) -> dict[str, Decimal]:
    stored = draft.query(
        f"SELECT currency, sum({form.amount})::DECIMAL(38, 18) AS total FROM {form.table} AS old "
        f"WHERE {which} GROUP BY currency"
    )
    return dict(stored.iter_rows())
