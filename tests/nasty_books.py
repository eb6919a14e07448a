"""Workbooks as other programs, and ill will, write their parts; what comes of each."""

import io
import zipfile
from collections.abc import Callable

from tests.nasty_cases import HEAD, P7_STORED, case, named
from tests.workbooks import parts, sheet_data

HEADER = HEAD.strip().split(",")
DAMAGED = "workbook cannot be opened"
SHEET = "xl/worksheets/sheet1.xml"


def cell(place: str, written: str) -> str:
    return f'<c r="{place}"{written}</c>'


def text(words: str) -> str:
    return f' t="inlineStr"><is>{words}</is>'


def row_with(name: str, before: str = "", after: str = "") -> bytes:
    """A partner whose name is this cell, written as it is, with XML before and after the cells."""
    header = "".join(cell(f"{column}1", text(f"<t>{words}</t>")) for column, words in zip("ABCD", HEADER, strict=True))
    others = [cell("A2", text("<t>P-7</t>")), name, cell("C2", text("<t>US</t>")), cell("D2", text("<t>USD</t>"))]
    rows = f'<row r="1">{header}</row><row r="2">{"".join(others)}</row>'
    return parts(f"{before}<sheetData>{rows}</sheetData>{after}")


def called(words: str) -> bytes:
    return row_with(cell("B2", text(words)))


def far(place: str) -> bytes:
    """A partner, and a cell somewhere."""
    usual = sheet_data(HEADER, ["P-7", "Café", "US", "USD"])
    return parts(usual.replace("</sheetData>", f'<row><c r="{place}"><v>1</v></c></row></sheetData>'))


def changed(content: bytes, change: Callable[[str, bytes], list[tuple[str, bytes]]]) -> bytes:
    """The archive with each of its parts replaced by those that `change` gives."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as other:
        for name in archive.namelist():
            for part in change(name, archive.read(name)):
                other.writestr(*part)
    return target.getvalue()


def in_utf_16(name: str, part: bytes) -> list[tuple[str, bytes]]:
    return [(name, part.decode().encode("utf-16") if name == SHEET else part)]


def beside_itself(name: str, part: bytes) -> list[tuple[str, bytes]]:
    """A sheet twice, its name once in capitals: not every reader takes the same one."""
    return [(name, part), ("xl/worksheets/SHEET1.xml", part)] if name == SHEET else [(name, part)]


def with_entities(name: str, part: bytes) -> list[tuple[str, bytes]]:
    definitions = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return [(name, definitions + part if name == SHEET else part)]


def without_links(name: str, part: bytes) -> list[tuple[str, bytes]]:
    return [] if name.endswith("workbook.xml.rels") else [(name, part)]


BOOKS = [
    case("a text in pieces", called("<r><t>Ca</t></r><r><t>fé</t></r>"), loads=P7_STORED),
    case(
        "a text with its pronunciation",
        called('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'),
        loads=named("東京"),
    ),
    case("a text of character references", called("<t>Caf&#233; &amp; &#x1F600;</t>"), loads=named("Café & 😀")),
    case("a text in a section of characters", called("<t><![CDATA[Ca<f>é]]></t>"), loads=named("Ca<f>é")),
    case("a text with an entity of nobody", called("<t>Ca&foo;fé</t>"), refused=DAMAGED),
    case("entities of its own", changed(called("<t>C</t>"), with_entities), refused=DAMAGED),
    case("the text of a formula", row_with(cell("B2", ' t="str"><f>A1</f><v>Café</v>')), loads=P7_STORED),
    case("an error that is new", row_with(cell("B2", ' t="e"><v>#SPILL!</v>')), refused=DAMAGED),
    case("a number as a name", row_with(cell("B2", "><v>260504003000123</v>")), loads=named("260504003000123")),
    case(
        "a number of more digits than a workbook keeps",
        row_with(cell("B2", "><v>2605040030001230</v>")),
        cells=[(2, "legal_name", "2.60504003000123E+15")],
    ),
    case("a shared text that is not there", row_with(cell("B2", ' t="s"><v>99</v>')), refused=DAMAGED),
    case("a shared text below none", row_with(cell("B2", ' t="s"><v>-1</v>')), refused=DAMAGED),
    case(
        "a span of all cells stated",
        row_with(cell("B2", text("<t>Café</t>")), '<dimension ref="A1:XFD1048576"/>'),
        loads=P7_STORED,
    ),
    case("a cell far down", far("A1048577"), refused="The sheet spans 4194308 cells"),
    case("a cell in small letters", far("xfd1048576"), refused=DAMAGED),
    case("a cell in row 999,999,999", far("A999999999"), refused=DAMAGED),
    case("a cell in column ZZZZZ", far("ZZZZZ1"), refused=DAMAGED),
    case("a cell in row 0", far("A0"), refused=DAMAGED),
    case("half a sheet", parts(sheet_data(HEADER)[:-30]), refused=DAMAGED),
    case("a sheet in UTF-16", changed(far("XFD1048576"), in_utf_16), refused="The sheet spans 17179869184 cells"),
    case("a sheet twice", changed(far("A3"), beside_itself), refused=DAMAGED),
    case("a book without its links", changed(far("A3"), without_links), refused=DAMAGED),
    case(
        "all cells below merged",
        row_with(cell("B2", text("<t>C</t>")), after='<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'),
        refused="A3:XFD1048576 are merged",
    ),
]
