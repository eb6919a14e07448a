"""The model that a cleaned frame must satisfy, made from the format's declaration."""

from functools import lru_cache

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from pipelines.ingest.clean import AMOUNT
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import mark_of
from pipelines.rules.model import FIRST_DAY, LAST_DAY, ROLES

_TYPES: dict[Kind, pl.DataType] = {
    Kind.DATE: pl.Date(),
    Kind.MOMENT: pl.Date(),
    Kind.COUNT: pl.Int64(),
    Kind.YES_NO: pl.Boolean(),
    Kind.ROLES: pl.List(pl.String()),
}


def data_type(column: Column) -> pl.DataType:
    """The polars type of a column's values."""
    if column.kind is Kind.DECIMAL:
        return AMOUNT if column.places == AMOUNT.scale else pl.Decimal(18, column.places)
    return _TYPES.get(column.kind, pl.String())


def failures(values: pl.DataFrame, form: Format) -> pl.DataFrame | None:
    """The cells that break the format's model (column, index, failure_case); None where none does."""
    try:
        schema_of(form).validate(values, lazy=True)
    except SchemaErrors as errors:
        cases: pl.DataFrame = errors.failure_cases
        return cases
    return None


@lru_cache
def schema_of(form: Format) -> pa.DataFrameSchema:
    """The pandera model of a format: type and range of each column, where null is allowed, and that no mark is set."""
    columns = {column.name: _column(column) for column in form.columns}
    marks = {mark_of(name): _mark() for name in columns}
    return pa.DataFrameSchema({**columns, **marks})


def _column(column: Column) -> pa.Column:
    return pa.Column(data_type(column), nullable=column.empty, checks=_checks(column))


def _mark() -> pa.Column:
    return pa.Column(pl.String(), nullable=True, required=False, checks=pa.Check(_no_mark))


def _no_mark(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(data.key).is_null())


def _checks(column: Column) -> list[pa.Check]:
    if column.kind in (Kind.DATE, Kind.MOMENT):
        return [pa.Check.in_range(FIRST_DAY, LAST_DAY)]
    if column.kind is Kind.ROLES:
        return [pa.Check(_known_roles, element_wise=False)]
    if column.at_least is not None:
        return [pa.Check.ge(column.at_least)]
    return []


def _known_roles(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(data.key).list.eval(pl.element().is_in(ROLES)).list.all())
