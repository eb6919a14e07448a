"""Our own layouts as files to fill in: a header, and one row that shows how."""

import csv
import io
from typing import Literal

import xlsxwriter

from pipelines.errors import BenefitsError
from pipelines.ingest.declare import Format
from pipelines.ingest.formats import FORMATS

_BY_NAME = {form.name: form for form in FORMATS if form.ours}
TEMPLATES = tuple(_BY_NAME)
_WIDTH = 22


class UnknownTemplate(BenefitsError):
    """There is no template of that name. Facts: found, known."""

    code = "unknown_template"


def template(name: str, kind: Literal["csv", "xlsx"] = "csv") -> bytes:
    """The file of one of TEMPLATES; its row loads once that of `partners` is loaded. UnknownTemplate names them all.

    CSV is UTF-8 with BOM and CRLF; the cells of the workbook are text, so that dates stay as they are written.
    """
    form = _BY_NAME.get(name)
    if form is None:
        raise UnknownTemplate(found=name, known=", ".join(TEMPLATES))
    return _csv(form) if kind == "csv" else _xlsx(form)


def _rows(form: Format) -> list[list[str]]:
    return [[column.known_as[0] for column in form.columns], [column.example for column in form.columns]]


def _csv(form: Format) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(_rows(form))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(form: Format) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        as_text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(form.name)
        sheet.set_column(0, len(form.columns) - 1, _WIDTH, as_text)
        sheet.freeze_panes(1, 0)
        for row, cells in enumerate(_rows(form)):
            for place, cell in enumerate(cells):
                sheet.write_string(row, place, cell, as_text)
    return content.getvalue()
