"""A file opened as a table of texts: a header and batches of rows that know their lines."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.inspect import ENCODINGS, Bytes
from pipelines.ingest.memory import MemoryFile
from pipelines.ingest.records import Record, even_records
from pipelines.ingest.widths import MOST_BLANK, blank_rows

Result = TypeVar("Result")

# Two row groups of the warehouse, so that the parts written from a batch are taken up without a rest.
BATCH_ROWS = 2 * 122_880
# A batch lies in memory several times over: of a table that is wider than this, it has fewer rows.
_BATCH_WIDTH = 16
# Columns that a file of rows set aside has in front of those of its source.
SET_ASIDE = ("set_aside_load", "set_aside_line", "set_aside_problem")


class Misread(Exception):
    """The quick reader cannot follow the file's quotes, returns or widths."""


@dataclass
class Table:
    """A delimited UTF-8 text: where its header is, and how to read below it.

    `row` numbers the records below the header from 0, blank ones included; `lines` turns such numbers into lines. Of a
    sheet, each record is one line.
    """

    name: str
    path: Path
    separator: str
    header: list[str]
    header_line: int
    known: Future[Bytes]
    expected_lines: int
    slow: bool = False  # read record by record: for what the quick reader cannot follow
    sheet: bool = False
    listed: bool = False  # written by us from a list of records, each of which is a line, from 1
    memory: MemoryFile | None = None
    rows: int = 0
    blank: set[int] | None = None  # the rows that are blank, once every record was read

    def bytes(self) -> Bytes:
        """What the whole file's bytes say; waits until they are read.

        FileRefused where they are not text, SettingAsked where not all of them are UTF-8.
        """
        about = self.known.result()
        if about.encoding is None:
            raise SettingAsked("encoding", ENCODINGS, reason="encoding")
        return about

    def batches(self, places: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        """Batches of texts: `row` and, for each name of `places`, the column at that place. Blank lines are left out.

        FileRefused where a record has not as many fields as the header; Misread where `slow` is needed.
        """
        return self._slowly(places) if self.slow else self._quickly(places)

    def _quickly(self, places: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        wanted = [pl.col(str(place)).alias(name) for name, place in places.items()]
        try:
            for batch in self._scan().collect_batches(chunk_size=self._batch_rows, maintain_order=True):
                filled = self._without_blank(batch).select("row", *wanted)
                self._stop_misreading(self.known.done())
                if len(filled):
                    # In one piece, a batch's columns are worked on in parallel.
                    yield filled.rechunk()
        except pl.exceptions.ComputeError as fault:
            raise Misread from fault
        self._stop_misreading(True)

    @property
    def _batch_rows(self) -> int:
        return BATCH_ROWS // (1 + len(self.header) // _BATCH_WIDTH)

    def _stop_misreading(self, all_known: bool) -> None:
        if all_known and not self.bytes().plain:
            raise Misread

    def _scan(self) -> pl.LazyFrame:
        """All columns: where some are not read, the quick reader does not notice a record that is too long."""
        return pl.scan_csv(
            self.path,
            separator=self.separator,
            infer_schema=False,
            row_index_name="row",
            skip_lines=self.header_line - 1,
            new_columns=[str(place) for place in range(len(self.header))],
        )

    def _without_blank(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The quick reader fills a short record, or a blank one, with nulls: where the last column is empty, look."""
        self.rows += len(batch)
        last = batch[str(len(self.header) - 1)]
        if self.listed:
            return batch
        if last.null_count() or (last.str.strip_chars() == "").any():
            return batch.filter(~pl.col("row").is_in(self.check_widths()))
        return batch

    def _slowly(self, places: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        batch: list[tuple[int, list[str]]] = []
        for row, record in enumerate(self.records_below()):
            self.rows = row + 1
            if record.fields:
                batch.append((row, record.fields))
            if len(batch) == self._batch_rows:
                yield _frame(batch, places)
                batch = []
        if batch:
            yield _frame(batch, places)

    def check_widths(self) -> set[int]:
        """The rows that are blank. FileRefused names the first record that has not as many fields as the header."""
        if self.blank is None and not self.sheet:
            self.blank = blank_rows(self.path, self.separator, self.header_line, len(self.header))
        if self.blank is None:
            self.blank = self._blank_records()
        return self.blank

    def _blank_records(self) -> set[int]:
        blank: set[int] = set()
        for row, record in enumerate(self.records_below()):
            if not record.fields:
                blank.add(row)
            if len(blank) > MOST_BLANK:
                raise FileRefused("mostly_blank")
        return blank

    def records_below(self) -> Iterator[Record]:
        """The records below the header, blank lines too. FileRefused where one has not as many fields as the header."""
        by_row = self.sheet or self.listed
        found = even_records(self.path, self.separator, self.header_line, len(self.header), by_row=by_row)
        shift = self.header_line + 1 - self.first_line
        return (Record(one.line - shift, one.fields) for one in found) if shift else found

    @property
    def set_aside(self) -> bool:
        """Whether the file holds rows that a load set aside; its texts carry our guard against formulas."""
        return set(SET_ASIDE[:2]) <= set(self.header)

    @property
    def first_line(self) -> int:
        """The line of the first record below the header, where the table is straight."""
        return 1 if self.listed else self.header_line + 1

    @property
    def straight(self) -> bool:
        """Whether each record is one line, so that row and line differ by a constant; known once all rows are read."""
        return self.sheet or self.listed or self.bytes().lines == self.header_line + self.rows

    def lines(self) -> pl.DataFrame | None:
        """Columns row, line for every record; None where the table is straight."""
        if self.straight:
            return None
        found = [(row, record.line) for row, record in enumerate(self.records_below())]
        return pl.DataFrame(found, schema={"row": pl.UInt32, "line": pl.Int64}, orient="row")

    def records_at(self, rows: set[int]) -> Iterator[tuple[int, Record]]:
        """The records of the given row numbers, as written."""
        for row, record in enumerate(self.records_below()):
            if row in rows:
                yield row, record


def carefully(table: Table, work: Callable[[], Result]) -> Result:
    """What `work` makes of the table; where the quick reader cannot follow, of its exact records."""
    try:
        return work()
    except Misread:
        table.bytes()
        table.check_widths()
        table.rows, table.slow = 0, True
        return work()


def _frame(batch: list[tuple[int, list[str]]], places: Mapping[str, int]) -> pl.DataFrame:
    columns = {name: [fields[place] or None for _, fields in batch] for name, place in places.items()}
    rows = pl.Series("row", [row for row, _ in batch], pl.UInt32)
    return pl.DataFrame({"row": rows, **columns}, schema_overrides=dict.fromkeys(places, pl.String))
