"""Cost exports that others wrote, from ../shared/samples; with `-m samples` they must be there."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.ingest import Question
from pipelines.store import Store
from tests.cost_layouts import BY_FILE, FILES
from tests.desk import Desk, cells, told

SHARED = Path(__file__).parents[2] / "shared"
SAMPLES = SHARED / "samples"

pytestmark = pytest.mark.samples


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_the_made_files_have_the_headers_of_the_list_of_columns() -> None:
    listed = {tuple(columns) for columns in json.loads((SHARED / "columns.json").read_text("utf-8")).values()}
    for path in sorted(FILES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) in listed, path.name
    assert {path.name for path in FILES.glob("*.csv")} >= set(BY_FILE)


@pytest.mark.parametrize(
    ("name", "form", "rows", "currency", "total"),
    [
        ("azure-ea/EA_ActualCost_Small.csv", "azure-cost-details-ea-2021", 11, "USD", "8.5450077867419368"),
        ("azure-other/Enterprise.csv", "azure-cost-details-ea", 1, "CAD", "0"),
        ("azure-other/PayAsYouGo.csv", "azure-cost-details-payg", 1, "USD", "0.075"),
        ("azure-other/koku_costreport.csv", "azure-cost-details-payg", 3, "USD", "0.00011016"),
    ],
)
def test_a_sample_loads_with_its_known_total_and_again_changes_nothing(
    desk: Desk, name: str, form: str, rows: int, currency: str, total: str
) -> None:
    file = desk.loaded(sample(name))
    assert (file.format, file.rows_loaded, file.unknown_columns) == (form, rows, ())
    assert file.control_totals == file.stored_totals == [(currency, Decimal(total))]
    assert desk.load(sample(name)).status == "unchanged"


@pytest.mark.parametrize("name", ["azure-ea/EA_NoRows.csv", "azure-other/koku_empty_frame.csv"])
def test_a_sample_with_a_header_and_no_row_changes_nothing(desk: Desk, name: str) -> None:
    report = desk.load(sample(name))
    assert (report.status, report.files[0].rows_read) == ("unchanged", 0)
    assert [note.code for note in report.files[0].notes] == ["no_rows"]


def test_a_row_of_nothing_but_a_day_is_named_with_what_it_lacks(desk: Desk) -> None:
    report = desk.load(sample("azure-other/BOM.csv"))
    assert cells(report) == [(2, "SubscriptionGuid", None), (2, "PreTaxCost", None), (2, "Currency", None)]


def test_the_focus_sample_has_51_rows_of_microsoft_12_of_them_negative(desk: Desk) -> None:
    asked = desk.load(sample("focus/focus_sample.csv"))
    assert asked.question == Question("provider", ("AWS", "Oracle", "Microsoft"))
    file = desk.loaded(sample("focus/focus_sample.csv"), provider="Microsoft")
    assert (file.rows_read, file.rows_loaded, file.unknown_columns) == (51, 51, ("Id",))
    assert file.control_totals == file.stored_totals == [("USD", Decimal("1.97651418586"))]
    assert desk.rows("SELECT count(*) FROM charge WHERE cost < 0") == [(12,)]
    assert [dict(note.facts) for note in file.notes if note.code == "other_providers"] == [
        {"rows": 949, "provider": "Microsoft"}
    ]


def test_reservation_recommendations_are_no_costs(desk: Desk) -> None:
    report = desk.load(sample("azure-ea/EA-Reservations-Recommendations.csv"))
    assert report.status == "refused"
    assert report.files[0].format is None
    assert told(report)
