"""One decision for a form and for a whole portfolio: who may, what holds, and what is unknown."""

import polars as pl
import pytest

from pipelines.rules import decide as module
from pipelines.rules.decide import NoRule, decide
from pipelines.rules.rule import Rule, permitted

RULES = (
    Rule("assign_seat.left", "limit", "assign_seat", pl.col("idle") >= 1, "S2 row 55", ("idle",)),
    permitted("assign_seat", "S2 row 19"),
    Rule("assign_seat.known", "eligibility", "assign_seat", pl.col("given_known"), "S2 row 23"),
    Rule(
        "assign_seat.rested",
        "limit",
        "assign_seat",
        pl.col("rest") >= pl.col("policy_seat_lock_days").fill_null(0),
        "S2 row 57",
    ),
    Rule("unguarded.left", "limit", "unguarded", pl.col("idle") >= 1, "S2 row 55"),
)


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RULES", RULES)


def facts(**more: object) -> pl.DataFrame:
    usual = {"policy": "mpn-2020-10", "actor_roles": ["global_admin"], "idle": 1, "rest": 90}
    return pl.DataFrame([usual | more], infer_schema_length=None)


def broken(frame: pl.DataFrame) -> list[str]:
    return list(decide(frame, "assign_seat")["broken"][0])


def test_what_every_rule_allows_is_allowed() -> None:
    assert broken(facts(given_known=True)) == []


def test_each_rule_that_does_not_hold_is_named_who_may_do_it_first() -> None:
    all_wrong = facts(actor_roles=["finance"], idle=0, rest=89, given_known=False)
    assert broken(all_wrong) == ["assign_seat.role", "assign_seat.left", "assign_seat.known", "assign_seat.rested"]


def test_unknown_counts_as_no() -> None:
    assert broken(facts(idle=None, given_known=None)) == ["assign_seat.left", "assign_seat.known"]


def test_without_a_form_its_rules_are_left_out() -> None:
    assert broken(facts()) == []


def test_numbers_come_from_the_policy_of_the_row() -> None:
    early = pl.concat([facts(rest=1), facts(rest=1, policy="mpn-2020-06")])
    assert decide(early, "assign_seat")["broken"].to_list() == [["assign_seat.rested"], []]


def test_a_policy_that_nobody_knows_lets_nobody_do_anything() -> None:
    assert "assign_seat.role" in broken(facts(policy="mpn-1999-01"))


def test_without_any_role_one_may_do_nothing() -> None:
    nobody = facts().with_columns(actor_roles=pl.lit([], pl.List(pl.String)))
    assert broken(nobody) == ["assign_seat.role"]


@pytest.mark.parametrize("action", ["unguarded", "unheard_of"])
def test_an_action_that_no_rule_gives_to_anybody_is_a_fault_of_the_program(action: str) -> None:
    with pytest.raises(NoRule):
        decide(facts(), action)


def test_rows_keep_their_order_and_their_columns() -> None:
    rows = pl.concat([facts(idle=number % 2, given_known=True) for number in range(50)])
    judged = decide(rows, "assign_seat")
    assert judged.columns == [*rows.columns, "broken"]
    assert judged["broken"].list.len().to_list() == [1 - number % 2 for number in range(50)]
