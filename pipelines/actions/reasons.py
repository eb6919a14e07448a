"""Why not: the broken rules of judged facts, with what fills their sentences."""

from collections.abc import Iterator

import polars as pl

from pipelines.actions.outcome import Broken
from pipelines.rules.decide import BROKEN, rules_of
from pipelines.rules.policy import numbers


def reasons(judged: pl.DataFrame, action: str) -> Iterator[tuple[Broken, ...]]:
    """For each row of `judged`, in its order, the rules that it breaks; none where the action is allowed."""
    rules = rules_of(action)
    for facts in judged.iter_rows(named=True):
        row = numbers(facts["policy"]) | facts
        broken = [rule for rule in rules if rule.id in row[BROKEN]]
        yield tuple(Broken(rule, {name: row.get(name) for name in rule.says}) for rule in broken)


def broken_rules(judged: pl.DataFrame, action: str) -> tuple[Broken, ...]:
    """The rules that the first row of `judged` breaks."""
    return next(reasons(judged.head(1), action))
