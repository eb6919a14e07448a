"""A file opened as a table of texts: a header and batches of rows that know their lines."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.ingest.errors import SettingAsked
from pipelines.ingest.inspect import Bytes
from pipelines.ingest.records import Record, even_records

# Two row groups of the warehouse, so that the parts written from a batch are taken up without a rest.
BATCH_ROWS = 2 * 122_880
# What a text that is not UTF-8 most likely is.
ENCODINGS = ("cp1252", "cp950", "gb18030")
# Columns that a file of rows set aside has in front of those of its source.
SET_ASIDE = ("set_aside_load", "set_aside_line", "set_aside_problem")


@dataclass
class Table:
    """A delimited UTF-8 text: where its header is, and how to read below it.

    `row` numbers the records below the header from 0, blank lines included; `lines` turns such numbers into lines.
    """

    name: str
    path: Path
    separator: str
    header: list[str]
    header_line: int
    known: Future[Bytes]
    expected_lines: int
    slow: bool = False  # read record by record: for quotes that the quick reader cannot follow
    rows: int = 0
    widths_known: bool = False

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

        FileRefused where a record has not as many fields as the header.
        """
        reader = self._slowly if self.slow else self._quickly
        last = len(self.header) - 1
        for batch in reader({**places, "_last": last}):
            self.rows += len(batch)
            self._refuse_short(batch)
            filled = pl.any_horizontal(pl.exclude("row", "_last").is_not_null() & (pl.exclude("row", "_last") != ""))
            yield batch.filter(filled | pl.col("_last").is_not_null()).drop("_last")

    def _quickly(self, places: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        names = [str(place) for place in range(len(self.header))]
        scan = pl.scan_csv(
            self.path,
            separator=self.separator,
            infer_schema=False,
            row_index_name="row",
            skip_lines=self.header_line - 1,
            new_columns=names,
        )
        wanted = [pl.col(str(place)).alias(name) for name, place in places.items()]
        batches = scan.select("row", *wanted).collect_batches(chunk_size=BATCH_ROWS, maintain_order=True)
        # In one piece, a batch's columns are worked on in parallel.
        return (batch.rechunk() for batch in batches)

    def _slowly(self, places: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        batch: list[tuple[int, list[str]]] = []
        for row, record in enumerate(self.records_below()):
            batch.append((row, record.fields or [""] * len(self.header)))
            if len(batch) == BATCH_ROWS:
                yield _frame(batch, places)
                batch = []
        if batch:
            yield _frame(batch, places)

    def _refuse_short(self, batch: pl.DataFrame) -> None:
        """The quick reader fills a short record with nulls; a null in the last column may be one."""
        if not (self.slow or self.widths_known) and batch["_last"].null_count():
            self.check_widths()

    def check_widths(self) -> None:
        """Reads every record. FileRefused names the first that has not as many fields as the header."""
        for _ in self.records_below():
            self.widths_known = True

    def records_below(self) -> Iterator[Record]:
        """The records below the header, blank lines too. FileRefused where one has not as many fields as the header."""
        return even_records(self.path, self.separator, self.header_line, len(self.header))

    @property
    def set_aside(self) -> bool:
        """Whether the file holds rows that a load set aside; its texts carry our guard against formulas."""
        return SET_ASIDE[0] in self.header

    @property
    def straight(self) -> bool:
        """Whether each record is one line, so that row and line differ by a constant; known once all rows are read."""
        return self.bytes().lines == self.header_line + self.rows

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


def _frame(batch: list[tuple[int, list[str]]], places: Mapping[str, int]) -> pl.DataFrame:
    columns = {name: [fields[place] or None for _, fields in batch] for name, place in places.items()}
    rows = pl.Series("row", [row for row, _ in batch], pl.UInt32)
    return pl.DataFrame({"row": rows, **columns}, schema_overrides=dict.fromkeys(places, pl.String))
