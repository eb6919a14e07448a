"""A JSON answer written out as delimited text: its list of records, one a row, the keys of inner objects with dots."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.mask import shortened
from pipelines.ingest.wrong_kinds import refuse_wrong_header

_LARGEST_BYTES = 64 * 1024 * 1024
# Each record could have keys of its own.
_MOST_CELLS = 5_000_000
# Each of these begins another value, which takes a hundred bytes of memory and more.
_MARKS = (b"{", b"[", b",", b":")
_MOST_MARKS = 2_000_000
_MORE = ("nextLink", "@odata.nextLink")

Record = dict[str, str]
Value = TypeVar("Value")


def json_as_text(path: Path, places: Sequence[str], target: Path) -> str:
    """Writes the first list of records found at one of the dotted `places` as CSV to `target`; gives the place.

    A tool may have taken the list out of its answer: a list that is the whole text stands at any place, told as "".
    Numbers keep all their digits. FileRefused where the text is no JSON, has no such list, or is one page of several.
    """
    if path.stat().st_size > _LARGEST_BYTES:
        raise FileRefused("unpacks_too_large", size=path.stat().st_size, limit=_LARGEST_BYTES)
    try:
        return _list_as_text(_read(path.read_bytes()), places, target)
    except RecursionError as fault:
        raise FileRefused("json_unreadable", line=1) from fault


def _list_as_text(content: object, places: Sequence[str], target: Path) -> str:
    _refuse_pages(content)
    for place in (*places, ""):
        found = _at(content, place)
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            _write([_once(list(_flat(one))) for one in found], target)
            return place
    refuse_wrong_header([key for key, _ in _flat(content)] if isinstance(content, dict) else [])
    raise FileRefused("json_without_list", places=" | ".join(place or "[ ]" for place in places))


def _read(content: bytes) -> object:
    values = sum(map(content.count, _MARKS))
    if values > _MOST_MARKS:
        raise FileRefused("json_too_many", count=values, limit=_MOST_MARKS)
    try:
        return json.loads(content, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)
    except json.JSONDecodeError as fault:
        raise FileRefused("json_unreadable", line=fault.lineno) from fault
    except UnicodeDecodeError as fault:
        raise FileRefused("json_unreadable", line=content.count(b"\n", 0, fault.start) + 1) from fault


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    """FileRefused where a key stands twice: which of its values counts is not said."""
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise FileRefused("json_key_twice", found=shortened(twice))
    return found


def _refuse_pages(content: object) -> None:
    more = [content[name] for name in _MORE if content.get(name)] if isinstance(content, dict) else []
    if more:
        raise FileRefused("json_more_pages", found=shortened(str(more[0])))


def _at(content: object, place: str) -> object:
    for key in filter(None, place.split(".")):
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _flat(record: dict[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _write(records: Sequence[Record], target: Path) -> None:
    keys = list(dict.fromkeys(key for record in records for key in record))
    if not keys:
        raise FileRefused("empty")
    if len(keys) * len(records) > _MOST_CELLS:
        raise FileRefused("unpacks_too_large", size=len(keys) * len(records), limit=_MOST_CELLS)
    with target.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\r\n").writerow
        for number, cells in enumerate(chain([keys], ([one.get(key, "") for key in keys] for one in records))):
            _write_row(write, cells, number)


def _write_row(write: Callable[[Sequence[str]], object], cells: Sequence[str], number: int) -> None:
    """FileRefused for a text with half of a character, which an escape may state."""
    try:
        write(cells)
    except UnicodeEncodeError as fault:
        raise FileRefused("json_half_character", line=number, found=ascii(fault.object[fault.start])) from fault
