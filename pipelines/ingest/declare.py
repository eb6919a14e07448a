"""The words in which a file format is declared: columns, settings, row identity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import polars as pl

from pipelines.ingest.context import Context


class Kind(StrEnum):
    """What the text of a cell must be. The name is also the key of the sentence that says so (`expected.<kind>`)."""

    TEXT = "text"
    GUID = "guid"
    IDENTIFIER = "identifier"
    DATE = "date"
    MOMENT = "moment"  # of which the day in UTC is kept
    DECIMAL = "decimal"
    COUNT = "count"
    YES_NO = "yes_no"
    EMAIL = "email"
    CHOICE = "choice"
    CURRENCY = "currency"
    COUNTRY = "country"
    TIME_ZONE = "time_zone"
    ROLES = "roles"
    PARTNER = "partner"
    PARTNERS = "partners"
    OFFER = "offer"
    PRODUCT = "product"


@dataclass(frozen=True)
class Column:
    """One column: our name, the headers it has in files (the first is the usual one), and what its cells are."""

    name: str
    kind: Kind
    headers: tuple[str, ...] = ()
    missing: bool = False  # the file may lack the column
    empty: bool = False  # a cell may be empty
    default: str | None = None  # the text that an empty cell stands for, and a missing column unless the text is ""
    blanks: tuple[str, ...] = ("NULL",)  # texts that stand for an empty cell
    choices: tuple[str, ...] = ()
    places: int = 18  # decimals kept; more are a fault, except at 18, where they are rounded half even
    at_least: int | None = None
    below: int = 1_000_000_000_000  # no true figure is as large, and sums of such would not fit into their columns
    stored: bool = True  # the table has the column
    secret: bool = False  # no text of the file is told or written as it is
    example: str = ""  # what a template shows

    @property
    def known_as(self) -> tuple[str, ...]:
        """All headers of the column, as written."""
        return self.headers or (self.name,)


@dataclass(frozen=True)
class Setting:
    """What a file cannot say itself: asked of the user, unless there is a default or only one choice."""

    name: str
    default: str | None = None
    choices: tuple[str, ...] = ()  # what it may be, where that is a closed list
    late: bool = False  # settled by the format's `ask`, from the file


FileKind = Literal["text", "parquet", "json"]
Told = Callable[[str], list[str]]


def _as_read(frame: pl.DataFrame, _: Context) -> pl.DataFrame:
    return frame


def _nothing(told: Told, context: Context) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Format:
    """A file format: how it is recognised, read, checked and placed.

    A file states all rows of each `group` it contains and replaces that group as a whole. No two of its rows may share
    the `unique` columns. `finish` completes the cleaned frame (defaults that depend on other tables, marks of what is
    wrong) and keeps its rows and their order. `ask` gives further settings, from the different texts of a column.

    A cost export states `whole_days` (formats.md): a day that would lose a resource group is asked about. In `parts`,
    its files named part_0_0001, part_1_0001 … are one statement. `reads` names the kinds of file it comes as; of JSON,
    `records` is the dotted path of the list whose members are the rows ("" is the whole file). `meant` says of the
    texts, by our names, which rows are to be loaded; the others are counted.
    """

    name: str
    table: str
    columns: tuple[Column, ...]
    group: tuple[str, ...]
    unique: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()  # further headers that the layout has: it is told from others by them
    whole_days: bool = False
    parts: bool = False
    reads: tuple[FileKind, ...] = ("text",)  # delimited text, zipped or in a workbook, is "text"
    records: str = ""
    settings: tuple[Setting, ...] = ()
    translated: bool = False  # a header may be in the reader's language, with the layout's own in brackets behind
    encodings: tuple[str, ...] = ()  # tried, in this order, where a file is not UTF-8
    date_orders: tuple[str, ...] = ("iso",)  # more than one: decided from the file's dates, else asked
    amount: str | None = None  # the money column that control totals sum, beside `currency`
    counted: str | None = None  # the column whose different values the load report counts
    repeats: bool = True  # identical rows are kept; else they are read as one
    ours: bool = False  # written by us: text carries our guard against formulas
    made: tuple[str, ...] = ()  # columns of the table that `finish` adds
    finish: Callable[[pl.DataFrame, Context], pl.DataFrame] = field(default=_as_read)
    ask: Callable[[Told, Context], dict[str, str]] = field(default=_nothing)
    meant: Callable[[Context], pl.Expr] | None = None

    @property
    def asks_date_order(self) -> bool:
        """Whether day or month may come first; else a date is read in any of the orders, of which one only fits it."""
        return {"mdy", "dmy"} <= set(self.date_orders)

    def assumed(self, given: Mapping[str, str], used: Mapping[str, str]) -> tuple[str, ...]:
        """The settings that have the format's default, because nobody gave them and the file did not say."""
        open_ones = (one for one in self.settings if one.default is not None and one.name not in given)
        return tuple(one.name for one in open_ones if used[one.name] == one.default)

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers of the columns that the format reads."""
        return tuple(header for column in self.columns for header in column.known_as)

    @property
    def secret(self) -> bool:
        """Whether the file holds what must never be told: of its cells only the form is shown."""
        return any(column.secret for column in self.columns)

    @property
    def stored(self) -> tuple[str, ...]:
        """The table's columns that a row of the file fills, in order."""
        return tuple(column.name for column in self.columns if column.stored) + self.made
