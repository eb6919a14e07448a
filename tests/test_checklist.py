"""Every row of the source documents (domain-facts.md, part 1) has its place, or a reason why it needs none."""

import csv
import tomllib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.actions import ACTIONS
from pipelines.ingest.formats import FORMATS
from pipelines.reports import REPORTS
from pipelines.rules.model import REQUEST_KINDS, ROLES, STATUSES
from pipelines.rules.policy import FILE
from pipelines.rules.rows import RULES
from pipelines.rules.steps import NAMES
from pipelines.store.catalogue import FOLDER
from pipelines.text import LANGUAGES, catalog

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).with_name("checklist.csv")
LAST = 104
A_REASON = 20


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _in_policy(where: str) -> bool:
    found = tomllib.loads(FILE.read_text("utf-8"))
    for name in where.split("."):
        found = found.get(name, {})
    return "source" in found


def _in_form(where: str) -> bool:
    action, field = where.split(".")
    return field in {one.name for one in ACTIONS[action].fields}


def _in_format(where: str) -> bool:
    name, column = where.split(".")
    return column in {one.name for declared in FORMATS if declared.name == name for one in declared.columns}


def _in_catalogue(where: str) -> bool:
    """Whether a cell of the file is this word."""
    file, word = where.split(":")
    cells = pl.read_csv(FOLDER / file, infer_schema=False)
    return any(word in cells[column].to_list() for column in cells.columns)


def _in_words(key: str) -> bool:
    return all(catalog(language).get(key) is not None for language in LANGUAGES)


THERE: dict[str, Callable[[str], bool]] = {
    "rule": lambda where: where in {rule.id for rule in RULES},
    "policy": _in_policy,
    "field": _in_form,
    "step": lambda where: where in NAMES,
    "status": lambda where: where in STATUSES,
    "role": lambda where: where in ROLES,
    "format": _in_format,
    "catalogue": _in_catalogue,
    "page": lambda where: (ROOT / where).is_file(),
    "text": _in_words,
    "request": lambda where: where in REQUEST_KINDS,
    "report": lambda where: where in REPORTS,
}


def test_every_row_is_listed_once() -> None:
    assert [row["row"] for row in _rows()] == [str(number) for number in range(1, LAST + 1)]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["row"])
def test_what_a_row_names_is_there(row: dict[str, str]) -> None:
    places = row["where"].split()
    if row["kind"] == "none":
        assert not places
        assert len(row["why"]) >= A_REASON
    else:
        assert places
        assert [place for place in places if not THERE[row["kind"]](place)] == []
