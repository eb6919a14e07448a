"""Odd workbooks, and what comes of each."""

from datetime import date, datetime

from tests.nasty_cases import HEAD, P7_STORED, case, named
from tests.workbooks import Cell, claiming_less, parts, sheet_data, workbook

TABLE: list[list[Cell]] = [HEAD.strip().split(","), ["P-7", "Café", "US", "USD"]]
OFFERS: list[Cell] = ["partner_id", "offer", "starts_on", "fee"]


def offers(*rows: list[Cell]) -> bytes:
    return workbook([OFFERS, *rows])


DAY = date(2026, 7, 1)
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
ONE_TEXT = '<c r="A{0}" t="s"><v>0</v></c>'
SHEETS = [
    case("a workbook", workbook(TABLE), loads=P7_STORED),
    case("with its list of parts at the end", parts(sheet_data(*TABLE)), loads=P7_STORED),
    case("half a workbook", workbook(TABLE)[:1500], refused="workbook cannot be opened"),
    case("an empty workbook", workbook([]), refused="The file is empty"),
    case("a header alone in a sheet", workbook(TABLE[:1]), loads=""),
    case("a title above, blank rows below", workbook([["Ours"], [], *TABLE, [], [" "]]), loads=P7_STORED),
    case(
        "rows above the header of a sheet", workbook([TABLE[1], *TABLE]), refused="Line 1 looks like a row of a table"
    ),
    case("a hidden sheet", workbook(TABLE, TABLE, hidden=[1]), asks="sheet"),
    case("a very hidden sheet", workbook(TABLE, TABLE, very_hidden=[1]), asks="sheet"),
    case("two sheets, one named", workbook(TABLE, [["x"]]), sheet="sheet 1", loads=P7_STORED),
    case("a merged title", workbook([[], *TABLE], merged=["A1:D1"]), loads=P7_STORED),
    case("merged cells in a row", workbook([*TABLE, []], merged=["A3:B3"]), refused="A3:B3 are merged down to row 3"),
    case(
        "merged cells down a column",
        workbook([*TABLE, [], []], merged=["D3:D4"]),
        refused="D3:D4 are merged down to row 4",
    ),
    case(
        "merged cells in the header",
        workbook([[*TABLE[0], None, None], TABLE[1]], merged=["E1:F1"]),
        refused="E1:F1 are merged",
    ),
    case("a formula", offers(["P-1", "gold", DAY, "=3+4"]), loads="P-1 gold 2026-07-01 7.00"),
    case(
        "a formula without its result",
        parts(sheet_data(OFFERS, ["P-1", "gold", "2026-07-01", "<f>3+4</f>"])),
        refused="Row 2: cell D2 holds a formula without its result",
    ),
    case("the error of a formula", offers(["P-1", "gold", DAY, "#DIV/0!"]), cells=[(2, "fee", "#DIV/0!")]),
    case("an error in a text", workbook([*TABLE, ["P-8", "#REF!", "US", "USD"]]), cells=[(3, "legal_name", "#REF!")]),
    case("a date cell", offers(["P-1", "gold", DAY, 5]), loads="P-1 gold 2026-07-01 5.00"),
    case(
        "a date with its time",
        offers(["P-1", "gold", datetime(2026, 7, 1, 23, 30), 5]),
        loads="P-1 gold 2026-07-01 5.00",
    ),
    case(
        "dates since 1904",
        workbook([OFFERS, ["P-1", "gold", DAY, 5]], since_1904=True),
        loads="P-1 gold 2026-07-01 5.00",
    ),
    case("a date as its number", offers(["P-1", "gold", 46204, 5]), cells=[(2, "starts_on", "46204")]),
    case("a date as money", offers(["P-1", "gold", DAY, DAY]), cells=[(2, "fee", "2026-07-01 00:00:00")]),
    case("a number as a text with a comma", offers(["P-1", "gold", DAY, "1,5"]), cells=[(2, "fee", "1,5")]),
    case("true as money", offers(["P-1", "gold", DAY, True]), cells=[(2, "fee", "true")]),
    case(
        "a fault below a cell of two lines, in a sheet",
        workbook([TABLE[0], ["P-7", "Ca\nfé", "US", "USD"], ["P-8", "C", "US", "bucks"]]),
        cells=[(3, "currency", "bucks")],
    ),
    case("a return in a cell of a sheet", workbook([TABLE[0], ["P-7", "Ca\rfé", "US", "USD"]]), loads=named("Ca\rfé")),
    case("a quote in a cell of a sheet", workbook([TABLE[0], ["P-7", '"Ca"fé', "US", "USD"]]), loads=named('"Ca"fé')),
    case(
        "another table below, in a sheet",
        workbook([*TABLE, [], ["colour"], ["red"]]),
        cells=[
            (4, "legal_name", None),
            (4, "country", None),
            (4, "currency", None),
            (5, "legal_name", None),
            (5, "country", None),
            (5, "currency", None),
        ],
    ),
    case(
        "a cell far away",
        parts(sheet_data(*TABLE).replace("</sheetData>", FAR)),
        refused="The sheet spans 17179869184 cells",
    ),
    case(
        "a cell without a place",
        parts("<sheetData><row><c><v>1</v></c></row></sheetData>"),
        refused="workbook cannot be opened",
    ),
    case(
        "one text shown 10,000 times",
        parts(
            f"<sheetData>{''.join(f'<row>{ONE_TEXT.format(n)}</row>' for n in range(1, 10_001))}</sheetData>",
            shared=f"<si><t>{'x' * 32_000}</t></si>",
        ),
        refused="Unpacked, the file would have",
    ),
    case(
        "20 MB in 20 KB",
        parts("<sheetData>" + " " * 20_000_000 + "</sheetData>"),
        refused="Unpacked, the file would have",
    ),
    case(
        "more than it says it unpacks to",
        claiming_less(parts("<sheetData>" + " " * 20_000_000 + "</sheetData>"), "xl/worksheets/sheet1.xml", 1000),
        refused="workbook cannot be opened",
    ),
]
