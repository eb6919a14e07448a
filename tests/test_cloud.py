"""Deeds on cloud licences: a key redeemed once, one way or the other, and its replacement within the window."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.actions import Done
from pipelines.errors import BenefitsError
from tests.desk import Desk
from tests.keys_desk import AGREED, CLOUD, CLOUD_KEY, READ, SECOND_KEY, SOFTWARE, SOFTWARE_KEY, KeysDesk, opened
from tests.the_cast import TODAY

NEW = {"mode": "add_seats", "active_seats": "0"}
RUNNING = {"active_seats": "5", "active_ends_on": "2026-12-15"}


@pytest.fixture
def desk(keys_home: Path) -> Iterator[KeysDesk]:
    with opened(keys_home) as made:
        made.reveal(CLOUD)
        yield made


@pytest.fixture
def key(desk: KeysDesk) -> str:
    return desk.digest(CLOUD_KEY)


def redeemed(desk: KeysDesk) -> list[tuple[object, ...]]:
    return desk.rows(
        "SELECT redeemed_mode, redeemed_seats, redeemed_until FROM key_now WHERE redeemed_on IS NOT NULL ORDER BY ALL"
    )


def test_a_key_of_its_own_runs_for_a_year_from_the_day_it_is_redeemed(desk: KeysDesk, key: str) -> None:
    """Domain-facts D1."""
    desk.done("redeem_key", key=key, **NEW, **READ)
    assert redeemed(desk) == [("add_seats", 10, date(2027, 6, 15))]


@pytest.mark.parametrize(
    ("mode", "seats", "until"), [("add_seats", 15, date(2027, 4, 15)), ("extend", 5, date(2028, 12, 15))]
)
def test_the_deed_keeps_what_the_plan_said(desk: KeysDesk, key: str, mode: str, seats: int, until: date) -> None:
    """K4: (5 x 6 + 10 x 12) / 15 = 10 months; K5: five seats and a key of ten give 24 months more."""
    desk.done("redeem_key", key=key, mode=mode, **RUNNING, **READ)
    assert redeemed(desk) == [(mode, seats, until)]


def test_a_key_that_would_move_the_end_beyond_the_calendar_is_refused(desk: KeysDesk, tmp_path: Path) -> None:
    great = "KKKK1-LLLL2-MMMM3-NNNN4-PPPP5"
    Desk(desk.store, tmp_path).loaded(f"entitlement_id,key,seats\n{CLOUD},{great},10000\n")
    desk.reveal()
    told = {"mode": "extend", "active_seats": "1", "active_ends_on": "2026-12-15"}
    assert desk.broken("redeem_key", key=desk.digest(great), **told, **READ) == ["redeem_key.extend_times"]


def test_an_end_that_no_subscription_has_is_asked_for_again(desk: KeysDesk, key: str) -> None:
    with pytest.raises(BenefitsError, match="active_ends_on: found 9999-12-31"):
        desk.act("redeem_key", key=key, mode="extend", active_seats="5", active_ends_on="9999-12-31", **READ)


def test_a_key_is_redeemed_once(desk: KeysDesk, key: str) -> None:
    desk.done("redeem_key", key=key, **NEW, **READ)
    assert desk.broken("redeem_key", key=key, **NEW, **READ) == ["redeem_key.once"]
    assert len(redeemed(desk)) == 1


def test_of_two_forms_for_one_key_only_one_is_done(desk: KeysDesk, key: str) -> None:
    outcomes = [desk.act("redeem_key", key=key, **NEW, **READ, cast=cast) for cast in ("mpn_admin", "global_admin")]
    assert [isinstance(one, Done) for one in outcomes] == [True, False]


def test_of_eight_who_redeem_one_key_at_once_one_does(desk: KeysDesk, key: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(lambda _: desk.act("redeem_key", key=key, **NEW, **READ), range(8)))
    assert sum(isinstance(one, Done) for one in tried) == 1
    assert len(redeemed(desk)) == 1


def test_a_key_that_nobody_has_revealed_cannot_be_redeemed(keys_home: Path) -> None:
    with opened(keys_home) as fresh:
        ((digest,),) = fresh.rows("SELECT min(digest) FROM product_key WHERE entitlement_id = $about", about=CLOUD)
        told = fresh.broken("redeem_key", key=str(digest), **NEW, **READ)
    assert told == ["redeem_key.keys_redeemable", "redeem_key.revealed"]


def test_a_key_of_another_benefit_is_none_of_this_one(desk: KeysDesk) -> None:
    desk.reveal(SOFTWARE)
    assert desk.broken("redeem_key", key=desk.digest(SOFTWARE_KEY), **NEW, **READ) == ["redeem_key.revealed"]


def test_what_is_not_confirmed_is_refused(desk: KeysDesk, key: str) -> None:
    assert desk.broken("redeem_key", key=key, **NEW) == ["redeem_key.instructions_read", "redeem_key.tenant_checked"]


@pytest.mark.parametrize(("seats", "broken"), [("4", []), ("3", ["redeem_key.extend_times"])])
def test_more_than_three_times_the_active_seats_cannot_extend(
    desk: KeysDesk, key: str, seats: str, broken: list[str]
) -> None:
    """Domain-facts K6: a key of ten on three seats is too much."""
    running = {"active_seats": seats, "active_ends_on": "2026-12-15"}
    assert desk.broken("redeem_key", key=key, mode="extend", **running, **READ) == broken


def test_active_seats_have_an_end(desk: KeysDesk, key: str) -> None:
    assert desk.broken("redeem_key", key=key, mode="extend", active_seats="5", **READ) == ["redeem_key.end_known"]


@pytest.mark.parametrize("seats", ["-1", "1.5", "many", ""])
def test_seats_are_a_whole_number(desk: KeysDesk, key: str, seats: str) -> None:
    with pytest.raises(BenefitsError, match="active_seats"):
        desk.act("redeem_key", key=key, mode="extend", active_seats=seats, **READ)


def test_a_software_benefit_has_nothing_to_redeem(desk: KeysDesk, key: str) -> None:
    with pytest.raises(BenefitsError, match="of the family software"):
        desk.act("redeem_key", SOFTWARE, key=key, **NEW, **READ)


def test_redeeming_activates_the_benefit_and_revealing_does_not(desk: KeysDesk, tmp_path: Path) -> None:
    status = "SELECT status FROM entitlement_now($day) WHERE entitlement_id = $about"
    benefit = "entitlement_id,partner_id,offer,product,quantity,activate_by\nE-9,P-1,gold,intune,5,2026-12-31\n"
    Desk(desk.store, tmp_path).loaded(benefit, "entitlement_id,key\nE-9,ZZZZ1-ZZZZ2-ZZZZ3-ZZZZ4-ZZZZ5\n")
    desk.reveal("E-9")
    assert desk.rows(status, day=TODAY, about="E-9") == [("not_activated",)]
    (digest,) = desk.seen("E-9")
    desk.done("redeem_key", "E-9", key=digest, **NEW, **READ)
    assert desk.rows(status, day=TODAY, about="E-9") == [("active",)]


def test_a_replacement_has_a_number_and_is_asked_for_once(desk: KeysDesk, key: str) -> None:
    desk.done("redeem_key", key=key, **NEW, **READ)
    done = desk.done("request_replacement", key=key, reason="wrong_tenant")
    assert done.receipt is not None
    assert done.receipt.subject == f"P-1-R{done.receipt.version}"
    assert desk.broken("request_replacement", key=key, reason="wrong_tenant") == ["request_replacement.once"]
    waiting = desk.rows("SELECT request_no, kind, state FROM request_now")
    assert waiting == [(done.receipt.subject, "replacement", "waiting")]


def test_a_withdrawn_request_leaves_the_key_to_be_replaced(desk: KeysDesk, key: str) -> None:
    desk.done("redeem_key", key=key, **NEW, **READ)
    done = desk.done("request_replacement", key=key, reason="wrong_tenant")
    assert done.receipt is not None
    desk.done("withdraw_request", done.receipt.subject or "")
    assert desk.broken("request_replacement", key=key, reason="wrong_tenant") == []


def test_the_last_day_in_an_answer_to_a_replacement_does_not_end_the_benefit(desk: KeysDesk, key: str) -> None:
    """Source row 82: an activation has one; of a replacement it says nothing about the licences in use."""
    desk.done("redeem_key", key=key, **NEW, **READ)
    done = desk.done("request_replacement", key=key, reason="wrong_tenant")
    assert done.receipt is not None
    told = {"outcome": "accepted", "active_from": TODAY.isoformat(), "expires_on": TODAY.isoformat()}
    desk.done("record_answer", done.receipt.subject, cast="global_admin", **told)
    status = "SELECT status, use_until > $day FROM entitlement_now($day) WHERE entitlement_id = $about"
    assert desk.rows(status, day=TODAY + timedelta(1), about=CLOUD) == [("active", True)]


@pytest.mark.parametrize(("days", "broken"), [(29, []), (30, []), (31, ["request_replacement.in_window"])])
def test_a_replacement_is_asked_for_within_thirty_days(desk: KeysDesk, key: str, days: int, broken: list[str]) -> None:
    """Domain-facts K8."""
    desk.done("redeem_key", key=key, **NEW, **READ)
    day = TODAY + timedelta(days=days)
    assert desk.broken("request_replacement", key=key, reason="wrong_tenant", day=day) == broken


def test_only_a_redeemed_key_is_replaced(desk: KeysDesk, key: str) -> None:
    other = desk.digest(SECOND_KEY)
    desk.done("redeem_key", key=key, **NEW, **READ)
    assert desk.broken("request_replacement", key=other, reason="wrong_tenant") == ["request_replacement.redeemed"]


def test_seats_were_only_added_by_mistake_where_seats_were_added(desk: KeysDesk, key: str) -> None:
    desk.done("redeem_key", key=key, mode="extend", **RUNNING, **READ)
    assert desk.broken("request_replacement", key=key, reason="seats_by_mistake") == ["request_replacement.reason"]


def test_keys_of_the_cloud_want_the_tenant_checked(keys_home: Path) -> None:
    with opened(keys_home) as fresh:
        assert fresh.broken("get_keys", acknowledged="yes") == ["get_keys.tenant_checked"]
        assert fresh.broken("get_keys", **AGREED) == []
