"""Tables of odd shapes, files of other kinds, odd numbers and dates, and what comes of each."""

import gzip
import io
import zipfile

from tests.nasty_cases import HEAD, P7, P7_STORED, case, costs, licences, named, of_name, on_day, usage

SEATS = (
    "Subscriber Name,Email,Email Address,Subscription Level,Assigned,Activated,Expiration Date (UTC),"
    "Subscription Status,Subscription GUID,Usage Status\n"
)
SHAPES = [
    case("nothing", b"", refused="The file is empty"),
    case("a byte order mark alone", b"\xef\xbb\xbf", refused="The file is empty"),
    case("blanks alone", "\n\n \r\n\t\n", refused="The file is empty"),
    case("separators alone", ",,,\n,,,\n", refused="No known format has these columns: ,,,"),
    case("a header alone", HEAD, loads=""),
    case("rows alone", "P-7,Café,US,USD\n", refused="No known format has these columns: P-7, Café, US, USD"),
    case("a short row", P7 + "P-8,Café\n", refused="Line 3 has 2 fields where the header has 4"),
    case("a long row", P7 + "P-8,Café,US,USD,x\n", refused="Line 3 has 5 fields where the header has 4"),
    case("a column missing", "partner_id,legal_name,country\n", refused="most like partners, but lacks: currency"),
    case("a column twice", HEAD.replace("\n", ",Currency\n"), refused='column "currency" stands twice'),
    case(
        "a column by two of its names",
        SEATS,
        layout="visual-studio-export",
        refused='"email / email address" stands twice',
    ),
    case("a header in capitals, blanks around", P7.replace("legal_name", "\u00a0LEGAL_NAME "), loads=P7_STORED),
    case(
        "a header again in the middle",
        P7 + HEAD,
        cells=[(3, "country", "country"), (3, "currency", "currency")],
    ),
    case("a title and a date above", f"Our partners\nas of,2026-06-15\n\n{P7}", loads=P7_STORED),
    case("a title of 30 lines", "x\n" * 30 + P7, refused="No known format has these columns: x"),
    case(
        "rows above the header",
        f"P-8,Café,US,USD\n{P7}",
        refused="Line 1 looks like a row of a table, but stands above",
    ),
    case(
        "another table above",
        f"a,b,c,d\n1,2,3,4\n\n{P7}",
        refused="Line 1 looks like a row of a table, but stands above",
    ),
    case(
        "another table below", f"{P7}\ncolour,shade\nred,dark\n", refused="Line 4 has 2 fields where the header has 4"
    ),
    case(
        "another table of the same width below",
        f"{P7}\na,b,c,d\n",
        cells=[(4, "country", "c"), (4, "currency", "d")],
    ),
    case(
        "a sum below",
        costs("1.5") + "Total,,,,,,,,,1.5\n",
        cells=[(3, "SubscriptionGuid", None), (3, "Date", None), (3, "Quantity", None)],
    ),
    case(
        "a note in a column that is not read",
        HEAD.replace("currency", "currency,note,colour") + "P-7,Café,US,USD,,\n,,,,see below,\n",
        cells=[(3, "partner_id", None), (3, "legal_name", None), (3, "country", None), (3, "currency", None)],
    ),
    case(
        "a row too long, beyond a column that is not read",
        HEAD.replace("legal_name", "note,legal_name") + "P-7,see, above,Café,US,USD\n",
        refused="Line 2 has 6 fields where the header has 5",
    ),
    case(
        "a table beside it", P7.replace("currency", "currency,,colour").replace("USD\n", "USD,,red\n"), loads=P7_STORED
    ),
    case("100,000 blank lines", P7 + "\n" * 100_000, refused="Most of the file is blank lines"),
    case("a header and a row of separators", licences(",,,,"), loads=""),
    case("rows of separators below", P7 + ",,,\n,,,\n", loads=P7_STORED),
    case(
        "10,000 columns",
        "".join(line + "".join(f",{n}" for n in range(10_000)) + "\n" for line in P7.splitlines()),
        loads=P7_STORED,
    ),
    case("a cell of 5 MB", of_name("x" * 5_000_000), loads=named("x" * 5_000_000)),
    case("NUL bytes", P7 + "P-8,Ca\x00fé,US,USD\n", refused="Line 3 has NUL bytes"),
]


def zipped(name: str, content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return archive.getvalue()


KINDS = [
    case("a web page", f"<!DOCTYPE html>\n<html><body><pre>{P7}</pre>", refused='file of kind "html"'),
    case("a web page below blank lines", "\n\n  <html>", refused='file of kind "html"'),
    case("a spreadsheet in XML", '<?xml version="1.0"?><Workbook/>', refused='file of kind "html"'),
    case("JSON", '[{"partner_id": "P-7"}]', refused="No known format has these columns: partner_id"),
    case("half of a JSON", '{"value": [{"skuId": 1},\n', refused="cannot be read as such from line 2 on"),
    case("a ZIP", zipped("partners.csv", P7.encode()), refused='file of kind "zip"'),
    case("a document", zipped("word/document.xml", b"<x/>"), refused='file of kind "zip"'),
    case("half a ZIP", zipped("partners.csv", P7.encode())[:60], refused="workbook cannot be opened"),
    case("gzip", gzip.compress(P7.encode(), mtime=0), loads=P7_STORED),
    case("half a gzip", gzip.compress(P7.encode(), mtime=0)[:40], refused="cannot be unpacked: it is damaged"),
    case("gzip in a gzip", gzip.compress(gzip.compress(P7.encode())), refused='file of kind "gzip"'),
    case("gzip of nothing", gzip.compress(b""), refused="The file is empty"),
    case("a gzip bomb", gzip.compress(bytes(40_000_000)), refused="Unpacked, the file would have"),
    case("a Parquet file cut short", b"PAR1" + bytes(40), refused="Parquet file cannot be read"),
    case("a PDF", b"%PDF-1.7\n" + P7.encode(), refused='file of kind "pdf"'),
    case(
        "an old or protected workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), refused='file of kind "xls"'
    ),
    case("a program", b"\x7fELF\x02\x01\x01" + bytes(9), refused="Line 1 has NUL bytes"),
]
NUMBERS = [
    case("a decimal comma", usage(("6/1/2026", "1,5"), separator=";"), cells=[(2, "Cost", "1,5")]),
    case("a comma between thousands", costs('"1,234.50"'), cells=[(2, "Cost", "1,234.50")]),
    case("points between thousands", usage(("6/1/2026", "1.234,50"), separator=";"), cells=[(2, "Cost", "1.234,50")]),
    case("two points", costs("1.234.567"), cells=[(2, "Cost", "1.234.567")]),
    case("a blank between thousands", costs("1 234.5"), cells=[(2, "Cost", "1 234.5")]),
    case("NBSP between thousands", costs("1\u00a0234.5"), cells=[(2, "Cost", "1\u00a0234.5")]),
    case("an apostrophe between thousands", costs("1'234.5"), cells=[(2, "Cost", "1'234.5")]),
    case("NBSP around", costs("\u00a01234.5\u00a0"), loads="1 2026-06-01 2026-06-01 1234.5"),
    case("a currency sign", costs("$12.58"), cells=[(2, "Cost", "$12.58")]),
    case("brackets for minus", costs("(5.00)"), cells=[(2, "Cost", "(5.00)")]),
    case("minus behind", costs("5.00-"), cells=[(2, "Cost", "5.00-")]),
    case("a true minus sign", costs("\u22125"), cells=[(2, "Cost", "\u22125")]),
    case("an exponent", costs("2.5E+2"), loads="1 2026-06-01 2026-06-01 250"),
    case("a huge exponent", costs("1E+400"), cells=[(2, "Cost", "1E+400")]),
    case("40 digits", costs("9" * 40), cells=[(2, "Cost", "9" * 40)]),
    case("26 places, rounded half even", costs("0.0000000000000000005"), loads="1 2026-06-01 2026-06-01 0"),
    case("no number", costs("NaN"), cells=[(2, "Cost", "NaN")]),
    case("infinity", costs("inf"), cells=[(2, "Cost", "inf")]),
    case("hexadecimal", costs("0x10"), cells=[(2, "Cost", "0x10")]),
    case("digits of full width", costs("１２"), cells=[(2, "Cost", "１２")]),
    case("Arabic digits", costs("١٢"), cells=[(2, "Cost", "١٢")]),
    case("a percentage", costs("5%"), cells=[(2, "Cost", "5%")]),
    case("a seat and a half", licences("E5,1.5,0,0,"), cells=[(2, "Total Licenses", "1.5")]),
    case("fewer seats than none", licences("E5,-1,0,0,"), cells=[(2, "Total Licenses", "-1")]),
    case("seats with thousands", licences('E5,"1,000",0,0,'), cells=[(2, "Total Licenses", "1,000")]),
]
DATES = [
    case("two digits of a year", on_day("6/1/26"), cells=[(2, "Date", "6/1/26")]),
    case("ISO where the layout has M/D", on_day("2026-06-01"), cells=[(2, "Date", "2026-06-01")]),
    case("day first where the layout has M/D", on_day("30/6/2026"), cells=[(2, "Date", "30/6/2026")]),
    case("30 February", on_day("2/30/2026"), cells=[(2, "Date", "2/30/2026")]),
    case("a serial number", on_day("46203"), cells=[(2, "Date", "46203")]),
    case("midnight behind", on_day("6/1/2026 12:00:00 AM"), loads="1 2026-06-01 2026-06-01 1"),
    case("a long time ago", on_day("6/1/1926"), cells=[(2, "Date", "6/1/1926")]),
    case("day or month first", licences("E5,1,0,0,5/6/2026"), asks="date_order"),
    case("day and month first", licences("E5,1,0,0,25/6/2026", "E3,1,0,0,6/25/2026"), asks="date_order"),
    case(
        "day first, by another row",
        licences("E5,1,0,0,5/6/2026", "E3,1,0,0,25/6/2026"),
        loads="E3 1 0 0 2026-06-25|E5 1 0 0 2026-06-05",
    ),
    case("a month by name", licences('E5,1,0,0,"June 5, 2026"'), loads="E5 1 0 0 2026-06-05"),
    case(
        "too wide, where dates are asked",
        licences("E5,1,0,0,5/6/2026,x"),
        refused="Line 2 has 6 fields where the header has 5",
    ),
    case(
        "a stray quote, where dates are asked",
        licences('"E"5,1,0,0,5/6/2026'),
        refused="on line 2 text follows a closing quote",
    ),
]
TABLES = [*SHAPES, *KINDS, *NUMBERS, *DATES]
