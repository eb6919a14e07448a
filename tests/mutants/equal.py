"""Mutants that do what the code does: no test can notice them. Each is listed with the reason."""

import tomllib
from functools import cache
from pathlib import Path

from tests.mutants.mutant import Mutant

_LIST = Path(__file__).with_name("equal.toml")


@cache
def reasons() -> dict[tuple[str, str, str], str]:
    """The reasons, by file and the lines as they were and are."""
    told = tomllib.loads(_LIST.read_text("utf-8")).get("mutant", [])
    return {(one["file"], one["was"].strip(), now.strip()): one["why"] for one in told for now in one["now"]}


def is_equal(mutant: Mutant) -> bool:
    """Whether the mutant is listed."""
    return (mutant.file, mutant.was, mutant.now) in reasons()
