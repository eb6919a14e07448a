"""`decide` over a portfolio of entitlements beside the same conditions written as one polars filter an action.

Every fact of a deed is made up: numbers, dates and words spread over what they can be, with empty cells among them.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.actions import ACTIONS
from pipelines.actions.facts import facts_of
from pipelines.rules.access import MEMBER
from pipelines.rules.decide import decide, rules_of
from pipelines.rules.model import FAMILIES, PORTALS, ROLES, STATUSES, UNITS
from pipelines.rules.policy import policies, policy_names
from pipelines.rules.rule import GIVEN, POLICY, Rule
from pipelines.store import Store

DAY = date(2026, 6, 15)
_WORDS: dict[str, tuple[str, ...]] = {
    "policy": policy_names(),
    "family": FAMILIES,
    "status": STATUSES,
    "unit": UNITS,
    "portal": PORTALS,
}


@dataclass(frozen=True)
class Times:
    """Seconds of one run each, and how many rows the actions allow together, which both must agree on."""

    decide_s: float
    filter_s: float
    allowed: int


def measured(rows: int) -> Times:
    """Both ways over the same facts, every action about entitlements once over the whole frame.

    The filters have the policy's numbers beside the facts already; `decide` has still to join them.
    """
    facts = portfolio(rows)
    actions = [action.name for action in ACTIONS.values() if action.about == "entitlement"]
    decide_s = filter_s = 0.0
    allowed = 0
    for action in actions:
        joined, conditions = _by_hand(facts, action)
        seconds, found = _timed(lambda joined=joined, conditions=conditions: joined.filter(*conditions).height)
        filter_s += seconds
        seconds, decided = _timed(lambda action=action: _decided(facts, action))
        decide_s += seconds
        assert decided == found, (action, decided, found)
        allowed += found
    return Times(decide_s, filter_s, allowed)


def portfolio(rows: int) -> pl.DataFrame:
    """So many entitlements with every fact that a deed on one is judged by, beside what a form gives."""
    number = pl.int_range(rows, dtype=pl.UInt64)
    actor = {
        "actor_email": pl.lit("global-admin@contoso.example"),
        "actor_known": pl.lit(True),
        "actor_roles": pl.concat_list(_word(ROLES, number.hash(1)), pl.lit(MEMBER)),
        "actor_member_type": pl.lit("member"),
        "on_day": pl.lit(DAY),
    }
    return pl.select(_made(name, dtype, number) for name, dtype in _schema().items()).with_columns(**actor)


def _schema() -> dict[str, pl.DataType]:
    """The facts of a deed on an entitlement, as an empty portfolio has them."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        store = Store(Path(folder) / "home")
        with store.snapshot() as snapshot:
            empty = facts_of(snapshot, ACTIONS["get_keys"], "nobody@contoso.example", "P-1", None, DAY)
        store.close()
    return dict(empty.schema)


def _made(name: str, dtype: pl.DataType, number: pl.Expr) -> pl.Expr:
    drawn = number.hash(len(name) * 131 + sum(map(ord, name)))
    return pl.when(drawn % 10 > 0).then(_value(name, dtype, drawn // 10)).alias(name)


def _value(name: str, dtype: pl.DataType, drawn: pl.Expr) -> pl.Expr:
    if name in _WORDS:
        return _word(_WORDS[name], drawn)
    if dtype == pl.Boolean:
        return drawn % 2 == 0
    if dtype == pl.Date:
        return pl.lit(DAY) + pl.duration(days=(drawn % 400).cast(pl.Int64) - 200)
    if dtype.is_numeric():
        return (drawn % 20).cast(dtype)
    return (drawn % 50).cast(pl.String) if dtype == pl.String else pl.lit(None, dtype)


def _word(words: Sequence[str], drawn: pl.Expr) -> pl.Expr:
    return (drawn % len(words)).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _decided(facts: pl.DataFrame, action: str) -> int:
    return decide(facts, action).filter(pl.col("broken").list.len() == 0).height


def _by_hand(facts: pl.DataFrame, action: str) -> tuple[pl.DataFrame, list[pl.Expr]]:
    """What one would write by hand: the policy's numbers beside the facts, and all conditions in one filter."""
    conditions = [rule.holds for rule in rules_of(action) if not _asks_form(rule)]
    named = {name for condition in conditions for name in condition.meta.root_names() if name.startswith(POLICY)}
    return facts.join(policies().select("policy", *sorted(named)), on="policy", how="left"), conditions


def _asks_form(rule: Rule) -> bool:
    """Whether it needs something that only a form gives."""
    return any(name.startswith(GIVEN) for name in rule.holds.meta.root_names())


def _timed(run: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found
