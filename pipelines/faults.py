"""A fault of ours, kept in a log under a number, so that it can be found without being shown."""

import secrets
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import structlog

LOG = "faults.log"


def record(fault: Exception, folder: Path) -> tuple[str, str]:
    """Adds one line of JSON to the log in `folder`; gives its reference number and the log's name.

    The line has the kinds of the errors and the places in the code that raised them. It has neither their messages nor
    the values of variables: these may quote a cell of a file.
    """
    reference = secrets.token_hex(4)
    with _log(folder) as (file, name):
        log = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
        )
        log.error("fault", reference=reference, raised=[_told(one) for one in _chain(fault)])
        return reference, name


@contextmanager
def _log(folder: Path) -> Iterator[tuple[TextIO, str]]:
    """The log and its name; stderr where there can be none in the folder."""
    path = folder / LOG
    try:
        file = path.open("a", encoding="utf-8")
    except OSError:
        yield sys.stderr, "stderr"
        return
    with file:
        yield file, str(path)


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _told(fault: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(fault.__traceback__)
    return {"kind": type(fault).__qualname__, "at": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}
