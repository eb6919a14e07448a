"""May this be done? One pure function for a form and for the whole portfolio."""

from collections.abc import Sequence
from functools import cache

import polars as pl

from pipelines.rules.policy import column, place_of
from pipelines.rules.rows import RULES
from pipelines.rules.rule import GIVEN, POLICY, Rule

BROKEN = "broken"


class NoRule(LookupError):
    """An action without a rule about who may do it: nobody may, and the program is wrong."""


def rules_of(action: str) -> tuple[Rule, ...]:
    """The rules of an action, who may do it first. NoRule where there is none about that."""
    return _of(RULES, action)


@cache
def _of(rules: tuple[Rule, ...], action: str) -> tuple[Rule, ...]:
    found = [rule for rule in rules if rule.action == action]
    if not any(rule.kind == "permission" for rule in found):
        raise NoRule(action)
    return tuple(sorted(found, key=lambda rule: rule.kind != "permission"))


def decide(facts: pl.DataFrame, action: str) -> pl.DataFrame:
    """The rows of `facts` in their order, with the column broken: the ids of the rules of `action` that do not hold.

    None is broken where the action is allowed; unknown counts as no. The facts have a column `policy`, by which the
    numbers of that policy join. Rules about what a form gives are left out of facts that have none of a form's columns
    (`given_*`), so that the same rules say what can be done now. NoRule for an action without rules.
    """
    from_form = any(name.startswith(GIVEN) for name in facts.columns)
    judged = tuple(rule for rule in rules_of(action) if from_form or not rule.given)
    masks = facts.hstack(_numbers(judged, facts)).select(_mask(judged)).to_series()
    return facts.hstack([_named(masks.to_list(), judged)])


def _numbers(judged: tuple[Rule, ...], facts: pl.DataFrame) -> list[pl.Series]:
    """What the rules need of the rows' policies. Taken by place: to join one row takes as long as all the rest."""
    rows = [place_of(policy) for policy in facts["policy"]]
    return [column(name)[rows] for name in sorted(_policy_names(judged)) if name not in facts.columns]


@cache
def _policy_names(judged: tuple[Rule, ...]) -> frozenset[str]:
    return frozenset(name for rule in judged for name in rule.needs if name.startswith(POLICY))


@cache
def _mask(judged: tuple[Rule, ...]) -> pl.Expr:
    """One number a row, with a bit for each broken rule: a portfolio has many rows and few different answers."""
    none = pl.lit(0, pl.UInt64)
    bits = [
        pl.when(rule.holds.fill_null(value=False)).then(none).otherwise(pl.lit(1 << bit, pl.UInt64))
        for bit, rule in enumerate(judged)
    ]
    # Of an action that only its form decides on, nothing is judged yet: a zero for each row.
    return pl.sum_horizontal(bits) if bits else pl.repeat(0, pl.len(), dtype=pl.UInt64)


def _named(masks: Sequence[int], judged: tuple[Rule, ...]) -> pl.Series:
    places = {mask: place for place, mask in enumerate(dict.fromkeys(masks))}
    ids = [[rule.id for bit, rule in enumerate(judged) if mask >> bit & 1] for mask in places]
    return pl.Series(BROKEN, ids, pl.List(pl.String))[[places[mask] for mask in masks]]
