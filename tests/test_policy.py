"""The programme's numbers: each stated or inherited, each with its source."""

from pipelines.rules.policy import DEFAULT, entries, policies, policy_names
from pipelines.rules.rows import RULES
from pipelines.store.catalogue import read

NAMES = ("mpn-2019-10", "mpn-2020-06", "mpn-2020-10", "maicpp-2023-09", "maicpp-2026-02")


def number(policy: str, name: str) -> object:
    return {entry.name: entry.value for entry in entries() if entry.policy == policy}.get(name)


def test_there_are_five_policies_from_the_earliest_to_the_latest() -> None:
    assert policy_names() == NAMES
    assert DEFAULT == "mpn-2020-10"
    assert policies()["policy"].to_list() == list(NAMES)


def test_every_entry_has_a_source_that_names_a_document_or_the_design() -> None:
    assert [one for one in entries() if len(one.source) < 5] == []


def test_where_documents_contradict_each_other_each_policy_has_its_own() -> None:
    """Contradictions of domain-facts 1.11."""
    assert [number(policy, "seat_lock_days") for policy in NAMES] == [None, None, 90, 90, 90]
    assert [number(policy, "support_flow") for policy in NAMES] == ["assign"] * 2 + ["activate"] * 3
    assert [number(policy, "bulk_transfer") for policy in NAMES] == [False, False, True, False, False]
    assert number("mpn-2020-06", "roles_assign_seat") == ["global_admin"]
    assert number(DEFAULT, "roles_assign_seat") == ["global_admin", "mpn_partner_admin"]


def test_a_policy_inherits_what_it_does_not_state_and_says_who_stated_it() -> None:
    found = {entry.name: entry for entry in entries() if entry.policy == "maicpp-2026-02"}
    assert found["refund_days"].value == 30
    assert found["refund_days"].stated_by == "mpn-2019-10"
    assert found["redeem_months"].stated_by == "maicpp-2026-02"


def test_every_offer_of_the_catalogue_names_a_policy() -> None:
    assert set(read("offers")["policy"]) <= set(NAMES)


def test_every_rule_has_a_source_and_an_id_of_its_own_that_begins_with_its_action() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert [rule.id for rule in RULES if not rule.source or rule.id.partition(".")[0] != rule.action] == []
