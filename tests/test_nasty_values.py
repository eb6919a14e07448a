"""A text that is read as a number or a day is read as what it says; anything else is a fault, never another value."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest import OPERATOR
from pipelines.ingest.clean import clean
from pipelines.ingest.context import Context as Known
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.rules.model import FIRST_DAY, LAST_DAY

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
DAYS = {
    "iso": re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})-|[/.](?P<n>\d{1,2})[/.])(?P<d>\d{1,2})", re.ASCII),
    "mdy": re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4})", re.ASCII),
    "dmy": re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})", re.ASCII),
}
CLOCK = re.compile(
    r"[ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?[AP]M)?( ?Z| ?[+-]\d{2}:?\d{2})?", re.IGNORECASE | re.ASCII
)
# Blanks and a plus before a number are passed over.
SQUEEZED = re.compile(r"(?<=[/.-])[\s+]+")
EXACT, PLACES = Context(prec=400), Decimal("1E-18")
TOO_LARGE = 10**12
ODD_CHARACTERS = "0123456789" * 3 + ".,+-eE/ :TZ_'%$\u00a0\u0661\uff11"
repeatable = settings(deadline=None, max_examples=60)


def read(kind: Kind, texts: list[str], **settings_: str) -> list[object]:
    """What a column of this kind makes of the texts."""
    orders = ("iso", "mdy", "dmy") if "date_order" in settings_ else ("iso",)
    form = Format("any", "any", (Column("cell", kind),), ("cell",), date_orders=orders)
    frame = pl.DataFrame({"row": range(len(texts)), "cell": texts}, schema_overrides={"cell": pl.String})
    cells = clean(frame, form, Known(OPERATOR, settings_))["cell"]
    # Of the year 0, which Python does not know: the check of the file finds such days.
    return (cells.set(~cells.is_between(FIRST_DAY, LAST_DAY), None) if kind is Kind.DATE else cells).to_list()


def number(text: str) -> Decimal | None:
    """The number that a text says, to 18 decimals; None where it says none, or one that is too large."""
    if not NUMBER.fullmatch(text):
        return None
    try:
        exact = EXACT.create_decimal(text).quantize(PLACES, ROUND_HALF_EVEN, EXACT)
    except ArithmeticError:
        return None
    return exact if abs(exact) < TOO_LARGE else None


def day(text: str, order: str) -> date | None:
    """The day that a text says in this order, or in ISO; a clock behind it does not count, nor do blanks within."""
    for pattern in (DAYS[order], DAYS["iso"]):
        found = pattern.match(text)
        if found and (not text[found.end() :] or CLOCK.fullmatch(text[found.end() :])):
            return _day(**{name: int(part) for name, part in found.groupdict().items() if part})
    return None


def _day(y: int, d: int, m: int = 0, n: int = 0) -> date | None:
    try:
        said = date(y, m or n, d)
    except ValueError:
        return None
    return said if FIRST_DAY <= said <= LAST_DAY else None


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").strip()


numbers = st.lists(
    st.one_of(
        st.text("0123456789", max_size=24).map(lambda digits: f"{digits[:6]}.{digits[6:]}"),
        st.text(ODD_CHARACTERS, max_size=12),
        st.decimals(allow_nan=False).map(str),
        st.builds("{}e{}".format, st.integers(-(10**21), 10**21), st.integers(-60, 30)),
        st.builds("{}.{}5".format, st.integers(0, 9), st.integers(10**16, 10**18 - 1)),
    ),
    min_size=1,
    max_size=20,
)
days = st.lists(
    st.one_of(
        st.text(ODD_CHARACTERS, max_size=12),
        st.builds(
            "{}{}{}{}{}{}".format,
            st.integers(0, 32),
            sep := st.sampled_from(["/", "-", ".", " /", "//"]),
            st.integers(0, 32),
            sep,
            st.sampled_from([2026, 26, 1999, 20266, 0, "2026 "]),
            st.sampled_from(["", "", " 9:30", " 25:00", "T23:59:59Z", " 9:61", " 9:30 PM", "x", " 12:00:00 AM"]),
        ),
        st.builds(
            "{}-{:02}-{:02}{}".format, st.integers(1990, 2210), st.integers(0, 13), st.integers(0, 32), st.just("")
        ),
    ),
    min_size=1,
    max_size=20,
)


def check_numbers(texts: list[str]) -> None:
    for text, found in zip(texts, read(Kind.DECIMAL, texts), strict=True):
        assert found == number(plain(text)), text


def check_counts(texts: list[str]) -> None:
    for text, found in zip(texts, read(Kind.COUNT, texts), strict=True):
        whole = int(plain(text)) if WHOLE.fullmatch(plain(text)) else None
        assert found == (whole if whole is not None and abs(whole) < TOO_LARGE else None), text


def check_days(texts: list[str], order: str) -> None:
    for text, found in zip(texts, read(Kind.DATE, texts, date_order=order), strict=True):
        assert found in (day(plain(text), order), day(SQUEEZED.sub("", plain(text)), order)), text


@given(texts=numbers)
@repeatable
def test_a_number_is_the_one_that_is_written(texts: list[str]) -> None:
    check_numbers(texts)
    check_counts(texts)


@given(texts=days, order=st.sampled_from(["mdy", "dmy"]))
@repeatable
def test_a_day_is_the_one_that_is_written(texts: list[str], order: str) -> None:
    check_days(texts, order)


@pytest.mark.deep
@given(texts=numbers)
@settings(repeatable, max_examples=20_000)
def test_each_of_many_numbers_is_the_one_that_is_written(texts: list[str]) -> None:
    check_numbers(texts)
    check_counts(texts)


@pytest.mark.deep
@given(texts=days, order=st.sampled_from(["mdy", "dmy"]))
@settings(repeatable, max_examples=20_000)
def test_each_of_many_days_is_the_one_that_is_written(texts: list[str], order: str) -> None:
    check_days(texts, order)
