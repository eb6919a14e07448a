"""The text of a cell made a value; what cannot be read becomes null, and the check says so."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import cast
from zoneinfo import available_timezones

import polars as pl
from babel.core import Locale

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import UNREAD, mark_of
from pipelines.ingest.misread import hides, sheet_error, shortened_number
from pipelines.ingest.moment import day_in_utc
from pipelines.ingest.names import fold

AMOUNT = pl.Decimal(38, 18)
GUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_EMAIL = r"^[^@\s,;<>\p{Cc}\p{Cf}]+@[^@\s,;<>\p{Cc}\p{Cf}]+\.[^@\s,;<>\p{Cc}\p{Cf}]+$"
_GUARDED = r"^'('*[=+\-@\t\r])"
_DATES = {"iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y"}
_NAMED_MONTHS = ("%d %B %Y", "%B %d, %Y")
_DAY_OR_MONTH_FIRST = r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$"
_YEAR_FIRST = r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$"
# Kinds whose texts repeat, with the type of their values.
_REPEATING = {
    **dict.fromkeys((Kind.TEXT, Kind.GUID, Kind.IDENTIFIER), pl.String),
    **dict.fromkeys((Kind.DATE, Kind.MOMENT), pl.Date),
}
_CLOCK = r"(?i)[ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?[AP]M)?( ?Z| ?[+-]\d{2}:?\d{2})?$"
_YES_NO = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}


def clean(texts: pl.DataFrame, form: Format, context: Context, *, guarded: bool = False) -> pl.DataFrame:
    """The format's columns, typed, from a batch of texts named by our column names; `row` is carried along.

    Beside a column that may be empty stands its mark (see marks.py), set where there is a text that cannot be read.
    `guarded`: texts that look like formulas carry an apostrophe, which is taken off.
    """
    columns: list[pl.Expr] = []
    for column in form.columns:
        text = _text(column, texts, guarded)
        value = _value(column, text, form, context)
        if column.kind in _REPEATING and column.name in texts.columns:
            value = _each_text_once(column.name, value, _REPEATING[column.kind])
        elif _is_plain_amount(column) and column.name in texts.columns:
            value = _as_written_first(column, value)
        columns.append(value.alias(column.name))
        if column.empty:
            unread = pl.when(text.is_not_null() & value.is_null()).then(pl.lit(UNREAD))
            columns.append(unread.alias(mark_of(column.name)))
    return form.finish(texts.select("row", *columns), context)


def _is_plain_amount(column: Column) -> bool:
    return column.kind is Kind.DECIMAL and column.places == AMOUNT.scale and column.default is None


def _each_text_once(name: str, value: pl.Expr, kind: type[pl.DataType]) -> pl.Expr:
    """The same values, worked out once for each different text: names and days repeat thousands of times in a batch."""

    def run(texts: pl.Series) -> pl.Series:
        different = texts.unique()
        values = different.to_frame(name).select(value).to_series()
        if different.is_empty():
            return values
        if values.dtype == texts.dtype and values.equals(different, null_equal=True):
            return texts
        return texts.replace_strict(different, values, return_dtype=kind)

    return pl.col(name).map_batches(run, return_dtype=kind)


def _as_written_first(column: Column, value: pl.Expr) -> pl.Expr:
    """The same amounts; their texts are tidied only in a batch where not all can be read as they stand."""

    def run(texts: pl.Series) -> pl.Series:
        amounts = texts.cast(AMOUNT, strict=False)
        if amounts.null_count() == texts.null_count() and _are_below(amounts, column.below):
            return amounts
        return texts.to_frame(column.name).select(value).to_series()

    return pl.col(column.name).map_batches(run, return_dtype=AMOUNT)


def _text(column: Column, texts: pl.DataFrame, guarded: bool) -> pl.Expr:
    if column.name not in texts.columns:
        return pl.lit(column.default or None, pl.String)
    text = pl.col(column.name).str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
    if guarded:
        text = text.str.replace(_GUARDED, "${1}").str.strip_chars()
    text = pl.when(text.is_in(["", *column.blanks]).not_()).then(text)
    return text if column.default is None else text.fill_null(column.default)


def _value(column: Column, text: pl.Expr, form: Format, context: Context) -> pl.Expr:
    match column.kind:
        case Kind.TEXT:
            return _plain_text(column, text, form)
        case Kind.GUID:
            return _matching(text.str.to_lowercase().str.strip_chars("{}"), GUID)
        case Kind.IDENTIFIER:
            return pl.when(sheet_error(text).not_()).then(text.str.to_lowercase().str.strip_chars("{}"))
        case Kind.DATE:
            return _date(text, form, context)
        case Kind.MOMENT:
            return day_in_utc(text)
        case Kind.DECIMAL:
            return _decimal(text, column)
        case Kind.COUNT:
            return _below(text.cast(pl.Int64, strict=False), column.below)
        case Kind.YES_NO:
            return text.str.to_lowercase().replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean)
        case Kind.EMAIL:
            return _matching(text.str.to_lowercase(), _EMAIL)
        case _:
            return _one_of(column, text, context)


def _one_of(column: Column, text: pl.Expr, context: Context) -> pl.Expr:
    """What stands in a list: the column's own, the world's, or that of what is known here."""
    match column.kind:
        case Kind.CHOICE:
            return _choice(text, column.choices)
        case Kind.CURRENCY:
            return _known(text.str.to_uppercase(), _currencies())
        case Kind.COUNTRY:
            return _known(text.str.to_uppercase(), _countries())
        case Kind.TIME_ZONE:
            return _known(text, tuple(available_timezones()))
        case Kind.ROLES:
            return _roles(text)
        case Kind.PARTNER:
            return _code(text.str.to_lowercase(), context.names["partner"])
        case Kind.PARTNERS:
            everyone = {"*": "*"} if context.loader.partners == "*" else {}
            return _code(text.str.to_lowercase(), {**context.names["partner"], **everyone})
        case _:
            return _code(fold(text), context.names[column.kind])


def _plain_text(column: Column, text: pl.Expr, form: Format) -> pl.Expr:
    """What we keep is written by people: there, a number that lost digits and a key that hides some are faults, too."""
    wrong = sheet_error(text)
    if form.ours:
        wrong = wrong | shortened_number(text)
    if form.ours and column.name in form.unique:
        wrong = wrong | hides(text)
    return pl.when(wrong.not_()).then(text)


def _matching(text: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(text.str.contains(pattern)).then(text)


def _known(text: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    return pl.when(text.is_in(codes)).then(text)


def _code(text: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    return text.replace_strict(dict(codes), default=None, return_dtype=pl.String)


def _choice(text: pl.Expr, choices: tuple[str, ...]) -> pl.Expr:
    """The choice that is meant; case, blanks, hyphens and underscores do not count: OverClaimed is over_claimed."""
    plain = {choice.replace("_", "").replace("-", ""): choice for choice in choices}
    return _code(text.str.to_lowercase().str.replace_all(r"[ _-]", ""), plain)


def _date(text: pl.Expr, form: Format, context: Context) -> pl.Expr:
    """Where day or month may come first, a cell may also be in ISO or name its month, which leaves no doubt."""
    day = text.str.replace(_CLOCK, "")
    if not form.asks_date_order:
        return pl.coalesce(day.str.to_date(_DATES[order], strict=False) for order in form.date_orders)
    day = day.str.replace(_DAY_OR_MONTH_FIRST, "$1/$2/$3").str.replace(_YEAR_FIRST, "$1-$2-$3")
    patterns = (_DATES[context.setting("date_order")], _DATES["iso"], *_NAMED_MONTHS)
    return pl.coalesce(day.str.to_date(pattern, strict=False) for pattern in patterns)


def _decimal(text: pl.Expr, column: Column) -> pl.Expr:
    value = _below(text.cast(AMOUNT, strict=False), column.below)
    if column.places == AMOUNT.scale:
        return value
    short = value.cast(pl.Decimal(18, column.places), strict=False)
    return pl.when(short.cast(AMOUNT, strict=False) == value).then(short)


def _below(number: pl.Expr, limit: int) -> pl.Expr:
    return pl.when(number < limit, number > -limit).then(number)


def _are_below(numbers: pl.Series, limit: int) -> bool:
    least, most = cast("Decimal | None", numbers.min()), cast("Decimal | None", numbers.max())
    return least is None or most is None or (least > -limit and most < limit)


def _roles(text: pl.Expr) -> pl.Expr:
    codes = text.str.to_lowercase().str.split(";")
    return codes.list.eval(_role()).list.sort()


def _role() -> pl.Expr:
    code = pl.element().str.strip_chars().str.replace_all(r"[ -]", "_")
    return code.filter(code != "")


@lru_cache
def _currencies() -> tuple[str, ...]:
    return tuple(str(code) for code in Locale("en").currencies)


@lru_cache
def _countries() -> tuple[str, ...]:
    codes = [str(code) for code in Locale("en").territories]
    return tuple(code for code in codes if len(code) == 2 and code.isalpha())
