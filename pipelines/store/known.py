"""What deeds are judged on: answers about a partner, kept until a deed is done that they follow (`follows.FACTS`)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

import polars as pl

from pipelines.store.chain import APP
from pipelines.store.follows import EVERYWHERE, FACTS
from pipelines.store.prepared import EMPTY
from pipelines.store.schema import SQL
from pipelines.store.scope import NOTHING, Scope
from pipelines.store.tally import Tally

KEPT = 1000
_PERSON_ID = "SELECT person_id FROM identity WHERE email = $email"
Shape = TypeVar("Shape")
Ask = Callable[[int, str, dict[str, object], Scope, date | None], "pl.DataFrame"]


@dataclass(frozen=True)
class Question:
    """A question of sql/facts: beside which snapshot, of which partner, on which day, about whose address."""

    number: int
    name: str
    partner: str
    on_day: date | None = None
    email: str | None = None

    @staticmethod
    def of(number: int, name: str, partner: str, on_day: date) -> Question:
        """A question about a partner on a day; what depends on no day is the same question on each."""
        return Question(number, name, partner, on_day if "$on_day" in sql_of(name) else None)


@dataclass(frozen=True)
class Answer(Generic[Shape]):
    """What was answered after `deeds` of those that it follows, in the shape in which it is looked up."""

    deeds: int
    told: Shape

    def after_one(self, told: Shape) -> Answer[Shape]:
        """What it is after one more of those deeds."""
        return Answer(self.deeds + 1, told)


class Known:
    """The answers of one engine, the last used ones kept."""

    def __init__(self, ask: Ask, tally: Tally) -> None:
        self._ask = ask
        self._tally = tally
        self._guard = threading.Lock()
        self._kept: OrderedDict[Question, Answer[Any]] = OrderedDict()
        self._ids: dict[str, str] = {}

    def ask(self, question: Question, shaped: Callable[[pl.DataFrame], Shape]) -> Answer[Shape]:
        """The answer as it is now, shaped always alike, and looked at only.

        The deeds are counted before it is asked: one that is done meanwhile lets it be asked again.
        """
        deeds = self._deeds(question)
        with self._guard:
            answers, kept = self._kept, self._kept.get(question)
        if kept is None or kept.deeds != deeds:
            kept = Answer(deeds, shaped(self._asked(question)))
        self._keep(answers, question, kept)
        return kept

    def keep(self, question: Question, answer: Answer[Any]) -> None:
        """Keeps an answer that is known without asking, unless a later one is kept."""
        self._keep(self._kept, question, answer)

    def _keep(self, answers: OrderedDict[Question, Answer[Any]], question: Question, answer: Answer[Any]) -> None:
        """Among the answers of before: what was asked of another ledger is not kept among those of this one."""
        with self._guard:
            if question not in answers or answers[question].deeds <= answer.deeds:
                answers[question] = answer
            answers.move_to_end(question)
            if len(answers) > KEPT:
                answers.popitem(last=False)

    def person_id(self, email: str) -> str | None:
        """The id by which the ledger names a person; None where no deed has yet."""
        ids = self._ids
        if email not in ids:
            found = self._ask(EMPTY, _PERSON_ID, {"email": email}, NOTHING, None)["person_id"].to_list()
            ids.update(zip([email], found, strict=False))
        return ids.get(email)

    def forget(self, number: int | None = None) -> None:
        """Lets go of what is known beside a snapshot, or of all."""
        with self._guard:
            others = {one: kept for one, kept in self._kept.items() if number not in (None, one.number)}
            self._kept = OrderedDict(others)
            if number is None:
                self._ids = {}

    def _deeds(self, question: Question) -> int:
        everywhere = self._tally.done()
        here = everywhere if question.partner == APP else self._tally.done((question.partner, APP))
        follows = FACTS[question.name]
        return sum((everywhere if action in EVERYWHERE else here).get(action, 0) for action in follows)

    def _asked(self, question: Question) -> pl.DataFrame:
        sql = sql_of(question.name)
        told = {"partner": question.partner, "on_day": question.on_day, "email": question.email}
        params: dict[str, object] = {name: value for name, value in told.items() if f"${name}" in sql}
        sight = Scope((question.partner,))
        return self._ask(question.number, sql, params, sight, question.on_day)


@cache
def sql_of(name: str) -> str:
    """The words of a question."""
    return (SQL / "facts" / f"{name}.sql").read_text("utf-8")
