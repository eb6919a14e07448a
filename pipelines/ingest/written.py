"""A load report in words and as JSON: the contract of `benefits load --format json`."""

from decimal import Decimal

from pipelines.errors import BenefitsError
from pipelines.ingest.exact import plain
from pipelines.ingest.report import ExactTotal, FileReport, LoadReport, Note, Problem, Refusal
from pipelines.text import text

# A file may have ten thousand columns; the JSON names them all.
_SHOWN_COLUMNS = 20


def as_json(report: LoadReport) -> dict[str, object]:
    """The load as plain values; amounts are strings, `quarantine` the set-aside files' paths (one: a string)."""
    paths = [str(path) for path in report.quarantine]
    return {
        "load_id": report.load_id,
        "status": report.status,
        "snapshot": report.snapshot,
        "files": [_file(one) for one in report.files],
        "quarantine": (paths[0] if len(paths) == 1 else paths) or None,
    }


def refusal_as_json(refusal: BenefitsError) -> dict[str, object]:
    """A load that was refused before it read a file, in the same shape."""
    told = {"code": refusal.code, "sentence": refusal.sentence(), "question": None}
    nothing = as_json(LoadReport("refused", []))
    return {**nothing, "refusal": told}


def _file(one: FileReport) -> dict[str, object]:
    return {
        "file": one.file,
        "format": one.format,
        "rows_read": one.rows_read,
        "rows_loaded": one.rows_loaded,
        "rows_unchanged": one.rows_unchanged,
        "rows_removed": one.rows_removed,
        "rows_rejected": one.rows_rejected,
        "groups": one.groups,
        "control_totals": _totals(one.control_totals),
        "stored_totals": _totals(one.stored_totals),
        "rejected_totals": _totals(one.rejected_totals),
        "exact_totals": [_exact(total) for total in one.exact_totals],
        "notes": [_note(note) for note in one.notes],
        "settings": one.settings,
        "assumed": list(one.assumed),
        "unknown_columns": list(one.unknown_columns),
        "problems": [_problem(problem) for problem in one.problems],
        "refusal": _refusal(one.refusal),
    }


def _totals(totals: list[tuple[str, Decimal]]) -> list[dict[str, str]]:
    return [{"currency": currency, "amount": plain(amount)} for currency, amount in totals]


def _exact(one: ExactTotal) -> dict[str, str]:
    return {"currency": one.currency, "amount": plain(one.total), "difference": plain(one.difference)}


def _note(note: Note) -> dict[str, object]:
    facts = {name: fact if isinstance(fact, int) else str(fact) for name, fact in note.facts.items()}
    return {"code": note.code, "sentence": noted(note), "facts": facts}


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "line": problem.line,
        "column": problem.column,
        "found": problem.found,
        "expected": expected(problem),
    }


def _refusal(refusal: Refusal | None) -> dict[str, object] | None:
    if refusal is None:
        return None
    asked = refusal.question
    question = {"setting": asked.setting, "choices": list(asked.choices)} if asked else None
    return {"code": refusal.code, "sentence": sentence(refusal), "question": question}


def expected(problem: Problem, language: str = "en") -> str:
    """What the cell should have held, in words."""
    return text(problem.expected, language, **dict(problem.facts))


def noted(note: Note, language: str = "en") -> str:
    """What is said of the file, in words."""
    return text(f"load.note.{note.code}", language, **note.facts)


def unused(one: FileReport) -> list[str]:
    """The columns that are of no use here, by name; of many the first ones, and how many more there are."""
    first, more = one.unknown_columns[:_SHOWN_COLUMNS], len(one.unknown_columns) - _SHOWN_COLUMNS
    return [*first, f"… (+{more})"] if more > 0 else list(first)


def exactly(one: ExactTotal, language: str = "en") -> str:
    """What the amounts come to as written, in words."""
    facts = {"total": plain(one.total), "difference": plain(one.difference)}
    return text("load.exact_total", language, currency=one.currency, **facts)


def sentence(refusal: Refusal, language: str = "en") -> str:
    """Why the file was refused, in words."""
    return text(f"error.{refusal.code}", language, **refusal.facts)
