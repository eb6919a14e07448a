"""`benefits load`: the contract that automation relies on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines import ingest
from pipelines.commands.load_told import progress_bar, say_load
from pipelines.commands.output import write
from pipelines.commands.shared import LOADED, REFUSED, SET_ASIDE, AsOf, day, opened, pairs
from pipelines.errors import BenefitsError
from pipelines.ingest import OPERATOR, Incoming, LoadReport, Order
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.written import as_json, refusal_as_json
from pipelines.settings import load_settings

# What `--set` may say: of any file, of some format, and of names that a file uses.
_OF_A_FILE = ("layout", "sheet", "encoding", "date_order", "replace")
_OF_A_FORMAT = sorted({setting.name for form in FORMATS for setting in form.settings})
_OF_A_NAME = ("product:", "offer:")


class LoadFormat(StrEnum):
    """How a load is told."""

    TEXT = "text"
    JSON = "json"


def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files to load, all of them or none.")],
    layout: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="The format, where it is not to be recognised.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="What the file leaves open; may be given several times."),
    ] = None,
    keep_good: Annotated[bool, typer.Option("--keep-good", help="Load the good rows, set the others aside.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what a load would do; change nothing.")] = False,
    format_: Annotated[LoadFormat, typer.Option("--format", help="How the load is told.")] = LoadFormat.TEXT,
    as_of: AsOf = None,
) -> None:
    """Loads files. Exit 0: loaded or unchanged, 3: loaded with rows set aside, 2: refused, 1: a fault of ours."""
    with _refusal_told(format_):
        settings = load_settings()
        order = Order(
            OPERATOR,
            datetime.now(UTC),
            day(as_of, settings),
            _answers(set_, layout),
            keep_good=keep_good,
            dry_run=dry_run,
        )
        with opened(settings) as store, progress_bar() as watch:
            report = ingest.load(store, [_incoming(path) for path in files], order, watch)
    if format_ is LoadFormat.JSON:
        _write(as_json(report))
    else:
        say_load(report, settings.language)
    raise typer.Exit(exit_code(report))


@contextmanager
def _refusal_told(format_: LoadFormat) -> Iterator[None]:
    """Who asked for JSON gets it of a load that was refused before any file was read, too."""
    try:
        yield
    except BenefitsError as refusal:
        if format_ is LoadFormat.JSON:
            _write(refusal_as_json(refusal))
        raise


def _write(told: dict[str, object]) -> None:
    write(json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n", None)


def _incoming(path: Path) -> Incoming:
    if not path.is_file():
        raise BenefitsError("no_such_file", path=path)
    return Incoming(path.name, path)


def _answers(told: list[str] | None, layout: str | None) -> dict[str, str]:
    """The settings by name. A misspelt one is refused: its default would be taken in silence."""
    answers = dict(pairs(told))
    known = (*_OF_A_FILE, *_OF_A_FORMAT)
    for name in answers:
        if name not in known and not name.lower().startswith(_OF_A_NAME):
            raise BenefitsError(
                "unknown_setting", found=name, known=", ".join((*known, *(f"{one}…" for one in _OF_A_NAME)))
            )
    return answers if layout is None else {**answers, "layout": layout}


def exit_code(report: LoadReport) -> int:
    """The exit code that says what came of a load."""
    if report.status == "refused":
        return REFUSED
    return SET_ASIDE if any(one.rows_rejected for one in report.files) else LOADED
