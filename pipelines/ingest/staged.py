"""What the files of one statement say, made readable for the statements that place it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.ingest.declare import Format
from pipelines.ingest.script import script
from pipelines.store.draft import Draft
from pipelines.store.schema import quoted


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
        same_row = [f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in (*self.form.stored, "nth")]
        return {
            "table": self.form.table,
            "columns": ", ".join(self.form.stored),
            "group": ", ".join(self.form.group),
            "amount": self.form.amount or "NULL",
            "stated": self._stated,
            "same_row": " AND ".join([*same_row, "old.nothing_else"]),
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
