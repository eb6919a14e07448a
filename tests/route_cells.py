"""The cells of tests/route_matrix.csv, written by hand, and who of a home stands for each of its columns."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.actions import Done, Token, act, new_token
from pipelines.store import Store
from tests.desk import Desk
from tests.role_cells import EMAIL, PEOPLE
from tests.tokens import ordered

FILE = Path(__file__).parent / "route_matrix.csv"
NOBODY, STRANGER = "nobody", "stranger"
COLUMNS = (*EMAIL, NOBODY)
# Those who may make no token had another role once, in whose days they made one.
_ONCE = f"""partner_id,email,name,member_type,in_directory,roles
P-1,{EMAIL["marketing"]},Mara Market,member,yes,auditor
*,{EMAIL["service_operator"]},Sergio Service,member,yes,auditor
P-1,{EMAIL["employee"]},Émile 王小明,member,yes,auditor
P-1,{EMAIL["guest"]},Greta Guest,guest,yes,auditor
"""
_NOW = f"""{PEOPLE}P-1,{EMAIL["employee"]},Émile 王小明,member,yes,
P-1,{EMAIL["guest"]},Greta Guest,guest,yes,
"""


@dataclass(frozen=True)
class Row:
    """What one address gives each column: of a page what it shows, of others a status of HTTP."""

    kind: str
    path: str
    method: str
    asked: str
    cells: dict[str, str]


def rows(kind: str) -> Iterator[Row]:
    """The table's rows of a kind, `page`, `report` or `route`, in its order."""
    for row in csv.DictReader(FILE.read_text("utf-8").splitlines()):
        if row["kind"] == kind:
            cells = {column: row[column] for column in COLUMNS}
            yield Row(kind, row["path"], row["method"], row["asked"] or row["path"], cells)


def furnished(home: Path) -> dict[str, Token]:
    """Adds those whom the cast lacks; gives a token of each column: of a stranger and of nobody one that never was."""
    desk = Desk(Store(home), home)
    desk.loaded(_ONCE)
    tokens = {column: _made(desk.store, email) for column, email in EMAIL.items() if column != STRANGER}
    desk.loaded(_NOW)
    desk.store.close()
    return tokens | {column: new_token() for column in (STRANGER, NOBODY)}


def _made(store: Store, email: str) -> Token:
    token = new_token()
    outcome = act(store, replace(ordered(token), actor=email))
    assert isinstance(outcome, Done), (email, outcome)
    return token
