"""One attempt at a deed: what is asked, of which state, and what comes into being with it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipelines.actions.action import Letter
from pipelines.actions.values import Value
from pipelines.rules.access import OPERATOR
from pipelines.store import Scope, Snapshot
from pipelines.store.chain import Head
from pipelines.store.known import Question

SQL = Path(__file__).parent / "sql"
_NAME = """
SELECT name
FROM person_now
WHERE email = $email AND ($partner = 'app' OR partner_id IN ($partner, '*'))
ORDER BY partner_id DESC
"""


@dataclass(frozen=True)
class Order:
    """What somebody asks to be done: `about` is the id of a benefit, membership or request, None for the partner.

    `given` is what the form says, field by field. `request_id` is made with the form: the same one is the same deed.
    `seen` is the version of the partner's stream that the form was drawn on; with it, a change since then is told.
    """

    action: str
    actor: str
    partner_id: str
    about: str | None
    given: Mapping[str, str]
    request_id: str
    now: datetime
    on_day: date
    via: Literal["page", "terminal"] = "page"
    seen: int | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Asking:
    """An order with its values read, the state it is judged on, and the rows to be written beside the deed's.

    `about` are the facts of what the order is about: see `facts.facts_of`.
    """

    order: Order
    values: Mapping[str, Value]
    snapshot: Snapshot
    head: Head
    beside: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    about: Mapping[str, Any] = field(default_factory=dict)
    _read: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    def question(self, name: str) -> Question:
        """What store/sql/facts/<name>.sql asks of the partner."""
        return Question.of(self.snapshot.number, name, self.order.partner_id, self.order.on_day)

    def person(self, email: str) -> Mapping[str, Any] | None:
        """What the partner knows of an address: name, member_type, in_directory, roles; None where nothing."""
        return self.snapshot.known.ask(self.question("person"), by_email).told.get(email)

    def read(self, name: str, **params: object) -> pl.DataFrame:
        """The rows of sql/<name>.sql, as somebody sees them who sees all of the partner, on the order's day.

        Asked once: the rules and the row that is written mostly want the same.
        """
        asked = name, str(params)
        if asked not in self._read:
            self._read[asked] = self._rows(name, params)
        return self._read[asked]

    def _rows(self, name: str, params: dict[str, object]) -> pl.DataFrame:
        question, sight = _sql(name), Scope((self.order.partner_id,))
        return self.snapshot.query(question, params, sight, self.order.on_day if "$on_day" in question else None)

    def number(self) -> str:
        """The number of a request that this deed opens: unique, and told as its confirmation number."""
        return f"{self.order.partner_id}-R{self.head.version + 1}"

    def person_id(self, email: str, name: str | None = None) -> str:
        """The id by which the ledger names a person; made with this deed where it has none yet, with the name that the
        partner knows unless another is given. The operator is nobody's person."""
        if email == OPERATOR:
            return OPERATOR
        known = self.snapshot.known.person_id(email)
        if known is not None:
            return known
        for table, row in self.beside:
            if table == "identity" and row["email"] == email:
                return str(row["person_id"])
        made = secrets.token_hex(8)
        self.beside.append(("identity", {"person_id": made, "email": email, "name": name or self._name(email)}))
        return made

    def _name(self, email: str) -> str | None:
        here = self.person(email)
        if here is not None:
            return str(here["name"])
        asked = {"email": email, "partner": self.order.partner_id}
        found = self.snapshot.ledger.query(_NAME, asked)["name"].to_list()
        return found[0] if found else None

    def private(self, value: str) -> str:
        """Keeps a text about a person where it can be erased; gives the id by which details name it."""
        made = secrets.token_hex(8)
        self.beside.append(("private_text", {"text_id": made, "value": value}))
        return made

    def send(self, letter: Letter) -> None:
        """Has a letter written with the deed."""
        facts = dict(letter.facts) | ({"lines": [asdict(line) for line in letter.lines]} if letter.lines else {})
        row = {
            "message_id": secrets.token_hex(12),
            "stream_id": self.order.partner_id,
            "version": self.head.version + 1,
            "address": letter.address,
            "kind": letter.kind,
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
            "language": letter.language,
        }
        self.beside.append(("message", row))


def by_email(people: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The rows of store/sql/facts/person.sql as they are looked up."""
    return {row["email"]: row for row in people.iter_rows(named=True)}


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")
