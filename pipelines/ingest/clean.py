"""The text of a cell made a value; what cannot be read becomes null, and the check says so."""

from functools import lru_cache
from zoneinfo import available_timezones

import polars as pl
from babel.core import Locale

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind

AMOUNT = pl.Decimal(38, 18)
_GUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_EMAIL = r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$"
_GUARDED = r"^'('*[=+\-@\t\r])"
_DATES = {"iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y"}
_CLOCK = r"[ T]\d{1,2}:\d{2}.*$"
_YES_NO = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}


def clean(texts: pl.DataFrame, form: Format, context: Context, *, guarded: bool = False) -> pl.DataFrame:
    """The format's columns, typed, from a batch of texts named by our column names; `row` is carried along.

    `guarded`: texts that look like formulas carry an apostrophe, which is taken off.
    """
    columns = [
        _value(column, _text(column, texts, guarded), form, context).alias(column.name) for column in form.columns
    ]
    return form.finish(texts.select("row", *columns), context)


def _text(column: Column, texts: pl.DataFrame, guarded: bool) -> pl.Expr:
    text = pl.col(column.name) if column.name in texts.columns else pl.lit(None, pl.String)
    text = text.str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
    text = pl.when(text != "").then(text)
    if guarded:
        text = text.str.replace(_GUARDED, "${1}")
    return text if column.default is None else text.fill_null(column.default)


def _value(column: Column, text: pl.Expr, form: Format, context: Context) -> pl.Expr:
    match column.kind:
        case Kind.TEXT:
            return text
        case Kind.GUID:
            return _matching(text.str.to_lowercase().str.strip_chars("{}"), _GUID)
        case Kind.IDENTIFIER:
            return text.str.to_lowercase().str.strip_chars("{}")
        case Kind.DATE:
            return _date(text, context.settings.get("date_order", form.date_orders[0]))
        case Kind.DECIMAL:
            return _decimal(text, column.places)
        case Kind.COUNT:
            return text.cast(pl.Int64, strict=False)
        case Kind.YES_NO:
            return text.str.to_lowercase().replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean)
        case Kind.EMAIL:
            return _matching(text.str.to_lowercase(), _EMAIL)
        case Kind.CHOICE:
            return _known(text.str.to_lowercase().str.replace_all(r"[ -]", "_"), column.choices)
        case Kind.CURRENCY:
            return _known(text.str.to_uppercase(), _currencies())
        case Kind.COUNTRY:
            return _known(text.str.to_uppercase(), _countries())
        case Kind.TIME_ZONE:
            return _known(text, tuple(available_timezones()))
        case Kind.ROLES:
            return _roles(text)
        case Kind.PARTNER | Kind.OFFER | Kind.PRODUCT:
            names = dict(context.names[column.kind])
            return text.str.to_lowercase().replace_strict(names, default=None, return_dtype=pl.String)


def _matching(text: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(text.str.contains(pattern)).then(text)


def _known(text: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    return pl.when(text.is_in(codes)).then(text)


def _date(text: pl.Expr, order: str) -> pl.Expr:
    return text.str.replace(_CLOCK, "").str.to_date(_DATES[order], strict=False)


def _decimal(text: pl.Expr, places: int) -> pl.Expr:
    value = text.cast(AMOUNT, strict=False)
    if places == AMOUNT.scale:
        return value
    short = value.cast(pl.Decimal(18, places), strict=False)
    return pl.when(short.cast(AMOUNT, strict=False) == value).then(short)


def _roles(text: pl.Expr) -> pl.Expr:
    codes = text.fill_null("").str.to_lowercase().str.split(";")
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
