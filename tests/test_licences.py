"""Each package that the lock brings has a licence under which it may be used and given on, and it is listed."""

import csv

import pytest

from tests.licences import FILE, READ, installed, licence_of, locked, of_the_program

# They ask for their notice, and MPL-2.0 for its own files' source where these are changed, which nobody does here.
ACCEPTED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0"),
    *("PSF-2.0", "Zlib"),
}


def rows() -> dict[str, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["package"]: row for row in csv.DictReader(file)}


def test_each_package_of_the_lock_is_listed_and_no_other() -> None:
    assert list(rows()) == locked(), "make licences"


def test_each_package_is_under_an_accepted_licence() -> None:
    for name, row in rows().items():
        one_of = [set(choice.split(" AND ")) for choice in row["licence"].split(" OR ")]
        assert any(choice <= ACCEPTED for choice in one_of), f"{name}: {row['licence']}"


@pytest.mark.parametrize("name", [name for name in locked() if installed(name)])
def test_the_list_says_what_the_package_says(name: str) -> None:
    assert rows()[name]["licence"] == licence_of(name), "make licences"


def test_what_the_program_needs_is_told_from_what_its_tests_need() -> None:
    needed = {name for name, row in rows().items() if row["needed_by"] == "program"}
    assert needed == of_the_program()
    assert {"duckdb", "streamlit", "authlib", "cffi"} <= needed
    assert not {"pytest", "mypy", "playwright", "axe-playwright-python"} & needed


def test_a_licence_is_read_only_where_the_package_does_not_state_it() -> None:
    assert set(READ) <= set(locked())
    clear = [name for name in READ if (found := installed(name)) and "License-Expression" in found.metadata]
    assert clear == []
