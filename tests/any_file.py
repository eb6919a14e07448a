"""Files that nobody would write: tables of every format with odd cells, in every kind of file, and damaged bytes."""

import csv
import io
import json
from collections.abc import Sequence

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.formats import FORMATS
from tests.nasty_cases import GUID
from tests.workbooks import workbook

ODD = (
    *(
        "",
        " ",
        "NULL",
        "-",
        "'",
        '"',
        "=1+1",
        "\u00a0",
        "\r",
        "\n",
        "\r\n",
        "\u2028",
        "\u202e",
        "#N/A",
        "\x00",
        "\x1b[0m",
    ),
    *("0", "-1", "1.5", "1,5", "1E400", "1E-400", "9" * 40, "9" * 20, "0." + "9" * 40, "NaN", "１", "1e", "1 licenses"),
    *("1,000 USD", "$99999999999999999999", "999999999999999", "9223372036854775807", "99999999999999999999", "-0"),
    *(
        "6/1/2026",
        "2026-06-01",
        "1.6.26",
        "0/0/0000",
        "1/1/0000",
        "9/9/999999999999",
        "2026-02-30",
        "June 5, 2026",
        "46203",
    ),
    *("2199-12-31", "2000-01-01", "P-1", "*", "USD", "US", "UTC", "yes", "core", "gold", "a@b.example", ";", "P-1-R1"),
    *("auditor;finance", GUID, f"{{{GUID.upper()}}}", "王", "👩‍💻", "ß", "x" * 300, "set_aside_load", "1"),
)
# What a column of some kind, or of some name, has in a file that is as it should be.
_BY_KIND: dict[Kind, Sequence[str]] = {
    Kind.TEXT: ("Lab", "E-1", "E-2", "王小明"),
    Kind.GUID: (GUID, "15A2F1C7-6A52-4B0E-9A5E-2F8E6E7B0C22"),
    Kind.IDENTIFIER: ("web", "rg-1"),
    Kind.MOMENT: ("2026-06-01T00:00Z", "2026-06-02"),
    Kind.DECIMAL: ("1.5", "0", "12", "-3"),
    Kind.COUNT: ("1", "25"),
    Kind.YES_NO: ("yes", "False"),
    Kind.EMAIL: ("a@b.example", "A@c.example"),
    Kind.CURRENCY: ("USD", "EUR"),
    Kind.COUNTRY: ("US",),
    Kind.TIME_ZONE: ("UTC", "Europe/Berlin"),
    Kind.ROLES: ("auditor", ""),
    Kind.PARTNER: ("P-1", "p-2"),
    Kind.PARTNERS: ("P-1", "*"),
    Kind.OFFER: ("gold",),
    Kind.PRODUCT: ("windows-server-2019-standard-core", "windows-server-2025-cal"),
}
_BY_NAME = {
    "request_id": ("P-1-R1", "P-2-R7"),
    "key": ("AAAA1-BBBB2-CCCC3-DDDD4-EEEE5", "MAK-12345"),
    "benefit": ("Microsoft 365 Copilot",),
    "source": ("Success Expanded",),
    "stated": ("12 licenses", "1,000 licenses"),
    "name": ("Windows Server 2025 CAL", "Somebody"),
    "provider": ("Microsoft",),
    **dict.fromkeys(("shown_cost", "shown_original", "shown_balance", "shown_amount"), ("$5.00", "USD 7")),
}
ANSWERS = {
    "partner": "P-1",
    "date_order": "mdy",
    "encoding": "gb18030",
    "currency": "USD",
    "stated_on": "2026-06-01",
    "held_under": "gold",
    "subscription": GUID,
    "replace": "yes",
}
Row = list[str]


@st.composite
def damaged(draw: st.DrawFn, wholes: Sequence[bytes]) -> bytes:
    """A good file in which some bytes are replaced, put in or left out."""
    content = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 5))
        content = content[:start] + draw(st.binary(max_size=5)) + content[end:]
    return content


@st.composite
def tables(draw: st.DrawFn, form: Format | None = None) -> tuple[str, list[Row]]:
    """A table of some format and its name: columns in any order, some missing or unknown; cells good, odd or wild."""
    form = form or draw(st.sampled_from(FORMATS))
    columns = draw(st.permutations([column for column in form.columns if not _repeats(column, form)]))
    columns = columns[draw(st.sampled_from((0, 0, 0, 0, 0, 1))) :]
    more = draw(st.lists(st.sampled_from(ODD), max_size=1))
    cells = [_cells(column, form) for column in columns] + [st.sampled_from(ODD) for _ in more]
    rows = draw(st.lists(st.tuples(*cells).map(list), max_size=4))
    return form.name, [[column.known_as[0] for column in columns] + more, *rows]


def _repeats(column: Column, form: Format) -> bool:
    """Whether an earlier column of the format is read from the same header."""
    before = form.columns[: form.columns.index(column)]
    return any(column.known_as[0] == one.known_as[0] for one in before)


def _cells(column: Column, form: Format) -> st.SearchStrategy[str]:
    good = st.sampled_from(_good(column, form))
    return st.integers(0, 20).flatmap(
        lambda dice: good if dice < 18 else st.sampled_from(ODD) if dice < 20 else st.text(max_size=6)
    )


def _good(column: Column, form: Format) -> Sequence[str]:
    if column.kind is Kind.CHOICE:
        return column.choices
    if column.kind is Kind.DATE:
        return ("2026-06-01", "2026-06-13") if "iso" in form.date_orders else ("6/1/2026", "6/13/2026")
    return _BY_NAME.get(column.name) or _BY_KIND[column.kind]


@st.composite
def files(draw: st.DrawFn, form: Format | None = None) -> tuple[str, int, bytes]:
    """A table of some format as a file of a kind that it comes as: the format, how many rows count, the file."""
    name, rows = draw(tables(form))
    reads = next(one.reads for one in FORMATS if one.name == name)
    kind = draw(st.sampled_from([kind for kind in reads for _ in range(4)] + ["workbook"] * ("text" in reads)))
    if kind in ("json", "parquet"):
        return name, len(rows) - 1, (_json if kind == "json" else _parquet)(draw, rows)
    filled = sum(any(map(str.strip, row)) for row in rows[1:])
    return name, filled, (_text if kind == "text" else _workbook)(draw, rows)


def _text(draw: st.DrawFn, rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    csv.writer(text, lineterminator=end, delimiter=draw(st.sampled_from(",;\t|")), quoting=quoting).writerows(rows)
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "gb18030")))
    return text.getvalue().encode(encoding, errors="replace")


def _workbook(draw: st.DrawFn, rows: list[Row]) -> bytes:
    """Text cells, or numbers where a text is one."""
    if draw(st.booleans()):
        return workbook(rows)
    return workbook(
        [rows[0], *([int(cell) if cell in ("0", "1", "12", "25") else cell for cell in row] for row in rows[1:])]
    )


def _json(draw: st.DrawFn, rows: list[Row]) -> bytes:
    header, *records = rows
    written = [_nested(dict(zip(header, record, strict=True))) for record in records]
    for one in written:
        if draw(st.integers(0, 9)) == 0:
            one[draw(st.sampled_from(header or ["x"]))] = draw(
                st.sampled_from([None, True, 1.5, [1], {}, {"a": {}}, 10**40])
            )
    return json.dumps(draw(st.sampled_from([{"value": written}, written]))).encode()


def _nested(record: dict[str, str]) -> dict[str, object]:
    nested: dict[str, object] = {}
    for name, text in record.items():
        inner = nested
        *above, last = name.split(".")
        for key in above:
            below = inner.setdefault(key, {})
            inner = below if isinstance(below, dict) else inner
        inner[last] = text
    return nested


def _parquet(draw: st.DrawFn, rows: list[Row]) -> bytes:
    """All texts, or the amounts as doubles."""
    header, *records = rows
    doubles = draw(st.booleans())
    columns = [_column(name, [record[place] for record in records], doubles) for place, name in enumerate(header)]
    content = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, names=header), content)
    return content.getvalue()


def _column(name: str, cells: list[str], doubles: bool) -> pa.Array:
    texts = pl.Series(cells, dtype=pl.String)
    return (texts.cast(pl.Float64, strict=False) if doubles and name.endswith("Cost") else texts).to_arrow()
