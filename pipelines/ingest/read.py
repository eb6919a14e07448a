"""One file read: batches cleaned and checked, the good rows written as Parquet parts, the faulty cells kept."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import polars.selectors as cs

from pipelines.ingest.cell_told import refuse_many
from pipelines.ingest.clean import clean
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Format
from pipelines.ingest.exact import EXACT
from pipelines.ingest.faults import Fault, amounts, find_faults, repeats
from pipelines.ingest.recognise import Match
from pipelines.ingest.report import Progress, Watcher
from pipelines.ingest.resaved import refuse_resaved
from pipelines.ingest.table import BATCH_ROWS, SET_ASIDE, Table, carefully
from pipelines.ingest.unrounded import add, add_all, differences

MENDED_LINE = "mended_line"


@dataclass
class Reading:
    """What reading a file gave: Parquet parts of the good rows, counts, faults, sums by currency."""

    parts: list[Path] = field(default_factory=list)
    rows: int = 0
    good: int = 0
    others: int = 0  # rows that the load is not about
    faults: list[Fault] = field(default_factory=list)
    control: dict[str, Decimal] = field(default_factory=dict)
    rejected: dict[str, Decimal] = field(default_factory=dict)
    unrounded: dict[str, Decimal] = field(default_factory=dict)  # by how much the text exceeds `control`

    @property
    def rejected_rows(self) -> set[int]:
        """The numbers of the rows with a fault."""
        return {fault.row for fault in self.faults}


def read_table(table: Table, fit: Match, context: Context, work: Path, progress: Progress, watch: Watcher) -> Reading:
    """Reads the whole table, quickly; record by record where the quick reader cannot follow.

    FileRefused where a record has not as many fields as the header.
    """
    return carefully(table, lambda: _read(table, fit, context, work, progress, watch))


def _read(table: Table, fit: Match, context: Context, work: Path, progress: Progress, watch: Watcher) -> Reading:
    reading = Reading()
    keys: list[pl.DataFrame] = []
    for every in table.batches(_places(table, fit)):
        texts = _meant(every, fit.form, context, reading)
        values = clean(texts, fit.form, context, guarded=fit.form.ours or table.set_aside)
        faults = find_faults(texts, values, fit.form, context)
        refuse_resaved(table, fit, faults)
        refuse_many(table, fit, [*reading.faults, *faults])
        good = _without(values, faults)
        if fit.form.unique:
            keys.append(good.select("row", *fit.form.unique))
            faults += _repeated(keys, texts, fit.form)
            good = _without(good, faults)
        _count(reading, values, good, faults, fit.form)
        add_all(reading.unrounded, differences(texts, values, fit.form))
        if table.set_aside:
            good = good.join(texts.select("row", MENDED_LINE), on="row", maintain_order="left")
        reading.parts.append(_write(good, fit.form, work / f"{progress.file_no}-{len(reading.parts)}.parquet"))
        watch(replace(progress, rows=table.rows))
    return reading


def _meant(texts: pl.DataFrame, form: Format, context: Context, reading: Reading) -> pl.DataFrame:
    """The rows that the load is about; the others are counted."""
    if form.meant is None:
        return texts
    meant = texts.filter(form.meant(context))
    reading.others += len(texts) - len(meant)
    return meant


def _places(table: Table, fit: Match) -> dict[str, int]:
    """Where the columns stand; of a set-aside file also the line that each row had in the first file."""
    own = {MENDED_LINE: table.header.index(SET_ASIDE[1])} if table.set_aside else {}
    return {**fit.places, **own}


def _without(values: pl.DataFrame, faults: list[Fault]) -> pl.DataFrame:
    if not faults:
        return values
    return values.filter(~pl.col("row").is_in({fault.row for fault in faults}))


def _repeated(keys: list[pl.DataFrame], texts: pl.DataFrame, form: Format) -> list[Fault]:
    here = set(texts["row"])
    return [fault for fault in repeats(pl.concat(keys), texts, form) if fault.row in here]


def _count(reading: Reading, values: pl.DataFrame, good: pl.DataFrame, faults: list[Fault], form: Format) -> None:
    reading.rows += len(values)
    reading.good += len(good)
    reading.faults += faults
    stated, kept = amounts(values, form), amounts(good, form)
    for currency, amount in stated.items():
        add(reading.control, currency, amount)
        add(reading.rejected, currency, EXACT.subtract(amount, kept.get(currency, Decimal(0))))


def _write(good: pl.DataFrame, form: Format, path: Path) -> Path:
    good.select("row", *form.stored, cs.by_name(MENDED_LINE, require_all=False).cast(pl.Int64)).write_parquet(
        path, compression="lz4", statistics=False, row_group_size=BATCH_ROWS // 2
    )
    return path
