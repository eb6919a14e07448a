"""What a file is, by its first bytes and, of an archive, its list of parts."""

import codecs
import zipfile
from pathlib import Path

_MAGIC = {
    b"%PDF": "pdf",
    b"PAR1": "parquet",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"PK\x03\x04": "zip",
    b"\x89PNG": "picture",
}
_MARKUP = {b"<": "html", b"{": "json", b"[": "json"}
_WORKBOOK = "xl/workbook.xml"


def kind_of(path: Path) -> str:
    """`text`, `xlsx`, or the name of what the first bytes look like (`html`, `json`, `pdf`, `zip`, `gzip` …)."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.lstrip(codecs.BOM_UTF8).strip():
        return "empty"
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return "xlsx" if kind == "zip" and _is_workbook(path) else kind
    return _MARKUP.get(head.lstrip(codecs.BOM_UTF8 + b" \r\n\t")[:1], "text")


def _is_workbook(path: Path) -> bool:
    """Whether the archive's list of parts, at its end, names a workbook; without an end it is a damaged one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _WORKBOOK in archive.namelist()
    except zipfile.BadZipFile:
        return True
