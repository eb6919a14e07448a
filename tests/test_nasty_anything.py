"""Whatever bytes and tables are given to a load, it gives a report: never another error than one with a sentence."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import BenefitsError
from pipelines.ingest import LoadReport
from pipelines.ingest.declare import Format
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.written import as_json
from pipelines.store import Store
from tests.desk import Desk, desk_with_partners
from tests.nasty_cases import GUID, P7, costs, licences
from tests.workbooks import parts, sheet_data, workbook

ANSWERS = {"partner": "P-1", "date_order": "mdy", "encoding": "gb18030"}
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
    ),
    *("0", "-1", "1.5", "1,5", "1E400", "9" * 40, "0." + "9" * 40, "NaN", "１", "1e", "1 licenses", "1,000 USD"),
    *("6/1/2026", "2026-06-01", "1.6.26", "0/0/0000", "9/9/999999999999", "2026-02-30", "June 5, 2026", "46203"),
    *(
        "P-1",
        "*",
        "USD",
        "US",
        "UTC",
        "yes",
        "core",
        "gold",
        "a@b.example",
        "auditor;finance",
        ";",
        GUID,
        f"{{{GUID.upper()}}}",
    ),
    *("王", "👩‍💻", "x" * 300, "set_aside_load", "1", "99999999999999999999"),
)
WHOLE = [P7.encode(), costs("1.5").encode(), licences("E5,1,0,0,5/6/2026").encode(), P7.encode("utf-16")]
BOOKS = [workbook([line.split(",") for line in P7.splitlines()]), parts(sheet_data(["a", "b"], ["<f>1</f>"]))]
repeatable = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("anything")
    store = Store(folder / "home")
    yield desk_with_partners(store, folder)
    store.close()


def outcome(desk: Desk, content: bytes, **told: str) -> object:
    """The report in words, or the sentence of the refusal; anything else passes through."""
    try:
        report = desk.load(content, settings=told, keep_good=True)
    except BenefitsError as refusal:
        return refusal.sentence()
    assert isinstance(report, LoadReport)
    return as_json(report)


@st.composite
def damaged(draw: st.DrawFn, wholes: list[bytes]) -> bytes:
    """A good file in which some bytes are replaced, put in or left out."""
    content = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 5))
        content = content[:start] + draw(st.binary(max_size=5)) + content[end:]
    return content


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table of some format: its columns in any order, some missing or unknown, with odd cells and odd writing."""
    form = draw(st.sampled_from(FORMATS))
    names = draw(st.permutations(_headers(form)))
    names = names[draw(st.sampled_from((0, 0, 0, 1))) :] + draw(st.lists(st.sampled_from(ODD), max_size=1))
    width = len(names)
    cell = st.one_of(st.sampled_from(ODD), st.text(max_size=6))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=4))
    return _written(draw, [names, *rows])


def _headers(form: Format) -> list[str]:
    own = ["set_aside_load", "set_aside_line"] if form.name == "people" else []
    return [*own, *dict.fromkeys(column.known_as[0] for column in form.columns)]


def _written(draw: st.DrawFn, rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    csv.writer(text, lineterminator=end, delimiter=draw(st.sampled_from(",;\t|")), quoting=quoting).writerows(rows)
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "gb18030")))
    return text.getvalue().encode(encoding, errors="replace")


@given(content=st.one_of(st.binary(max_size=200), damaged(WHOLE)), told=st.booleans())
@repeatable
def test_any_bytes_give_a_report(desk: Desk, content: bytes, told: bool) -> None:
    assert outcome(desk, content, **(ANSWERS if told else {}))


@given(content=tables())
@repeatable
def test_any_table_gives_a_report(desk: Desk, content: bytes) -> None:
    assert outcome(desk, content, **ANSWERS)


@given(content=damaged(BOOKS))
@repeatable
def test_any_damaged_workbook_gives_a_report(desk: Desk, content: bytes) -> None:
    assert outcome(desk, content)
