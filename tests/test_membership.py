"""Renewal, upgrade and refund of what is held, from the deed to the state of the benefits; and the levels there are."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.rules.levels import LEVELS
from pipelines.rules.terms import months_after, term
from pipelines.store import Store
from pipelines.store.catalogue import read
from pipelines.text import LANGUAGES, text
from tests.membership_deeds import CORE, PAID, Clerk, load_files
from tests.the_cast import TODAY

EXPANDED = "success-expanded-2026"
VS = f"P-1:{CORE}:visual-studio-enterprise:core:{TODAY}"


@pytest.fixture
def clerk(cast_home: Path) -> Iterator[Clerk]:
    store = Store(cast_home)
    yield Clerk(store)
    store.close()


def paid(day: date, number: str = "O-9") -> dict[str, str]:
    return {"order_number": number, "purchased_on": day.isoformat(), **PAID}


def answer_refund(clerk: Clerk, number: str | None, outcome: str, day: date = TODAY) -> None:
    clerk.done("record_answer", number, day=day, outcome=outcome)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), 13, date(2027, 2, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(start: date, months: int, expected: date) -> None:
    assert months_after(start, months) == expected


@pytest.mark.parametrize(
    ("policy", "activate_by"),
    [
        ("mpn-2019-10", date(2027, 1, 14)),
        ("mpn-2020-10", date(2027, 1, 14)),
        ("maicpp-2023-09", date(2027, 1, 14)),
        ("maicpp-2026-02", date(2027, 2, 14)),
    ],
)
def test_a_term_is_a_year_with_thirty_days_behind_it(policy: str, activate_by: date) -> None:
    """Domain-facts D5, D8, D11."""
    made = term(policy, date(2026, 1, 15))
    assert (made.ends_on, made.anniversary_on) == (date(2027, 1, 14), date(2027, 1, 15))
    assert (made.grace_ends_on, made.activate_by) == (date(2027, 2, 13), activate_by)


def test_a_renewal_makes_the_next_term_with_benefits_of_its_own(clerk: Clerk) -> None:
    """Domain-facts D7: from 2022 on the year counts from the payment."""
    day = date(2027, 3, 10)
    clerk.done("renew_membership", EXPANDED, day=day, **paid(day))
    terms = clerk.report("term", day, offer=[EXPANDED])
    assert terms.select("starts_on", "ends_on", "state").rows() == [
        (day, date(2028, 3, 9), "running"),
        (date(2026, 3, 1), date(2027, 2, 28), "ended"),
    ]
    new = clerk.held(day, EXPANDED).filter(starts_on=day)
    assert new.height == read("offer_products").filter(offer=EXPANDED).height
    assert clerk.broken("renew_membership", EXPANDED, day=day, **paid(day, "O-10")) == ["opens", "paid"]


def test_before_2022_the_next_year_counts_from_the_anniversary(clerk: Clerk) -> None:
    """Domain-facts D7."""
    clerk.buy("silver", date(2021, 3, 1), purchased_on="2021-03-01")
    day = date(2022, 3, 20)
    clerk.done("renew_membership", "silver", day=day, **paid(day))
    held = clerk.rows("FROM purchase WHERE offer = 'silver' ORDER BY starts_on")
    assert held["starts_on"].to_list() == [date(2021, 3, 1), date(2022, 3, 1)]


def test_a_file_that_counts_from_the_anniversary_confirms_a_renewal_that_counts_from_the_payment(clerk: Clerk) -> None:
    day = date(2027, 3, 10)
    clerk.done("renew_membership", EXPANDED, day=day, **paid(day))
    load_files(clerk.store, offers=f"partner_id,offer,starts_on\nP-1,{EXPANDED},2027-03-01\n")
    terms = clerk.report("term", day, offer=[EXPANDED])
    assert terms["starts_on"].to_list() == [date(2027, 3, 1), date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2027, 2, 28), ["opens", "paid"]),
        (date(2027, 3, 1), []),
        (date(2027, 3, 30), []),
        (date(2027, 3, 31), ["closes"]),
    ],
)
def test_a_membership_is_renewed_in_its_window(clerk: Clerk, day: date, rules: list[str]) -> None:
    assert clerk.broken("renew_membership", EXPANDED, day=day, **paid(day)) == rules


def test_what_is_no_longer_sold_and_what_is_in_the_old_portal_is_not_renewed(clerk: Clerk) -> None:
    """Domain-facts D13; source rows 4, 91."""
    day = date(2026, 9, 20)
    assert clerk.broken("renew_membership", "gold", day=date(2026, 7, 1), **paid(date(2026, 7, 1))) == ["sold"]
    told = {"cast": "other_admin", "partner": "P-2", "day": day}
    assert clerk.broken("renew_membership", "action-pack-2023", **told, **paid(day)) == ["portal", "sold"]


def test_an_upgrade_goes_up_and_ends_the_refund_of_the_level_before(clerk: Clerk) -> None:
    """Domain-facts P1."""
    clerk.buy("partner-launch-2026")
    assert clerk.broken("upgrade_membership", "gold", to_offer=CORE, **paid(TODAY)) == ["higher"]
    clerk.done("upgrade_membership", "partner-launch-2026", to_offer=CORE, **paid(TODAY))
    assert clerk.held().height == read("offer_products").filter(offer=CORE).height
    assert clerk.broken("request_refund", "partner-launch-2026", reason="Too small") == ["upgraded"]
    assert clerk.broken("request_refund", CORE, reason="Too large") == []


@pytest.mark.parametrize(("days", "rules"), [(29, []), (30, []), (31, ["days"])])
def test_a_refund_is_asked_for_within_thirty_days(clerk: Clerk, days: int, rules: list[str]) -> None:
    """Source row 83."""
    clerk.buy()
    day = TODAY + timedelta(days)
    assert clerk.broken("request_refund", CORE, day=day, reason="Not needed") == rules


def test_a_refund_is_a_request_with_states_and_an_accepted_one_cancels_the_benefits(clerk: Clerk) -> None:
    """Source rows 83-86."""
    clerk.buy()
    number = clerk.done("request_refund", CORE, reason="Not needed").subject
    assert clerk.report("term", offer=[CORE])["state"].to_list() == ["refund_requested"]
    assert clerk.broken("request_refund", CORE, reason="Again") == ["waiting"]
    answer_refund(clerk, number, "accepted")
    assert clerk.report("term", offer=[CORE])["state"].to_list() == ["cancelled"]
    assert set(clerk.held()["status"]) == {"cancelled"}
    assert clerk.broken("request_refund", CORE, reason="Once more") == ["cancelled"]


def test_a_declined_refund_leaves_the_membership_as_it_was(clerk: Clerk) -> None:
    clerk.buy()
    number = clerk.done("request_refund", CORE, reason="Not needed").subject
    answer_refund(clerk, number, "declined")
    assert clerk.report("term", offer=[CORE])["state"].to_list() == ["running"]
    assert set(clerk.held()["status"]) == {"not_activated"}


def test_a_refunded_offer_can_be_bought_again_from_the_next_day_on(clerk: Clerk) -> None:
    clerk.buy()
    number = clerk.done("request_refund", CORE, reason="Not needed").subject
    answer_refund(clerk, number, "accepted")
    assert clerk.broken("record_purchase", offer=CORE, **paid(TODAY)) == ["one"]
    day = TODAY + timedelta(2)
    clerk.buy(day=day)
    assert clerk.report("term", day, offer=[CORE])["state"].to_list() == ["running", "cancelled"]


def test_the_first_seat_that_is_given_ends_the_refund(clerk: Clerk) -> None:
    """Source row 84; domain-facts P1."""
    clerk.buy()
    clerk.done("assign_seat", VS, person="user-admin@contoso.example")
    assert clerk.broken("request_refund", CORE, reason="Not needed") == ["untouched"]


def test_the_days_that_count_are_listed_by_policy(clerk: Clerk) -> None:
    """Domain-facts D5, D6; source row 83."""
    clerk.buy()
    row = clerk.report("term", offer=[CORE]).row(0, named=True)
    assert (row["refund_until"], row["reminded_first"], row["reminded_last"]) == (
        date(2026, 7, 15),
        date(2027, 5, 31),
        date(2027, 7, 8),
    )
    assert (row["renewable_from"], row["renewable_until"]) == (date(2027, 6, 15), date(2027, 7, 14))


def test_the_reason_of_a_refund_can_be_erased_and_is_not_in_the_deed(clerk: Clerk) -> None:
    clerk.buy()
    clerk.done("request_refund", CORE, reason="Ada does not need it")
    details = clerk.rows("SELECT details FROM deed WHERE action = 'request_refund'").item()
    assert "Ada" not in details
    assert clerk.rows("SELECT value FROM private_text WHERE value LIKE 'Ada%'").height == 1


def test_every_offer_has_a_level_with_a_source_and_every_level_has_its_words() -> None:
    """Source rows 87-90, 104."""
    levels = read("levels")
    assert set(levels["offer"].drop_nulls()) == set(read("offers")["offer"])
    assert levels["source"].null_count() == 0
    assert list(dict.fromkeys(levels.sort("rank", nulls_last=True, maintain_order=True)["level"])) == list(LEVELS)
    for level in LEVELS:
        for language in LANGUAGES:
            assert text(f"level.{level}", language)
            assert text(f"level_gives.{level}", language)


def test_network_membership_is_the_lowest_level_and_specializations_stand_beside_the_levels() -> None:
    levels = read("levels")
    assert levels.sort("rank", nulls_last=True, maintain_order=True)["level"][0] == "network"
    beside = levels.filter(pl.col("rank").is_null())
    assert set(beside["level"]) == {"specialization"}
