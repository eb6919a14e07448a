"""Who may load files of which format, and take a load back, by the rules alone."""

import polars as pl
import pytest

from pipelines.actions import Refused, sentence
from pipelines.actions.take_back import take_back
from pipelines.rules.decide import decide
from pipelines.rules.model import FILE_FORMATS
from pipelines.store import Store
from tests.the_cast import NOW, TODAY

# Row 18 and domain-facts 2.1: a file of people adds users, which the partner admin cannot.
PEOPLE = {"global_admin", "admin_agent", "user_management_admin"}
DATA = {"global_admin", "mpn_partner_admin", "partner_manager", "finance", "service_operator"}
EVERYBODY = PEOPLE | DATA | {"auditor", "marketing", "member"}


def broken(action: str, role: str) -> list[str]:
    facts = pl.DataFrame({"policy": ["mpn-2020-10"], "partner_id": ["P-1"], "actor_roles": [[role]]})
    return list(decide(facts, action)["broken"][0])


@pytest.mark.parametrize("name", FILE_FORMATS)
def test_each_rule_about_a_file_is_broken_alone(name: str) -> None:
    assert broken(f"load:{name}", "auditor") == [f"load:{name}.role"]


@pytest.mark.parametrize("name", FILE_FORMATS)
def test_a_file_of_people_is_for_who_adds_people_and_the_others_are_for_who_manages_the_benefits(name: str) -> None:
    may = {role for role in EVERYBODY if not broken(f"load:{name}", role)}
    assert may == (PEOPLE if name == "people" else DATA)


def test_who_may_not_take_a_load_back_is_told_whom_to_ask(store: Store) -> None:
    refused = take_back(store, "employee@contoso.example", 0, "r-1", NOW, TODAY)
    assert isinstance(refused, Refused)
    said = [sentence(broken) for broken in refused.broken if broken.rule.kind == "permission"]
    assert len(said) == 1
    assert "Finance" in said[0]
