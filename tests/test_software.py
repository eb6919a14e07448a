"""Deeds on software: keys seen by each person with a row of its own, and the download for a language and a system."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from pipelines.actions import Done
from pipelines.rules.model import DOWNLOAD_SYSTEMS
from pipelines.store.catalogue import read
from tests.desk import Desk
from tests.keys_desk import (
    AGREED,
    BOUGHT,
    CLOUD,
    CLOUD_KEY,
    FRESH,
    SOFTWARE,
    SOFTWARE_KEY,
    KeysDesk,
    keys_loaded,
    opened,
)
from tests.the_cast import EMAILS, TODAY


@pytest.fixture
def desk(keys_home: Path) -> Iterator[KeysDesk]:
    with opened(keys_home) as made:
        yield made


def test_keys_are_seen_by_whoever_revealed_them_and_by_nobody_else(desk: KeysDesk) -> None:
    desk.reveal(SOFTWARE)
    assert list(desk.seen(SOFTWARE).values()) == [SOFTWARE_KEY]
    assert desk.seen(SOFTWARE, cast="global_admin") == {}
    assert desk.seen(CLOUD) == {}
    desk.reveal(SOFTWARE, cast="global_admin")
    assert list(desk.seen(SOFTWARE, cast="global_admin").values()) == [SOFTWARE_KEY]


def test_each_look_is_a_row_with_person_and_time_and_never_with_the_key(desk: KeysDesk) -> None:
    desk.reveal(SOFTWARE)
    desk.reveal(SOFTWARE, cast="global_admin")
    rows = desk.rows(
        "SELECT identity.email, done_at, details FROM deed JOIN identity ON person_id = actor "
        "WHERE action = 'get_keys' ORDER BY version"
    )
    assert [row[0] for row in rows] == [EMAILS["mpn_admin"], EMAILS["global_admin"]]
    assert all(row[1] for row in rows)
    assert not [row for row in rows if SOFTWARE_KEY in str(row[2])]


def test_the_first_look_is_what_a_key_remembers(desk: KeysDesk) -> None:
    desk.done("get_keys", SOFTWARE, **AGREED, day=date(2026, 6, 16))
    desk.done("get_keys", SOFTWARE, **AGREED, cast="global_admin", day=date(2026, 6, 17))
    found = desk.rows(
        "SELECT revealed_on, identity.email FROM key_now JOIN identity ON person_id = revealed_by "
        "WHERE entitlement_id = $about",
        about=SOFTWARE,
    )
    assert found == [(date(2026, 6, 16), EMAILS["mpn_admin"])]


def test_a_role_that_was_taken_away_hides_the_keys_again(desk: KeysDesk) -> None:
    desk.reveal(SOFTWARE)
    roles = {"person": EMAILS["mpn_admin"], "roles": "admin_agent"}
    desk.done("change_roles", None, cast="global_admin", **roles)
    assert desk.seen(SOFTWARE) == {}


def test_seeing_keys_twice_is_refused_and_a_form_sent_twice_is_one_deed(desk: KeysDesk) -> None:
    first = desk.act("get_keys", SOFTWARE, **AGREED, request_id="form-1")
    assert desk.act("get_keys", SOFTWARE, **AGREED, request_id="form-1") == first
    assert desk.broken("get_keys", SOFTWARE, **AGREED) == ["get_keys.unseen"]


def test_two_hundred_clicks_on_one_form_are_one_look(desk: KeysDesk) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: desk.act("get_keys", SOFTWARE, **AGREED, request_id="click"), range(200)))
    assert all(one == told[0] for one in told)
    assert desk.rows("SELECT count(*) FROM deed WHERE action = 'get_keys'") == [(1,)]


def test_seeing_a_key_activates_software_and_ends_the_refund(desk: KeysDesk) -> None:
    status = "SELECT status FROM entitlement_now($day) WHERE entitlement_id = $about"
    assert desk.rows(status, day=TODAY, about=SOFTWARE) == [("not_activated",)]
    desk.reveal(SOFTWARE)
    assert desk.rows(status, day=TODAY, about=SOFTWARE) == [("active",)]


def test_the_last_day_to_activate_is_the_last_day_to_get_keys(desk: KeysDesk) -> None:
    assert desk.broken("get_keys", SOFTWARE, **AGREED, day=date(2026, 7, 1)) == ["get_keys.running", "get_keys.in_time"]
    assert desk.broken("get_keys", SOFTWARE, **AGREED, day=date(2026, 6, 30)) == []


def test_a_benefit_without_keys_says_so(cast_home: Path, tmp_path: Path) -> None:
    with keys_loaded(cast_home, tmp_path, f"entitlement_id,key\n{CLOUD},{CLOUD_KEY}\n") as desk:
        assert desk.broken("get_keys", SOFTWARE, **AGREED) == ["get_keys.keys_held"]


def test_keys_that_are_loaded_later_can_be_seen_by_who_saw_the_others(desk: KeysDesk, tmp_path: Path) -> None:
    desk.reveal(SOFTWARE)
    Desk(desk.store, tmp_path).loaded(f"entitlement_id,key\n{SOFTWARE},MAK-99999\n")
    assert len(desk.seen(SOFTWARE)) == 1
    desk.reveal(SOFTWARE)
    assert sorted(desk.seen(SOFTWARE).values()) == [SOFTWARE_KEY, "MAK-99999"]


@pytest.mark.parametrize(
    ("system", "broken"),
    [("windows_x64", []), ("windows_x86", ["choose_download.offered"]), ("linux_x64", ["choose_download.offered"])],
)
def test_a_download_is_there_for_the_systems_of_its_product(desk: KeysDesk, system: str, broken: list[str]) -> None:
    assert desk.broken("choose_download", SOFTWARE, cast="employee", language="de-DE", os=system) == broken


def test_downloads_are_of_software_for_known_systems_at_the_vendors() -> None:
    software = set(read("products").filter(family="software")["product"])
    for product, system, link, _ in read("downloads").iter_rows():
        assert product in software
        assert system in DOWNLOAD_SYSTEMS
        assert str(link).startswith("https://partner.microsoft.com/")


def test_the_choice_of_a_download_is_kept_with_its_link(desk: KeysDesk) -> None:
    assert isinstance(desk.act("choose_download", SOFTWARE, language="de-DE", os="windows_x64"), Done)
    ((language, system, link),) = desk.rows(
        "SELECT details ->> 'language', details ->> 'os', details ->> 'link' FROM deed WHERE action = 'choose_download'"
    )
    assert (language, system) == ("de-DE", "windows_x64")
    assert str(link).startswith("https://partner.microsoft.com/")


@pytest.fixture
def fresh(desk: KeysDesk, tmp_path: Path) -> KeysDesk:
    desk.buy(tmp_path)
    return desk


def test_while_a_refund_is_open_seeing_a_key_must_be_agreed_to_and_ends_it(fresh: KeysDesk) -> None:
    """Source rows 83, 84; domain-facts P1."""
    assert fresh.broken("get_keys", FRESH) == ["get_keys.acknowledged"]
    fresh.done("get_keys", FRESH, acknowledged="yes")
    assert fresh.broken("request_refund", BOUGHT, reason="not needed") != []


def test_while_a_refund_is_asked_for_no_key_is_seen(fresh: KeysDesk) -> None:
    fresh.done("request_refund", BOUGHT, reason="not needed")
    assert fresh.broken("get_keys", FRESH, **AGREED) == ["get_keys.not_refunding"]


@pytest.mark.parametrize(("day", "broken"), [(date(2026, 7, 10), ["get_keys.acknowledged"]), (date(2026, 7, 11), [])])
def test_after_thirty_days_there_is_no_refund_to_lose(fresh: KeysDesk, day: date, broken: list[str]) -> None:
    assert fresh.broken("get_keys", FRESH, day=day) == broken
