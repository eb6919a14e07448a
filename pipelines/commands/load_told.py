"""What the terminal shows of a load: a progress bar, then what came of it in sentences."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines.commands.terminal import inert, say
from pipelines.ingest import FileReport, LoadReport, Problem, Watcher
from pipelines.ingest import Progress as LoadProgress
from pipelines.ingest.exact import plain
from pipelines.ingest.written import exactly, expected, noted, sentence, unused
from pipelines.text import text

# A terminal shows the first of many; the JSON has them all.
_SHOWN_PROBLEMS = 20


@contextmanager
def progress_bar() -> Iterator[Watcher]:
    """A bar on the terminal with rows and time left; nothing where stderr is not a terminal."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        tasks = {}

        def watch(now: LoadProgress) -> None:
            if now.file_no not in tasks:
                tasks[now.file_no] = bar.add_task(inert(now.file), total=now.of_rows)
            bar.update(tasks[now.file_no], completed=now.rows)

        yield watch


def say_load(report: LoadReport, language: str) -> None:
    """Prints what came of each file, the totals, what is wrong, and where rows were set aside."""
    for one in report.files:
        for line in _file(one, language):
            say(line)
    say(text(f"load.{report.status.replace('-', '_')}", language, snapshot=report.snapshot))
    for path in report.quarantine:
        say(text("load.set_aside", language, path=path))


def _file(one: FileReport, language: str) -> Iterator[str]:
    if one.refusal:
        yield f"{one.file}: {sentence(one.refusal, language)}"
        return
    counts = {name: getattr(one, name) for name in ("rows_read", "rows_loaded", "rows_unchanged", "rows_rejected")}
    yield f"{one.file}: {text('load.counts', language, format=one.format, **counts)}"
    if one.rows_removed:
        yield f"  {text('load.removed', language, count=one.rows_removed)}"
    for note in one.notes:
        yield f"  {noted(note, language)}"
    if one.unknown_columns:
        yield f"  {text('load.unknown_columns', language, columns=', '.join(unused(one)))}"
    for name in one.assumed:
        yield f"  {text('load.assumed', language, setting=name, value=one.settings[name])}"
    yield from _totals(one, language)
    for problem in one.problems[:_SHOWN_PROBLEMS]:
        yield f"  {_problem(problem, language)}"
    if len(one.problems) > _SHOWN_PROBLEMS:
        yield f"  {text('load.more_problems', language, count=len(one.problems) - _SHOWN_PROBLEMS)}"


def _totals(one: FileReport, language: str) -> Iterator[str]:
    """What the file says against what is stored; nothing for a file of which nothing was stored."""
    stored, aside = dict(one.stored_totals), dict(one.rejected_totals)
    for currency, control in one.control_totals if stored else ():
        facts = {"control": control, "stored": stored.get(currency, Decimal(0)), "aside": aside.get(currency)}
        key = "load.totals" if facts["aside"] is None else "load.totals_aside"
        amounts = {name: plain(amount) for name, amount in facts.items() if amount is not None}
        yield f"  {text(key, language, currency=currency, **amounts)}"
    for exact in one.exact_totals:
        yield f"  {exactly(exact, language)}"


def _problem(problem: Problem, language: str) -> str:
    found = problem.found or text("load.empty_cell", language)
    facts = {"line": problem.line, "column": problem.column, "found": found}
    return text("load.problem", language, expected=expected(problem, language), **facts)
