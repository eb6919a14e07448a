"""Which tests judge a file's mutants."""

import tomllib
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("tests.toml")
# It starts processes of its own, which know nothing of the mutant.
NOT = "tests/test_rules_covered.py::test_each_rule_is_broken_by_a_case_of_its_own"


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_TABLE.read_text("utf-8"))


def listed() -> dict[str, tuple[str, ...]]:
    """The files of tests of each file that has mutants."""
    return {
        f"{folder}/{name}": tuple(f"tests/test_{one}.py" for one in tests)
        for folder, files in _table().items()
        for name, tests in files.items()
    }


def tests_of(file: str) -> tuple[str, ...]:
    """The files of tests, in the order in which they are run."""
    return listed()[file]
