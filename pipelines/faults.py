"""A fault of ours, kept in a log under a number, so that it can be found without being shown."""

import secrets
import sys
import traceback
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import structlog

LOG = "faults.log"


def record(fault: Exception, folder: Path) -> tuple[str, str]:
    """Adds one line of JSON to the log in `folder`; gives its reference number and the log's name.

    The line has the kinds of the errors and the places in the code that raised them. It has neither their messages nor
    the values of variables: these may quote a cell of a file.
    """
    reference = secrets.token_hex(4)
    line = _line(reference, fault)
    try:
        with (folder / LOG).open("a", encoding="utf-8") as file:
            file.write(line)
    except OSError:  # there can be no log in the folder, or no room is left for it
        sys.stderr.write(line)
        return reference, "stderr"
    return reference, str(folder / LOG)


def _line(reference: str, fault: Exception) -> str:
    written = StringIO()
    log = structlog.wrap_logger(
        structlog.WriteLogger(written),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
    log.error("fault", reference=reference, raised=[_told(one) for one in _chain(fault)])
    return written.getvalue()


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _told(fault: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(fault.__traceback__)
    return {"kind": type(fault).__qualname__, "at": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}
