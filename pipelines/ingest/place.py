"""The good rows of a file put into their table: each group the file states is replaced as a whole."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.ingest.declare import Format
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.exact import EXACT
from pipelines.store.draft import Draft

_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Staged:
    """The good rows of one file as Parquet parts, and how a row's number becomes a line.

    `partial`: rows of the file were set aside. `mends`: the load whose set-aside rows these are.
    """

    form: Format
    parts: list[Path]
    header_line: int
    lines: pl.DataFrame | None = None
    partial: bool = False
    mends: int | None = None

    @property
    def names(self) -> dict[str, str]:
        """What the SQL is told of the format."""
        return {
            "table": self.form.table,
            "columns": ", ".join(self.form.stored),
            "same_group": " AND ".join(f"old.{name} = new.{name}" for name in self.form.group),
            "same_row": " AND ".join(
                f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in (*self.form.stored, "nth")
            ),
            "once": "" if self.form.repeats else "QUALIFY nth = 1",
            "mends": str(self.mends),
        }


@dataclass(frozen=True)
class Placed:
    """What placing changed: rows that are new and rows that went, groups stated, stored totals by currency."""

    fresh: int
    gone: int
    groups: int
    totals: dict[str, Decimal]


def place(draft: Draft, staged: Staged, load_id: int) -> Placed:
    """Replaces the groups that the file states. Rows that were there already keep their load and line.

    Where rows of the file were set aside, all others are stamped with this load, so that the mended rows find them.
    FileRefused where a mended file would undo a later load.
    """
    _stage(draft, staged)
    if staged.form.repeats and _untouched(draft, staged):
        fresh, gone = _count(draft, "staged"), 0
        _insert(draft, staged, "staged", load_id)
    else:
        fresh, gone = _exchange(draft, staged, load_id)
    if staged.form.table == "usage" and fresh + gone:
        draft.run(_sql("roll_up_usage"))
    return Placed(fresh, gone, _groups(draft, staged.form), _totals(draft, staged))


def _stage(draft: Draft, staged: Staged) -> None:
    line, lines = f"part.row + {staged.header_line + 1}", ""
    if staged.mends is not None:
        line = "part.mended_line"
    elif staged.lines is not None:
        draft.view("file_line", staged.lines)
        line, lines = "file_line.line", "JOIN file_line ON file_line.row = part.row"
    parts = [str(part) for part in staged.parts]
    draft.run(_sql("stage", parts=parts, line=line, lines=lines, **staged.names))
    if staged.mends is not None:
        draft.run(_sql("stage_mended", **staged.names))


def _exchange(draft: Draft, staged: Staged, load_id: int) -> tuple[int, int]:
    draft.run(_sql("compare", **staged.names))
    _refuse_superseded(draft, staged)
    out, into = ("stored_row", "file_row") if staged.partial else ("gone", "fresh")
    draft.run(f"DELETE FROM {staged.form.table} WHERE rowid IN (SELECT stored_at FROM {out})")
    _insert(draft, staged, into, load_id)
    return _count(draft, "fresh"), _count(draft, "gone")


def _refuse_superseded(draft: Draft, staged: Staged) -> None:
    if staged.mends is None:
        return
    later = draft.query(_sql("superseded", **staged.names)).item()
    if later is not None:
        raise FileRefused("superseded", mends=staged.mends, later=later)


def _sql(name: str, **names: object) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8").format(**names)


def _untouched(draft: Draft, staged: Staged) -> bool:
    """Whether nothing is stored yet in any group the file states."""
    table, same = staged.form.table, staged.names["same_group"]
    if draft.query(f"SELECT 1 AS one FROM {table} LIMIT 1").is_empty():
        return True
    stored = f"SELECT 1 AS one FROM {table} AS old WHERE EXISTS (SELECT 1 FROM staged AS new WHERE {same}) LIMIT 1"
    return draft.query(stored).is_empty()


def _count(draft: Draft, table: str) -> int:
    return int(draft.query(f"SELECT count(*) AS counted FROM {table}").item())


def _insert(draft: Draft, staged: Staged, source: str, load_id: int) -> None:
    columns = staged.names["columns"]
    draft.run(
        f"INSERT INTO {staged.form.table} ({columns}, load_id, source_line) "
        f"SELECT {columns}, {load_id} AS load_id, source_line FROM {source}"
    )


def _groups(draft: Draft, form: Format) -> int:
    wanted = (form.counted,) if form.counted else form.group
    return int(draft.query(f"SELECT count(DISTINCT ({', '.join(wanted)})) AS counted FROM staged").item())


def _totals(draft: Draft, staged: Staged) -> dict[str, Decimal]:
    form = staged.form
    if form.amount is None:
        return {}
    stored = draft.query(
        f"SELECT currency, sum({form.amount})::DECIMAL(38, 18) AS total FROM {form.table} AS old "
        f"WHERE EXISTS (SELECT 1 FROM staged AS new WHERE {staged.names['same_group']}) GROUP BY currency"
    )
    beside = _beside(draft, form) if staged.mends is not None else {}
    return {currency: EXACT.subtract(total, beside.get(currency, Decimal(0))) for currency, total in stored.iter_rows()}


def _beside(draft: Draft, form: Format) -> dict[str, Decimal]:
    """What stands in the file's groups beside the file's own rows: the siblings of mended rows."""
    siblings = draft.query(
        f"SELECT currency, sum({form.amount})::DECIMAL(38, 18) AS total "
        "FROM (SELECT * FROM staged EXCEPT ALL SELECT * FROM file_part) GROUP BY currency"
    )
    return dict(siblings.iter_rows())
