"""Linking subscriptions to credits by deed: whose they are, whose pot they draw on, and taking it back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.actions.place import partner_of
from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot
from tests.done import Deeds
from tests.ledger_rows import SUBSCRIPTION, benefit, usage, warehouse
from tests.the_cast import EMAILS, TODAY

SECOND = "22222222-2222-2222-2222-222222222222"
THIRD = "33333333-3333-3333-3333-333333333333"
CONTOSO, FABRIKAM = Scope(("P-1",)), Scope(("P-2",))
YEAR = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "amount": "500", "currency": "USD"}
CREDIT = {"unit": "credit_year", "quantity": 6000, "starts_on": date(2026, 1, 1)}


@pytest.fixture
def snap(tmp_path: Path) -> Iterator[Snapshot]:
    """Two bulk credits of Contoso, one with a grant by file, one of Fabrikam; two subscriptions without a credit."""
    rows = [
        ("person", {"email": EMAILS["finance"], "partner_id": "*", "roles": ["finance"]}),
        ("person", {"email": EMAILS["global_admin"], "roles": ["global_admin"]}),
        ("person", {"email": EMAILS["auditor"], "partner_id": "*", "roles": ["auditor"]}),
        ("person", {"email": EMAILS["other_admin"], "partner_id": "P-2", "roles": ["global_admin"]}),
        benefit("E-file", "azure-bulk-credit", **CREDIT),
        benefit("E-none", "azure-bulk-credit", **CREDIT),
        benefit("F-none", "azure-bulk-credit", partner_id="P-2", **CREDIT),
        ("credit_grant", {"entitlement_id": "E-file"}),
        usage(date(2026, 3, 1), "10"),
        usage(date(2026, 2, 1), "4", subscription_id=SECOND, subscription="Second"),
        usage(date(2026, 3, 1), "30", subscription_id=SECOND, subscription="Second"),
        usage(date(2026, 3, 1), "7.50", subscription_id=THIRD, subscription="Third", currency="EUR"),
    ]
    with warehouse(tmp_path, *rows) as snapshot:
        yield snapshot


@pytest.fixture
def deeds(snap: Snapshot, tmp_path: Path) -> Deeds:
    return Deeds(tmp_path)


def link(deeds: Deeds, about: str, subscription: str, actor: str = "finance", **told: str) -> str:
    return deeds.number("link_subscription", about, actor=actor, subscription_id=subscription, **told)


def refused(deeds: Deeds, about: str, subscription: str, partner: str = "P-1", **told: str) -> list[str]:
    broken = deeds.refused(
        "link_subscription", about, actor="finance", partner=partner, subscription_id=subscription, **told
    )
    return [rule.removeprefix("link_subscription.") for rule in broken]


def unlinked(snap: Snapshot, scope: Scope = EVERYTHING) -> pl.DataFrame:
    return run(snap, Request("unlinked-subscriptions", TODAY), scope)


def used(snap: Snapshot) -> dict[str, Decimal]:
    rows = run(snap, Request("credit-balance", TODAY), CONTOSO)
    return dict(rows.select("subscription_id", "used").iter_rows())


def test_what_no_credit_pays_for_is_listed_with_its_days_and_what_it_cost(snap: Snapshot) -> None:
    told = unlinked(snap).select(
        "subscription_id", "subscription", "first_on", "last_on", "currency", "cost", "claimed"
    )
    assert told.rows() == [
        (SECOND, "Second", date(2026, 2, 1), date(2026, 3, 1), "USD", Decimal(34), False),
        (THIRD, "Third", date(2026, 3, 1), date(2026, 3, 1), "EUR", Decimal("7.50"), False),
    ]
    assert unlinked(snap, CONTOSO).is_empty()


def test_a_linked_subscription_draws_on_the_pot_of_the_grant_from_that_day(snap: Snapshot, deeds: Deeds) -> None:
    assert link(deeds, "E-file", SECOND, starts_on="2026-02-02") == SECOND
    assert used(snap) == {SUBSCRIPTION: Decimal(40)}
    assert unlinked(snap)["subscription_id"].to_list() == [THIRD]
    seen = run(snap, Request("credit-usage", TODAY, "subscription"), CONTOSO)
    assert set(seen["subscription_id"]) == {SUBSCRIPTION, SECOND}
    assert deeds.benefit("E-file")["used"] == Decimal(40)


def test_a_credit_without_a_grant_gets_one_with_the_link(snap: Snapshot, deeds: Deeds) -> None:
    assert deeds.status("E-none") == "not_activated"
    link(deeds, "E-none", f"{{{SECOND.upper()}}}", actor="global_admin", **YEAR)
    assert used(snap) == {SUBSCRIPTION: Decimal(10), SECOND: Decimal(34)}
    held = deeds.benefit("E-none")
    assert (held["status"], held["counted_by"], held["used"]) == ("active", "credit_grants", Decimal(34))


def test_its_currency_is_that_of_the_credit_where_none_is_stated(snap: Snapshot, deeds: Deeds) -> None:
    link(deeds, "E-none", SECOND, **{name: value for name, value in YEAR.items() if name != "currency"})
    assert deeds.query("SELECT currency FROM subscription_link")["currency"].to_list() == ["USD"]


def test_a_second_subscription_shares_the_pot_of_a_link(snap: Snapshot, deeds: Deeds) -> None:
    link(deeds, "E-none", SECOND, **YEAR)
    link(deeds, "E-none", THIRD, starts_on="2026-03-01")
    rate = {"from_currency": "EUR", "to_currency": "USD", "rate": "2", "rate_on": "2026-01-01", "rate_source": "bank"}
    deeds.number("record_exchange_rate", None, actor="finance", **rate)
    assert used(snap)[SECOND] == Decimal(34 + 15)
    listed = run(snap, Request("credit-subscriptions", TODAY, filters={"entitlement": ["E-none"]}), CONTOSO)
    assert listed.select("credit_id", "subscription", "starts_on", "linked_by").rows() == [
        (SECOND, "Second", date(2026, 1, 1), "deed"),
        (SECOND, "Third", date(2026, 3, 1), "deed"),
    ]


def test_what_was_linked_is_taken_back_as_if_it_had_never_been(snap: Snapshot, deeds: Deeds) -> None:
    link(deeds, "E-file", SECOND, starts_on="2026-01-01")
    deeds.number("unlink_subscription", "E-file", actor="finance", subscription_id=SECOND)
    assert used(snap) == {SUBSCRIPTION: Decimal(10)}
    assert SECOND in unlinked(snap)["subscription_id"].to_list()
    assert deeds.refused("unlink_subscription", "E-file", actor="finance", subscription_id=SECOND) == [
        "unlink_subscription.linked"
    ]


def test_what_draws_on_a_pot_goes_with_it(snap: Snapshot, deeds: Deeds) -> None:
    link(deeds, "E-none", SECOND, **YEAR)
    link(deeds, "E-none", THIRD, starts_on="2026-03-01")
    deeds.number("unlink_subscription", "E-none", actor="finance", subscription_id=SECOND)
    link(deeds, "E-file", SECOND, starts_on="2026-01-01")
    assert used(snap) == {SUBSCRIPTION: Decimal(44)}


def test_a_subscription_draws_on_one_credit_at_a_time(snap: Snapshot, deeds: Deeds) -> None:
    assert refused(deeds, "E-none", SUBSCRIPTION, **YEAR) == ["free"]
    assert refused(deeds, "E-file", SUBSCRIPTION, starts_on="2026-05-01") == ["free"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "free"),
    [
        ("2025-01-01", "2025-12-30", True),
        ("2025-01-01", "2025-12-31", True),
        ("2025-01-01", "2026-01-01", False),
        ("2026-12-31", "2027-12-31", False),
        ("2027-01-01", "2027-12-31", True),
    ],
)
def test_the_days_of_two_credits_may_meet_and_not_overlap(
    snap: Snapshot, deeds: Deeds, starts_on: str, ends_on: str, free: bool
) -> None:
    told = YEAR | {"starts_on": starts_on, "ends_on": ends_on}
    if free:
        assert link(deeds, "E-none", SUBSCRIPTION, **told) == SUBSCRIPTION
    else:
        assert refused(deeds, "E-none", SUBSCRIPTION, **told) == ["free"]


def test_a_subscription_of_another_partners_credit_is_refused_without_naming_the_partner(
    snap: Snapshot, deeds: Deeds
) -> None:
    assert refused(
        deeds, "F-none", SUBSCRIPTION, "P-2", **YEAR | {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    ) == ["other_partner"]
    said = deeds.query("SELECT details FROM deed WHERE stream_id = 'P-2'").item()
    assert "P-1" not in said
    assert "Contoso" not in said


def test_a_linked_subscription_is_its_partners_and_nobody_elses(snap: Snapshot, deeds: Deeds) -> None:
    link(deeds, "E-none", SECOND, **YEAR)
    for report in ("credit-usage", "credit-balance", "credit-subscriptions", "unlinked-subscriptions"):
        assert run(snap, Request(report, TODAY), FABRIKAM).is_empty(), report


def test_a_file_that_states_the_grant_takes_the_place_of_the_link(tmp_path: Path) -> None:
    rows = [
        ("person", {"email": EMAILS["finance"], "partner_id": "*", "roles": ["finance"]}),
        benefit("E-none", "azure-bulk-credit", **CREDIT),
        usage(date(2026, 3, 1), "30", subscription_id=SECOND),
    ]
    with warehouse(tmp_path, *rows):
        link(Deeds(tmp_path), "E-none", SECOND, **YEAR)
    stated = ("credit_grant", {"subscription_id": SECOND, "starts_on": date(2026, 2, 1), "entitlement_id": "E-none"})
    with warehouse(tmp_path, stated) as snapshot:
        told = run(snapshot, Request("credit-subscriptions", TODAY), CONTOSO)
        assert told.select("starts_on", "amount", "linked_by").unique().rows() == [(date(2026, 2, 1), 6000, "file")]


@pytest.mark.parametrize("found", ["not a subscription", SUBSCRIPTION[:-1], f"{SUBSCRIPTION}0", "12_4"])
def test_what_is_not_of_a_subscriptions_form_is_told_with_an_example(deeds: Deeds, found: str) -> None:
    wrong = deeds.wrong("link_subscription", "E-none", actor="finance", subscription_id=found, **YEAR)
    assert "such as 11111111-1111-1111-1111-111111111111, or of a billing profile" in str(wrong)


def test_a_credit_can_belong_to_a_billing_profile(snap: Snapshot, deeds: Deeds) -> None:
    assert link(deeds, "E-none", "ABCD-EFGH-IJK-PGB", **YEAR) == "abcd-efgh-ijk-pgb"


@pytest.mark.parametrize("rate", ["0", "-1", "1.0000000001", "1000000000", "many"])
def test_a_rate_is_above_zero_with_nine_places(snap: Snapshot, deeds: Deeds, rate: str) -> None:
    told = {"from_currency": "EUR", "to_currency": "USD", "rate": rate, "rate_on": "2026-01-01", "rate_source": "bank"}
    assert "9 decimals" in str(deeds.wrong("record_exchange_rate", None, actor="finance", **told))


def test_an_auditor_links_nothing_and_records_no_rate(snap: Snapshot, deeds: Deeds) -> None:
    rate = {"from_currency": "EUR", "to_currency": "USD", "rate": "1", "rate_on": "2026-01-01", "rate_source": "bank"}
    assert deeds.refused("link_subscription", "E-none", actor="auditor", subscription_id=SECOND, **YEAR) == [
        "link_subscription.role"
    ]
    assert deeds.refused("record_exchange_rate", None, actor="auditor", **rate) == ["record_exchange_rate.role"]


def test_a_credit_that_no_benefit_names_lends_its_pot_too(tmp_path: Path) -> None:
    rows = [
        ("person", {"email": EMAILS["finance"], "partner_id": "*", "roles": ["finance"]}),
        ("credit_grant", {}),
        usage(date(2026, 3, 1), "30", subscription_id=SECOND),
    ]
    alone = f"credit:{SUBSCRIPTION}:2026-01-01"
    with warehouse(tmp_path, *rows) as snapshot:
        link(Deeds(tmp_path), alone, SECOND, starts_on="2026-02-01")
        assert used(snapshot) == {SUBSCRIPTION: Decimal(30)}
        assert partner_of(snapshot, alone) == "P-1"
