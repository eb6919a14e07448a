"""Every text is asked for somewhere, by its key or by an area and a code of the program; any other is dead."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipelines.actions import ACTIONS as AT_PARTNERS
from pipelines.actions import OF_NO_PARTNER
from pipelines.reports import REPORTS
from pipelines.rules import model
from pipelines.rules.access import MEMBER
from pipelines.rules.policy import entries
from pipelines.rules.rows import RULES
from pipelines.store.check import QUESTIONS
from pipelines.text import catalog

ROOT = Path(__file__).parents[1]
CODE = [ROOT / "app.py", *(path for room in ("pages", "pipelines") for path in (ROOT / room).rglob("*.py"))]
SQL = [path for room in ("pages", "pipelines") for path in (ROOT / room).rglob("*.sql")]
ACTIONS = AT_PARTNERS | OF_NO_PARTNER
# Functions that take the area of a text and its code apart from each other.
TAKE_AN_AREA = {"word", "_words", "one_of"}
# Areas whose codes are a closed list: each code has a text, and no text is without a code.
CODES = {
    "family": model.FAMILIES,
    "unit": model.UNITS,
    "status": model.STATUSES,
    "credit_status": model.CREDIT_STATUSES,
    "benefit_type": model.BENEFIT_TYPES,
    "grant_kind": model.GRANT_KINDS,
    "dataset": (*model.DATASETS, "counts"),
    "marketing_group": model.MARKETING_GROUPS,
    "message_state": model.MESSAGE_STATES,
    "request_kind": model.REQUEST_KINDS,
    "request_state": model.REQUEST_STATES,
    "date_kind": model.DATE_KINDS,
    "band": model.BANDS,
    "action": (*model.ACTIONS, *(f"{name}.{part}" for name in ACTIONS for part in ("title", "button"))),
    "deed": (*ACTIONS, "export", "rollback", "rotate_key", "erase_person", "remind"),
    "field": tuple({field.name for action in ACTIONS.values() for field in action.fields}),
    "choice": (
        *{f"{field.name}.{code}" for action in ACTIONS.values() for field in action.fields for code in field.choices},
        *("date_order.mdy", "date_order.dmy", "date_order.iso", "dataset.actual", "dataset.amortized"),
        *("replace.yes", "outcome.withdrawn"),
    ),
    "outcome": ("done", "refused"),
    "via": ("page", "terminal"),
    "role": (*model.ROLES, MEMBER, "employee", "guest"),
    "member_type": model.MEMBER_TYPES,
    "number": tuple({entry.name for entry in entries() if not entry.name.startswith("roles_")}),
    "report": tuple(REPORTS),
    "column": tuple({column.name for report in REPORTS.values() for by in report.by for column in report.columns[by]}),
    "rule": tuple({rule.sentence.removeprefix("rule.") for rule in RULES}),
    "check": (
        "clean",
        "file_missing",
        "file_damaged",
        "version_differs",
        "pointer_damaged",
        "set_aside_damaged",
        *("chain_gap", "chain_link", "chain_hash", "request_repeated"),
        *("seal_altered", "seal_row_missing", "seal_row_differs"),
        *(q.stem for q in QUESTIONS),
    ),
}


def nodes() -> Iterator[ast.AST]:
    for path in CODE:
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


@cache
def literals() -> frozenset[str]:
    return frozenset(node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def codes() -> frozenset[str]:
    """Every word that the program's texts or questions name, and so may be the code of a text."""
    quoted = {one for path in SQL for one in re.findall(r"'([^'\s]+)'", path.read_text("utf-8"))}
    said = {one for text in literals() for one in (*text.split(), text.replace("-", "_"))}
    fields = {
        node.target.id for node in nodes() if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return frozenset(said | quoted | fields | {path.stem for path in SQL})


@cache
def compound_codes() -> tuple[re.Pattern[str], ...]:
    """Codes that are put together of others, such as `date_` and an order."""
    found = {pattern(node) for node in nodes() if isinstance(node, ast.JoinedStr)}
    hole = re.escape("(.+)")
    return tuple(
        re.compile(one) for one in sorted(found) if re.fullmatch(rf"[a-z_]*{hole}_({hole}|[a-z_]+)|[a-z_]+_{hole}", one)
    )


def is_code(word: str) -> bool:
    matches = (one.fullmatch(word) for one in compound_codes())
    made_of_codes = any(match and set(match.groups()) <= codes() for match in matches)
    return word in codes() or word in CODES["number"] or made_of_codes


def pattern(asked: ast.JoinedStr) -> str:
    """What an f-string can be: its words as they are, a code for each of its facts."""
    parts = (re.escape(part.value) if isinstance(part, ast.Constant) else r"(.+)" for part in asked.values)
    return "".join(parts)


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """The keys that are put together of an area, stated in place or handed to a function, and codes."""
    areas = {column.codes for report in REPORTS.values() for by in report.by for column in report.columns[by]} - {None}
    found = {pattern(node) for node in nodes() if isinstance(node, ast.JoinedStr)}
    for call in (node for node in nodes() if isinstance(node, ast.Call)):
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in TAKE_AN_AREA:
            areas |= {one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            found |= {pattern(one) + r"\.(.+)" for one in call.args if isinstance(one, ast.JoinedStr)}
    found |= {re.escape(area) + r"\.(.+)" for area in areas}
    return tuple(re.compile(one) for one in sorted(found) if re.match(r"[a-z_]+\\\.", one))


def is_asked_for(key: str) -> bool:
    if key in literals() or key.removeprefix("rule.") in CODES["rule"]:
        return True
    matches = (one.fullmatch(key) for one in patterns())
    return any(match and all(map(is_code, match.groups())) for match in matches)


def test_every_text_is_asked_for() -> None:
    assert [key for key in catalog("en") if not is_asked_for(key)] == []


@pytest.mark.parametrize("area", CODES)
def test_the_codes_of_an_area_and_its_texts_are_the_same(area: str) -> None:
    stated = {key.removeprefix(f"{area}.") for key in catalog("en") if key.startswith(f"{area}.")}
    assert stated == set(CODES[area])


def test_a_text_that_nobody_asks_for_is_found() -> None:
    assert not is_asked_for("no.such.text")
    assert not is_asked_for("family.no_such_family")
