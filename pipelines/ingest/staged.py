"""What the files of one statement say, made readable for the statements that place it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.ingest.declare import Format
from pipelines.ingest.script import script
from pipelines.store.draft import Draft
from pipelines.store.schema import quoted

# Tables of rows that are each of a day, by which they are summed.
DAILY = ("usage", "charge")
DAY = ("dataset", "subscription_id", "usage_on")


@dataclass(frozen=True)
class Piece:
    """The good rows of one file as Parquet parts, and how a row's number becomes a line: row 0 is on `first_line`."""

    name: str
    file_no: int
    parts: Sequence[Path]
    first_line: int
    lines: pl.DataFrame | None = None


@dataclass(frozen=True)
class Staged:
    """One statement: a file, or the parts of one export.

    `partial`: rows of the file were set aside. `mends`: the load whose set-aside rows these are. `replace`: a day may
    lose a resource group.
    """

    form: Format
    pieces: Sequence[Piece]
    partial: bool = False
    mends: int | None = None
    currency_assumed: bool = False
    replace: bool = False

    @property
    def names(self) -> dict[str, str]:
        """What the SQL is told of the format."""
        compared = (*self.form.stored, "nth", "nothing_else")
        same_row = [f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in compared]
        return {
            "table": self.form.table,
            "columns": ", ".join(self.form.stored),
            "group": ", ".join(self.form.group),
            "day": ", ".join(DAY),
            "amount": self.form.amount or "NULL",
            "stated": self._stated,
            "same_row": " AND ".join(same_row),
            "once": "" if self.form.repeats else "QUALIFY nth = 1",
            "mends": str(self.mends),
        }

    @property
    def by_day(self) -> bool:
        """Whether a day that is stored as the file states it may be left alone."""
        return self.form.table in DAILY and not self.partial and self.mends is None

    def added(self, load_id: int) -> str:
        """The stored rows that this load made of the statement."""
        files = ", ".join(str(piece.file_no) for piece in self.pieces)
        return f"(FROM {self.form.table} WHERE load_id = {load_id} AND file_no IN ({files}))"

    @property
    def held(self) -> str:
        """The stored rows of the groups that the file states: of those stated anew, and of days that are the same."""
        anew = f"FROM {self.form.table} AS old WHERE {self._stated}"
        same = f"FROM {self.form.table} SEMI JOIN same_day USING ({', '.join(DAY)})"
        return f"({anew} UNION ALL {same})" if self.by_day else f"({anew})"

    @property
    def _stated(self) -> str:
        """Which stored rows, called `old`, the file replaces: all of the groups that it states anew.

        Mended rows leave alone what the first load and its earlier menders stored of other lines of the first file.
        """
        same_group = " AND ".join(f"old.{name} = new.{name}" for name in self.form.group)
        stated = f"EXISTS (SELECT 1 FROM anew AS new WHERE {same_group})"
        if self.mends is None:
            return stated
        family = f"SELECT load_id FROM load WHERE load_id = {self.mends} OR mends_load_id = {self.mends}"
        other_line = "old.source_line NOT IN (SELECT source_line FROM staged)"
        return f"{stated} AND NOT (old.load_id IN ({family}) AND {other_line})"


def stage(draft: Draft, staged: Staged) -> None:
    """Lets the draft read the good rows as `staged`: the format's columns, file_no, source_line."""
    pieces = "\nUNION ALL\n".join(_rows_of(draft, staged, piece) for piece in staged.pieces)
    draft.run(f"CREATE OR REPLACE TEMP VIEW staged AS\n{pieces}")


def _rows_of(draft: Draft, staged: Staged, piece: Piece) -> str:
    line, lines = f"part.row + {piece.first_line}", ""
    if staged.mends is not None:
        line = "part.mended_line"
    elif piece.lines is not None:
        view = f"file_line_{piece.file_no}"
        draft.view(view, piece.lines)
        line, lines = f"{view}.line", f"JOIN {view} ON {view}.row = part.row"
    parts = ", ".join(quoted(part) for part in piece.parts)
    return script("stage", parts=parts, line=line, lines=lines, file_no=piece.file_no, **staged.names)
