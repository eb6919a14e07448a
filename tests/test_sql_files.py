"""Every .sql file says what it is, is asked somewhere, and runs on an empty warehouse."""

import re
from pathlib import Path

import pytest

from pipelines.store import EVERYTHING, Store

ROOT = Path(__file__).parents[1]
FILES = sorted(path for room in ("pages", "pipelines") for path in (ROOT / room).rglob("*.sql"))
SOURCE = "\n".join(path.read_text("utf-8") for room in ("pages", "pipelines") for path in (ROOT / room).rglob("*.py"))
# Questions to the store; the others make something, or are filled in by the load.
QUESTIONS = [path for path in FILES if "store/sql/check" in path.as_posix() or "pages/ui/sql" in path.as_posix()]
# Files that are found by their folder, or by the names of a report and its grouping: tests of their own walk these.
BY_NAME = ("store/sql/check/", "_by_")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_script_says_in_its_first_line_what_it_is(path: Path) -> None:
    assert re.match(r"-- [A-Z`].{10,}", path.read_text("utf-8"))


@pytest.mark.parametrize("path", [path for path in FILES if not any(part in name(path) for part in BY_NAME)], ids=name)
def test_a_script_is_asked_for_by_its_name(path: Path) -> None:
    assert re.search(rf'["/]{path.stem}(\.sql)?"', SOURCE)


@pytest.mark.parametrize("path", QUESTIONS, ids=name)
def test_a_question_runs_on_an_empty_warehouse_and_finds_nothing(path: Path, store: Store) -> None:
    sql = path.read_text("utf-8")
    facts = {"email": "nobody@x.example", "partners": ["P-1"], "partner": "P-1", "roles": ["finance"], "token": "0"}
    facts |= {"names": [], "ids": []}
    asked = {one: facts[one] for one in re.findall(r"\$([a-z_]+)", sql)}
    with store.snapshot() as snapshot:
        assert snapshot.query(sql, asked, EVERYTHING).is_empty()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_what_a_script_makes_is_used(path: Path) -> None:
    every = SOURCE + "\n".join(one.read_text("utf-8") for one in FILES)
    made = re.findall(r"CREATE (?:MACRO|VIEW) memory\.([a-z_]+)", path.read_text("utf-8"))
    assert [one for one in made if len(re.findall(rf"\b{one}\b", every)) < 2] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_window_is_over_everything(path: Path) -> None:
    """Over no row at all, DuckDB 1.5.5 fails at random there, and its database with it; a subquery gives the same."""
    assert not re.search(r"\bOVER \(\s*\)", path.read_text("utf-8"), re.IGNORECASE)
