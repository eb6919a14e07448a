"""The pages of software and cloud licences: masked keys, the guard before they are seen, the plan, the deed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import session
from pages.ui.product_keys import MASK
from pipelines.text import LANGUAGES, text
from tests.keys_desk import CLOUD, CLOUD_KEY, FRESH, FRESH_KEY, READ, SOFTWARE, SOFTWARE_KEY, KeysDesk, opened
from tests.page_visits import Visits, visiting, words


@pytest.fixture
def desk(keys_home: Path) -> Iterator[KeysDesk]:
    session._store_at.cache_clear()
    with opened(keys_home) as made:
        yield made
    session._store_at.cache_clear()


@pytest.fixture
def visit(desk: KeysDesk) -> Iterator[Visits]:
    with visiting(desk.store.home.path) as visits:
        yield visits


def page(visit: Visits, name: str, cast: str = "mpn_admin", language: str = "en") -> AppTest:
    return visit(cast, name, language, entitlement={"software": SOFTWARE, "cloud": CLOUD}[name])


def button(seen: AppTest, label: str) -> Any:
    return next(one for one in seen.button if one.label.startswith(label))


def tick(seen: AppTest, *labels: str) -> None:
    for box in (one for one in seen.checkbox if one.label in {text(f"field.{name}") for name in labels}):
        box.check()


def codes(seen: AppTest) -> list[str]:
    return [one.value for one in seen.get("code")]


def test_keys_are_masked_until_the_reader_reveals_them(visit: Visits) -> None:
    seen = page(visit, "software")
    assert MASK in words(seen)
    assert codes(seen) == []
    button(seen, text("action.get_keys.button")).click()
    seen.run()
    assert codes(seen) == [SOFTWARE_KEY]
    assert MASK not in words(seen)
    assert "first revealed on 15 Jun 2026 by Marta Partner" in words(seen)


def test_special_instructions_stand_above_the_keys(visit: Visits) -> None:
    assert "Redeem in a private window" in words(page(visit, "cloud"))


def test_the_tenant_of_the_partner_is_named_where_keys_land(visit: Visits) -> None:
    assert "11111111-1111-4111-8111-111111111111" in words(page(visit, "cloud"))


def test_without_a_look_at_the_tenant_cloud_keys_stay_masked_and_the_rule_is_named(visit: Visits) -> None:
    seen = page(visit, "cloud")
    button(seen, text("action.get_keys.button")).click()
    seen.run()
    assert codes(seen) == []
    assert "Confirm that the tenant was checked" in words(seen)
    assert "get_keys.tenant_checked" in words(seen)
    assert "S2 row 52" in words(seen)


def test_whoever_lacks_the_role_is_told_who_has_it_and_cannot_press(visit: Visits) -> None:
    seen = page(visit, "software", "finance")
    assert button(seen, text("action.get_keys.button")).disabled
    assert "Marta Partner" in words(seen)


def test_both_ways_to_redeem_are_drawn_and_the_button_says_what_it_will_do(desk: KeysDesk, visit: Visits) -> None:
    desk.reveal(CLOUD)
    seen = page(visit, "cloud")
    seen.number_input[0].set_value(5)
    seen.date_input[0].set_value("2026-12-15")
    seen.selectbox(key=_key_choice(seen)).set_value(desk.digest(CLOUD_KEY))
    seen.run()
    assert "**Add seats: 15 seats until 15 Apr 2027, 2 of the key's months lost**" in words(seen)
    assert "**Extend the end date: 5 seats until 15 Dec 2028, 12 months more than the key's own**" in words(seen)
    assert len(seen.get("vega_lite_chart")) == 2
    assert "From 15 Dec 2026" in words(seen)
    assert button(seen, "Extend the end date: 5 seats until 15 Dec 2028")


def _key_choice(seen: AppTest) -> str:
    return next(one.key for one in seen.selectbox if one.key and re.match(r"redemption\..*\.key$", one.key))


def test_a_key_is_redeemed_as_the_button_said(desk: KeysDesk, visit: Visits) -> None:
    desk.reveal(CLOUD)
    seen = page(visit, "cloud")
    seen.selectbox(key=_key_choice(seen)).set_value(desk.digest(CLOUD_KEY))
    seen.run()
    tick(seen, "instructions_read", "tenant_checked")
    button(seen, "Add seats: 10 seats until 15 Jun 2027").click()
    seen.run()
    assert "redeemed on 15 Jun 2026: 10 seats until 15 Jun 2027" in words(seen)
    assert desk.rows("SELECT redeemed_seats FROM key_now WHERE redeemed_on IS NOT NULL") == [(10,)]
    assert seen.number_input[0].value == 10


def test_a_plan_that_no_rule_allows_is_told_before_the_button_is_pressed(desk: KeysDesk, visit: Visits) -> None:
    """Domain-facts K6: a key of ten cannot extend three seats."""
    desk.reveal(CLOUD)
    seen = page(visit, "cloud")
    seen.number_input[0].set_value(3)
    seen.date_input[0].set_value("2026-12-15")
    seen.selectbox(key=_key_choice(seen)).set_value(desk.digest(CLOUD_KEY))
    seen.run()
    assert "at most 3 times as many are possible" in words(seen)
    assert "redeem_key.extend_times" in words(seen)
    assert desk.rows("SELECT count(*) FROM deed WHERE action = 'redeem_key'") == [(0,)]


def test_a_redeemed_key_can_be_replaced_from_the_page(desk: KeysDesk, visit: Visits) -> None:
    desk.reveal(CLOUD)
    desk.done("redeem_key", key=desk.digest(CLOUD_KEY), mode="add_seats", active_seats="0", **READ)
    seen = page(visit, "cloud")
    reasons = next(one for one in seen.selectbox if one.label == text("field.reason"))
    reasons.set_value("wrong_tenant")
    button(seen, text("action.request_replacement.button")).click()
    seen.run()
    assert "replacement asked for: P-1-R3" in words(seen)


def test_a_download_is_chosen_and_its_page_is_linked(visit: Visits) -> None:
    seen = page(visit, "software")
    systems = next(one for one in seen.selectbox if one.label == text("field.os"))
    assert systems.options == ["Windows, 64-bit"]
    button(seen, text("action.choose_download.button")).click()
    seen.run()
    assert "English, Windows, 64-bit" in words(seen)
    assert seen.get("link_button")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["software", "cloud"])
def test_the_pages_speak_each_language_with_keys_revealed_and_redeemed(
    desk: KeysDesk, visit: Visits, name: str, language: str
) -> None:
    desk.reveal(CLOUD)
    desk.reveal(SOFTWARE)
    desk.done("redeem_key", key=desk.digest(CLOUD_KEY), mode="add_seats", active_seats="0", **READ)
    seen = page(visit, name, language=language)
    assert not seen.exception
    assert not seen.error
    assert text("keys.title", language) in words(seen)


def test_a_lost_key_ring_is_told_and_the_keys_stay_masked(desk: KeysDesk, visit: Visits) -> None:
    desk.reveal(CLOUD)
    desk.store.home.key_file.unlink()
    seen = page(visit, "cloud")
    assert "which the key ring does not hold" in words(seen)
    assert codes(seen) == []


def test_the_guard_before_the_first_key_says_until_when_a_refund_is_open(
    desk: KeysDesk, visit: Visits, tmp_path: Path
) -> None:
    desk.buy(tmp_path)
    seen = visit("mpn_admin", "software", entitlement=FRESH)
    assert "10 Jul 2026" in words(seen)
    button(seen, text("action.get_keys.button")).click()
    seen.run()
    assert "Seeing a key ends the refund of Success Core" in words(seen)
    tick(seen, "acknowledged")
    button(seen, text("action.get_keys.button")).click()
    seen.run()
    assert codes(seen) == [FRESH_KEY]
