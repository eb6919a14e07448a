"""Files as they come: whatever their encoding, separators and line ends; wrong or damaged ones are refused whole."""

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.ingest import LoadReport
from pipelines.store import Store
from tests.desk import PARTNERS, Desk, cells, told

NAMED = "partner_id,legal_name,country,currency\nP-1,Café Møller 王,US,USD\nP-2,Fabrikam,US,USD\n"
OFFERS = ["partner_id", "offer", "starts_on", "fee"]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def names(desk: Desk) -> list[object]:
    return [name for (name,) in desk.rows("SELECT partner FROM partner ORDER BY partner_id")]


def refusal(desk: Desk, content: str | bytes, **settings: str) -> str:
    """The sentence with which the file is refused; nothing has changed."""
    report = desk.load(content, settings=settings)
    assert report.status == "refused"
    assert desk.rows("SELECT 1 FROM load") == []
    return told(report)[0]


def workbook(*rows: list[object], sheets: tuple[str, ...] = ("one",)) -> bytes:
    """A workbook with these rows on each of its sheets; an error such as #N/A is that of a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("#"):
                        sheet.write_formula(number, place, "=1/0", None, cell)
                    else:
                        sheet.write(number, place, cell)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        NAMED.encode(),
        NAMED.encode("utf-8-sig"),
        NAMED.encode("utf-16"),
        NAMED.replace("\n", "\r\n").encode(),
        NAMED.replace("\n", "\r").encode(),
        NAMED.replace(",", ";").encode(),
        NAMED.replace(",", "\t").encode(),
        NAMED.replace(",", "|").encode(),
        NAMED.rstrip("\n").encode(),
        f"\n{NAMED.replace('legal_name', ' Legal_Name ')}\n\n".encode(),
        f"Our partners;as of today\n\n{NAMED.replace(',', ';')}".encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "crlf",
        "cr",
        "semicolon",
        "tab",
        "pipe",
        "no last line end",
        "blank lines",
        "title",
    ],
)
def test_a_table_is_read_however_it_is_written(desk: Desk, content: bytes) -> None:
    report = desk.load(content)
    assert report.status == "loaded", told(report)
    assert names(desk) == ["Café Møller 王", "Fabrikam"]


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Café"), ("gb18030", "王小明"), ("cp950", "陳怡婷")])
def test_an_encoding_that_the_file_does_not_show_is_asked(desk: Desk, encoding: str, name: str) -> None:
    content = NAMED.replace("Café Møller 王", name).encode(encoding)
    report = desk.load(content)
    assert report.question is not None
    assert (report.question.setting, encoding in report.question.choices) == ("encoding", True)
    desk.loaded(content, encoding=encoding)
    assert names(desk)[0] == name


def test_an_encoding_that_does_not_fit_is_refused_and_nothing_is_replaced(desk: Desk) -> None:
    content = NAMED.replace("Café Møller 王", "Caf\xe9").encode("cp1252")
    assert "not gb18030 throughout" in refusal(desk, content, encoding="gb18030")
    assert 'no encoding "latin-nine"' in refusal(desk, content, encoding="latin-nine")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><html><table><tr><td>partner_id</td></tr></table></html>", "html"),
        (b"%PDF-1.7 partner_id", "pdf"),
        (gzip.compress(gzip.compress(NAMED.encode())), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_kind(desk: Desk, content: bytes, kind: str) -> None:
    assert f'file of kind "{kind}"' in refusal(desk, content)


def test_an_archive_is_refused_as_one(desk: Desk) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("partners.csv", NAMED)
    assert 'file of kind "zip"' in refusal(desk, content.getvalue())


def test_a_damaged_workbook_is_refused(desk: Desk) -> None:
    assert "workbook cannot be opened" in refusal(desk, workbook(["a"])[:700])


@pytest.mark.parametrize("content", ["", "\n\n \n"])
def test_an_empty_file_is_refused(desk: Desk, content: str) -> None:
    sentence = refusal(desk, content)
    assert "empty" in sentence


def test_a_file_with_a_header_and_no_rows_changes_nothing(desk: Desk) -> None:
    for content in (PARTNERS.splitlines()[0], PARTNERS.splitlines()[0] + "\r\n"):
        report = desk.load(content)
        assert (report.status, report.files[0].format, report.files[0].rows_read) == ("unchanged", "partners", 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (NAMED.replace("US,USD", "US\x00,USD", 1), "Line 2 has NUL bytes"),
        (NAMED.replace("P-2,Fabrikam", "P-2,Fabrikam, Inc."), "Line 3 has 5 fields where the header has 4"),
        (NAMED.replace("P-2,Fabrikam,", "P-2,"), "Line 3 has 3 fields where the header has 4"),
        (NAMED.replace("Fabrikam", '"Fabrikam'), "record that begins on line 3 has no end: a quote is not closed"),
        (NAMED.replace("country", "currency"), "lacks: country"),
        (
            NAMED.replace("country,currency", "country,currency,Currency").replace("USD", "USD,EUR"),
            '"currency" stands twice',
        ),
        (NAMED.replace("currency", "money"), "looks most like partners, but lacks: currency"),
        ("shade,colour\na,b\n", "No known format has these columns: shade, colour"),
    ],
    ids=["nul", "long", "short", "quote", "missing", "twice", "nearly", "unknown"],
)
def test_a_wrong_or_damaged_file_says_what_is_wrong(desk: Desk, content: str, sentence: str) -> None:
    assert sentence in refusal(desk, content)


def test_a_layout_that_does_not_exist_or_does_not_fit_is_refused(desk: Desk) -> None:
    assert 'no layout "partner"' in refusal(desk, NAMED, layout="partner")
    assert "looks most like people, but lacks: email, name" in refusal(desk, NAMED, layout="people")


def test_one_wrong_file_keeps_the_others_out(desk: Desk) -> None:
    report = desk.load(NAMED, "name,colour\n")
    assert report.status == "refused"
    assert names(desk) == []


def load_sheet(desk: Desk, *rows: list[object], **settings: str) -> LoadReport:
    desk.loaded(PARTNERS)
    return desk.load(workbook(*rows), settings=settings)


def test_a_workbook_may_have_a_title_above_the_header_and_typed_cells(desk: Desk) -> None:
    report = load_sheet(
        desk,
        [],
        ["Offers of Contoso"],
        [],
        OFFERS,
        ["P-1", "gold", date(2026, 7, 1), 4730.5],
        ["P-1", "silver", "2026-07-02"],
    )
    assert report.status == "loaded", told(report)
    stored = desk.rows("SELECT offer, starts_on, fee::VARCHAR, source_line FROM offer_held ORDER BY offer")
    assert stored == [("gold", date(2026, 7, 1), "4730.50", 5), ("silver", date(2026, 7, 2), None, 6)]


def test_a_workbook_names_wrong_cells_by_the_row_of_the_sheet(desk: Desk) -> None:
    report = load_sheet(
        desk, ["Offers"], OFFERS, [], ["P-1", "gold", 46203, "#REF!"], ["P-1", "#N/A", date(2026, 7, 1)]
    )
    assert cells(report) == [(4, "starts_on", "46203"), (4, "fee", "#REF!"), (5, "offer", "#N/A")]


def test_numbers_of_a_workbook_keep_all_their_digits(desk: Desk) -> None:
    header = ["SubscriptionName", "SubscriptionGuid", "Date", "ResourceGuid", "ServiceName"]
    header += ["ServiceType", "ServiceRegion", "ServiceResource", "Quantity", "Cost"]
    row = ["Lab", "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11", "6/1/2026", "r", "s", "t", "e", "x"]
    file = desk.loaded(workbook(header, [*row, 2e-10, 12345678.123456], [*row, 3, 0.1 + 0.2]))
    assert [(currency, f"{total.normalize():f}") for currency, total in file.control_totals] == [
        ("USD", "12345678.423456")
    ]
    assert desk.rows("SELECT min(quantity)::VARCHAR FROM usage") == [("0.000000000200000000",)]


def test_which_of_several_sheets_is_asked(desk: Desk) -> None:
    content = workbook(*(line.split(",") for line in PARTNERS.splitlines()), sheets=("old", "new"))
    report = desk.load(content)
    assert report.question is not None
    assert (report.question.setting, report.question.choices) == ("sheet", ("old", "new"))
    assert 'sheet cannot be "newest". Known are: old, new' in refusal(desk, content, sheet="newest")
    desk.loaded(content, sheet="new")


def test_a_table_that_has_little_in_common_with_a_format_is_not_said_to_be_like_it(desk: Desk) -> None:
    content = "Name,Colour,Currency\na,b,c\n"
    assert "No known format has these columns: Name, Colour, Currency" in refusal(desk, content)


def test_the_header_of_an_unknown_sheet_is_shown_and_not_its_title(desk: Desk) -> None:
    content = workbook(["Our staff"], ["First name", "Last name"], ["a", "b"])
    assert "No known format has these columns: First name, Last name" in refusal(desk, content)
