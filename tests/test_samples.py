"""Files that others wrote, from ../shared/samples; with `-m samples` they must be there."""

import csv
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.desk import Desk, cells, told
from tests.nasty_cases import GUID
from tests.usage_files import HEADER

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
NAMES = SAMPLES / "m365" / "m365_product_names_2022-11.csv"

pytestmark = pytest.mark.samples


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def test_the_product_names_are_295_products_and_a_repeat_changes_nothing(desk: Desk) -> None:
    file = desk.loaded(NAMES.read_bytes())
    assert (file.format, file.groups, file.rows_loaded) == ("m365-product-names", 295, 2457)
    assert desk.rows("SELECT count(DISTINCT product_guid) FROM m365_product") == [(295,)]
    assert desk.rows("SELECT count(*) FROM m365_product WHERE contains(service_plan_name, chr(65533))") == [(0,)]
    again = desk.load(NAMES.read_bytes())
    assert (again.status, again.files[0].groups, again.files[0].rows_unchanged) == ("unchanged", 295, 2457)


def test_a_smaller_copy_of_the_names_in_utf8_with_commas_loads_too(desk: Desk) -> None:
    file = desk.loaded((SAMPLES / "m365" / "ms_skus_minimal.csv").read_bytes())
    assert (file.format, file.groups) == ("m365-product-names", 4)


@pytest.mark.parametrize(
    "name",
    [
        "azure-ea/EA-Reservations-Recommendations.csv",
        "m365/license_assignments.csv",
        "m365/users.csv",
        "nasty/blns.txt",
        "nasty/dirty_data.xlsx",
        "azure-schemas/focuscost_1.2.json",
        *(
            f"nasty/csv-spectrum/{one}.csv"
            for one in (
                *("simple", "simple_crlf", "newlines", "newlines_crlf", "escaped_quotes", "json", "utf8", "empty"),
                *("empty_crlf", "comma_in_quotes", "location_coordinates", "quotes_and_newlines"),
            )
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(desk: Desk, name: str) -> None:
    report = desk.load((SAMPLES / name).read_bytes())
    assert report.status == "refused"
    assert len(told(report)[0]) > 20
    assert desk.rows("SELECT 1 FROM load") == []


def test_naughty_strings_are_stored_as_they_are_written(desk: Desk) -> None:
    lines = (SAMPLES / "nasty" / "blns.txt").read_text("utf-8").split("\n")
    strings = [line for line in lines if line.strip() and not line.startswith("#")]
    with (desk.folder / "naughty.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [[name, GUID, "6/1/2026", "r", "s", "t", "e", "x", "1", number] for number, name in enumerate(strings)]
        csv.writer(file).writerows([HEADER, *rows])
    desk.loaded((desk.folder / "naughty.csv").read_bytes())
    names = [name for (name,) in desk.rows("SELECT subscription FROM usage ORDER BY cost")]
    assert names == [_trimmed(name) for name in strings]


# Of each file of csv-spectrum one column, and what its cells say.
SPECTRUM = {
    ("simple", "a"): ["1"],
    ("simple_crlf", "c"): ["3"],
    ("empty", "a"): ["1", "2"],
    ("empty_crlf", "a"): ["1", "2"],
    ("comma_in_quotes", "city"): ["Anytown, WW"],
    ("comma_in_quotes", "zip"): ["08123"],
    ("escaped_quotes", "b"): ['ha "ha" ha', "4"],
    ("json", "val"): ['{"type": "Point", "coordinates": [102.0, 0.5]}'],
    ("newlines", "a"): ["1", "Once upon \na time", "7"],
    ("newlines_crlf", "a"): ["1", "Once upon \r\na time", "7"],
    ("quotes_and_newlines", "b"): ['ha \n"ha" \nha', "4"],
    ("utf8", "c"): ["3", "ʤ"],
    ("location_coordinates", "Location Coordinates"): ["37\ufffd36'37.8\"N 121\ufffd2'17.9\"W"],
}


@pytest.mark.parametrize(("name", "column"), SPECTRUM)
def test_the_cells_of_csv_spectrum_are_read_as_they_are_meant(desk: Desk, name: str, column: str) -> None:
    header, *rows = _raw_records((SAMPLES / "nasty" / "csv-spectrum" / f"{name}.csv").read_bytes().decode())
    named = ["legal_name" if one == column else one for one in header.split(",")]
    ours = [f"{row},P-{number},US,USD" for number, row in enumerate(rows, 1)]
    desk.loaded("\n".join([f"{','.join(named)},partner_id,country,currency", *ours]))
    assert desk.rows("SELECT partner FROM partner ORDER BY partner_id") == [(one,) for one in SPECTRUM[name, column]]


@pytest.mark.parametrize("name", ["empty", "empty_crlf"])
def test_an_empty_cell_of_csv_spectrum_is_named_with_its_line(desk: Desk, name: str) -> None:
    header, *rows = _raw_records((SAMPLES / "nasty" / "csv-spectrum" / f"{name}.csv").read_bytes().decode())
    ours = [f"{row},P-{number},US,USD" for number, row in enumerate(rows, 1)]
    report = desk.load("\n".join([f"{header.replace('b', 'legal_name')},partner_id,country,currency", *ours]))
    assert cells(report) == [(2, "legal_name", None)]


def _raw_records(text: str) -> list[str]:
    """The records as they are written, without the end of each one's last line."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines)
    begun, found = 0, []
    for _ in reader:
        found.append("".join(lines[begun : reader.line_num]).rstrip("\r\n"))
        begun = reader.line_num
    return found


def _trimmed(name: str) -> str:
    """Edge blanks do not count, a blank that does not break is a blank, and NULL is nothing."""
    plain = name.replace("\u00a0", " ").strip()
    return "" if plain == "NULL" else plain
