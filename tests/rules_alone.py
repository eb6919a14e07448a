"""A pytest plugin that writes down which rules some case broke alone: `-p tests.rules_alone`, into $RULES_ALONE."""

import os
from functools import wraps
from pathlib import Path

import polars as pl
import pytest

from pipelines.rules import decide as module
from pipelines.rules.decide import BROKEN

_alone: set[str] = set()
_decide = module.decide


@wraps(_decide)
def _noting(facts: pl.DataFrame, action: str) -> pl.DataFrame:
    decided = _decide(facts, action)
    _alone.update(ids[0] for ids in decided[BROKEN].to_list() if len(ids) == 1)
    return decided


module.decide = _noting


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Writes one id a line."""
    Path(os.environ["RULES_ALONE"]).write_text("\n".join(sorted(_alone)))
