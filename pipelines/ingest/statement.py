"""The files of one load as statements: each file is one, and the parts of one export together are one."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.ingest.errors import FileRefused
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.recognise import Match
from pipelines.ingest.table import Table

# As Azure names the parts of an export: part_0_0001.csv, part_1_0001.csv.gz.
_PART = re.compile(r"(part_\d+_\d+)\.", re.IGNORECASE)


@dataclass(frozen=True)
class Opened:
    """A file of a load that was read as a table: its place in the load, what was said of it, the format it has."""

    number: int
    settings: Mapping[str, str]
    table: Table
    fit: Match


Statement = list[Opened]


def statements(opened: Iterable[Opened]) -> list[Statement]:
    """The statements, in the order in which they are placed: what others refer to comes first.

    Where the name of a part stands again, a second export begins.
    """
    found: dict[object, Statement] = {}
    met: Counter[object] = Counter()
    for one in opened:
        export = _export(one)
        place = (*export, met[(*export, one.table.name)]) if export else one.number
        met[(*export, one.table.name)] += 1
        found.setdefault(place, []).append(one)
    return sorted(found.values(), key=lambda statement: FORMATS.index(statement[0].fit.form))


def _export(one: Opened) -> tuple[object, ...]:
    """What the parts of one export share: format and settings. Nothing for a file that is no part."""
    if not one.fit.form.parts or not _PART.match(one.table.name):
        return ()
    said = {name: value for name, value in one.settings.items() if name != "replace"}
    return one.fit.form.name, *sorted(said.items())


def may_replace(statement: Statement) -> bool:
    """Whether somebody said that a day may lose a resource group. FileRefused where anything but yes was said."""
    said = {one.settings["replace"] for one in statement if "replace" in one.settings}
    for wrong in said - {"yes"}:
        raise FileRefused("setting_wrong", setting="replace", found=wrong, known="yes")
    return bool(said)
