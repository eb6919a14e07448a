"""Workbooks for tests: written the usual way, or part by part as other programs and ill will write them."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

Cell = str | int | float | bool | date | datetime | None
Rows = Sequence[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(
    *sheets: Rows,
    hidden: Sequence[int] = (),
    very_hidden: Sequence[int] = (),
    merged: Sequence[str] = (),
    since_1904: bool = False,
) -> bytes:
    """A workbook of these sheets; a text such as #N/A is the error of a formula, one with = a formula with result 7."""
    content = io.BytesIO()
    options = {"default_date_format": "dd.mm.yyyy", "date_1904": since_1904}
    with xlsxwriter.Workbook(content, options) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"sheet {number + 1}")
            if number in hidden:
                sheet.hide()
            if number in very_hidden:
                sheet.very_hidden()
            _write(sheet, rows)
            for cells in merged:
                sheet.merge_range(cells, "merged")
    return content.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, rows: Rows) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("#"):
                sheet.write_formula(number, place, "=1/0", None, cell)
            elif isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, place, cell, None, 7)
            elif isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)


def parts(cells: str, *, shared: str = "", prefix: str = "") -> bytes:
    """A workbook whose sheet holds this XML of rows; its list of parts comes last, as openpyxl writes it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            '<sheets><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        links = (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(*links))
        space = f"xmlns:{prefix}" if prefix else "xmlns"
        mark = f"{prefix}:" if prefix else ""
        archive.writestr("xl/worksheets/sheet1.xml", f'<{mark}worksheet {space}="{_MAIN}">{cells}</{mark}worksheet>')
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>')
        archive.writestr("[Content_Types].xml", _content_types())
    return content.getvalue()


def _relations(*links: tuple[str, str]) -> str:
    written = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(written)}</Relationships>'


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("sharedStrings", "sharedStrings"))
    written = (f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{name}+xml"/>' for part, name in overrides)
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{types}">{defaults}{"".join(written)}</Types>'


def sheet_data(*rows: Sequence[str]) -> str:
    """The XML of rows of texts; a cell that begins with < is put in as it is, after its place (`r="A1"`)."""
    return f"<sheetData>{''.join(_row(number, row) for number, row in enumerate(rows, 1))}</sheetData>"


def _row(number: int, row: Sequence[str]) -> str:
    cells = "".join(_cell(f"{chr(ord('A') + place)}{number}", text) for place, text in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, text: str) -> str:
    if text.startswith("<"):
        return f'<c r="{place}">{text}</c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def claiming_less(content: bytes, name: str, size: int) -> bytes:
    """The archive with the unpacked size of one part written as `size`, wherever it is stated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        real = archive.getinfo(name).file_size.to_bytes(4, "little")
        packed = archive.getinfo(name).compress_size.to_bytes(4, "little")
    return content.replace(packed + real, packed + size.to_bytes(4, "little"))
