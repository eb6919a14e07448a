"""Whatever bytes and tables are given to a load, it gives a report: never another error than one with a sentence.

And what it reports is all there is: each row is stored, was stored before, or is set aside with its line and column.
"""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pipelines.errors import BenefitsError
from pipelines.ingest import FileReport, LoadReport
from pipelines.ingest.declare import Format
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.written import as_json
from pipelines.store import Store
from pipelines.store.check import check
from tests.any_file import ANSWERS, damaged, files
from tests.desk import Desk, desk_with_partners
from tests.nasty_cases import P7, costs, licences
from tests.workbooks import parts, sheet_data, workbook

SKU = '{"value": [{"skuId": "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11", "skuPartNumber": "E5", "consumedUnits": 1}]}'
WHOLE = [P7.encode(), costs("1.5").encode(), licences("E5,1,0,0,5/6/2026").encode(), P7.encode("utf-16"), SKU.encode()]
BOOKS = [workbook([line.split(",") for line in P7.splitlines()]), parts(sheet_data(["a", "b"], ["<f>1</f>"]))]
HELD = """entitlement_id,partner_id,offer,product,quantity
E-1,P-1,gold,windows-server-2019-standard-core,16
E-2,P-1,gold,microsoft-365-copilot,5
"""
GROUPS = [FORMATS[start::9] for start in range(9)]
repeatable = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
short, deep = settings(repeatable, max_examples=100), settings(repeatable, max_examples=250)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("anything")
    store = Store(folder / "home")
    held = desk_with_partners(store, folder)
    held.loaded(HELD)
    yield held
    assert check(store) == []
    store.close()


def parquet_file() -> bytes:
    content = io.BytesIO()
    pl.DataFrame({"BilledCost": ["1"], "ProviderName": ["Microsoft"]}).write_parquet(content)
    return content.getvalue()


def outcome(desk: Desk, content: bytes, **told: str) -> LoadReport | None:
    """The report, or None for a refusal that has its sentence; anything else passes through."""
    try:
        report = desk.load(content, settings=told, keep_good=True)
    except BenefitsError as refusal:
        if refusal.ours:
            raise
        return event(refusal.sentence()[:40])
    assert as_json(report)
    for file in report.files:
        if report.status != "refused":
            all_is_told(file)
    event(report.status)
    return report


def all_is_told(file: FileReport) -> None:
    """No row and no amount is dropped in silence."""
    assert file.rows_read == file.rows_loaded + file.rows_unchanged + file.rows_rejected
    assert len({problem.row for problem in file.problems}) == file.rows_rejected
    assert all(problem.line > 0 and problem.column for problem in file.problems)
    stored, aside = dict(file.stored_totals), dict(file.rejected_totals)
    for currency, control in file.control_totals:
        assert control == stored.get(currency, Decimal(0)) + aside.get(currency, Decimal(0))


def any_bytes(wholes: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    return st.one_of(st.binary(max_size=200), damaged(wholes))


def every_row_is_accounted_for(desk: Desk, made: tuple[str, int, bytes]) -> None:
    name, rows, content = made
    report = outcome(desk, content, layout=name, **ANSWERS)
    event(f"{name}: {report.status if report else 'refused'}")
    if report and report.status != "refused" and name != "focus":
        assert report.files[0].rows_read == rows


@given(content=any_bytes(WHOLE), told=st.booleans())
@short
def test_any_bytes_give_a_report(desk: Desk, content: bytes, told: bool) -> None:
    outcome(desk, content, **(ANSWERS if told else {}))


@given(made=files())
@short
def test_every_row_of_any_table_is_accounted_for(desk: Desk, made: tuple[str, int, bytes]) -> None:
    every_row_is_accounted_for(desk, made)


@given(content=damaged([*BOOKS, parquet_file()]))
@short
def test_any_damaged_workbook_gives_a_report(desk: Desk, content: bytes) -> None:
    outcome(desk, content)


@pytest.mark.deep
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: "-".join(form.name for form in group))
def test_every_row_of_many_tables_of_every_format_is_accounted_for(desk: Desk, group: tuple[Format, ...]) -> None:
    made = st.sampled_from(group).flatmap(files)
    deep(given(made=made)(lambda made: every_row_is_accounted_for(desk, made)))()


@pytest.mark.deep
@given(
    content=any_bytes([*WHOLE, *BOOKS, parquet_file()]), layout=st.sampled_from([*FORMATS, None]), told=st.booleans()
)
@settings(repeatable, max_examples=2_750)
def test_many_damaged_files_give_a_report(desk: Desk, content: bytes, layout: Format | None, told: bool) -> None:
    outcome(desk, content, **({"layout": layout.name} if layout else {}), **(ANSWERS if told else {}))
