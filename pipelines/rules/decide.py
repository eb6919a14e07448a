"""May this be done? One pure function for a form and for the whole portfolio."""

from collections.abc import Sequence

import polars as pl

from pipelines.rules.policy import policies
from pipelines.rules.rows import RULES
from pipelines.rules.rule import GIVEN, POLICY, Rule

BROKEN = "broken"
_MASK = "broken_mask"


class NoRule(LookupError):
    """An action without a rule about who may do it: nobody may, and the program is wrong."""


def rules_of(action: str) -> tuple[Rule, ...]:
    """The rules of an action, who may do it first. NoRule where there is none about that."""
    found = [rule for rule in RULES if rule.action == action]
    if not any(rule.kind == "permission" for rule in found):
        raise NoRule(action)
    return tuple(sorted(found, key=lambda rule: rule.kind != "permission"))


def decide(facts: pl.DataFrame, action: str) -> pl.DataFrame:
    """The rows of `facts` in their order, with the column broken: the ids of the rules of `action` that do not hold.

    None is broken where the action is allowed; unknown counts as no. The facts have a column `policy`, by which the
    numbers of that policy join. Rules about what a form gives are left out of facts that have none of a form's columns
    (`given_*`), so that the same rules say what can be done now. NoRule for an action without rules.
    """
    judged = [rule for rule in rules_of(action) if _known(rule, facts)]
    names = sorted({name for rule in judged for name in _policy_names(rule)} - set(facts.columns))
    joined = facts.join(policies().select("policy", *names), on="policy", how="left", maintain_order="left")
    return _named(facts, joined.select(_mask(judged)), judged)


def _known(rule: Rule, facts: pl.DataFrame) -> bool:
    return not rule.given or any(name.startswith(GIVEN) for name in facts.columns)


def _policy_names(rule: Rule) -> set[str]:
    return {name for name in (*rule.holds.meta.root_names(), *rule.says) if name.startswith(POLICY)}


def _mask(judged: Sequence[Rule]) -> pl.Expr:
    """One number a row, with a bit for each broken rule: a portfolio has many rows and few different answers."""
    bits = [
        (~rule.holds.fill_null(value=False)).cast(pl.UInt64) * pl.lit(1 << place, pl.UInt64)
        for place, rule in enumerate(judged)
    ]
    # Of an action that only its form decides on, nothing is judged yet: a zero for each row.
    return pl.sum_horizontal(pl.repeat(0, pl.len(), dtype=pl.UInt64), *bits).cast(pl.UInt64).alias(_MASK)


def _named(facts: pl.DataFrame, masks: pl.DataFrame, judged: Sequence[Rule]) -> pl.DataFrame:
    different = masks[_MASK].unique().to_list()
    ids = [[rule.id for place, rule in enumerate(judged) if mask >> place & 1] for mask in different]
    names = pl.DataFrame({_MASK: different, BROKEN: ids}, schema={_MASK: pl.UInt64, BROKEN: pl.List(pl.String)})
    found = masks.join(names, on=_MASK, how="left", maintain_order="left")
    return facts.with_columns(found[BROKEN])
