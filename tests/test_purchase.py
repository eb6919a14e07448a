"""A purchase: recorded by anybody of the company, it makes benefits at once, and a later file takes their place."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from polars.testing import assert_frame_equal

from pipelines.errors import BenefitsError
from pipelines.reports.export import to_csv
from pipelines.store import Scope, Store
from pipelines.store.catalogue import read
from tests.membership_deeds import CORE, PAID, Clerk, load_files
from tests.the_cast import FILES, TODAY

VS = f"P-1:{CORE}:visual-studio-enterprise:core:{TODAY}"
ENDS, GRACE, ACTIVATE_BY = date(2027, 6, 14), date(2027, 7, 14), date(2027, 7, 14)


@pytest.fixture
def clerk(cast_home: Path) -> Iterator[Clerk]:
    store = Store(cast_home)
    yield Clerk(store)
    store.close()


def test_without_deeds_there_is_what_the_files_say_and_nothing_else(clerk: Clerk) -> None:
    terms, benefits = (
        len((FILES / name).read_text("utf-8").splitlines()) - 1 for name in ("offers.csv", "entitlements.csv")
    )
    assert clerk.rows("FROM visible_offer_held").height == terms
    assert clerk.rows("FROM visible_entitlement").height == benefits
    assert clerk.rows("FROM purchased_offer").is_empty()


@pytest.mark.parametrize("cast", ["employee", "guest", "global_admin"])
def test_anybody_of_the_company_records_a_purchase_and_has_all_the_catalogue_gives(clerk: Clerk, cast: str) -> None:
    """Source row 15."""
    clerk.buy(cast=cast)
    given = read("offer_products").filter(offer=CORE)
    held = clerk.held()
    assert held.height == given.height
    assert dict(held.select("product", "held").iter_rows()) == dict(given.select("product", "quantity").iter_rows())
    assert set(held["status"]) == {"not_activated"}


def test_the_dates_are_those_of_the_offers_policy(clerk: Clerk) -> None:
    """Domain-facts D8: a year and the 30 days after it; D11: to be activated within 13 months."""
    clerk.buy()
    dates = ["activate_by", "use_until", "membership_ends_on", "grace_ends_on"]
    assert clerk.held().select(dates).unique().rows() == [(ACTIVATE_BY, GRACE, ENDS, GRACE)]


def test_a_fee_that_the_store_could_not_read_again_is_refused_and_harms_nothing(clerk: Clerk) -> None:
    order = {"order_number": "O-1", "purchased_on": TODAY.isoformat(), "currency": "USD", "fee": "0E+999999"}
    with pytest.raises(BenefitsError, match=r"fee: found 0E\+999999"):
        clerk.ask("record_purchase", cast="employee", offer=CORE, **order)
    assert clerk.rows("FROM purchased_offer").is_empty()


def test_a_credit_that_is_bought_is_a_benefit_and_no_grant_yet(clerk: Clerk) -> None:
    before = clerk.rows("FROM credit_now($day)", day=TODAY).height
    clerk.buy()
    credit = clerk.held().filter(family="azure_credit").row(0, named=True)
    assert (credit["held"], credit["unit"], credit["currency"], credit["used"]) == (2400, "credit_year", "USD", 0)
    assert clerk.rows("FROM credit_now($day)", day=TODAY).height == before


def test_a_purchase_is_seen_by_its_partner_only(clerk: Clerk) -> None:
    clerk.buy()
    assert clerk.rows("FROM visible_offer_held WHERE offer = $offer", Scope(("P-2",)), offer=CORE).is_empty()
    assert clerk.rows("FROM visible_entitlement WHERE offer = $offer", Scope(("P-2",)), offer=CORE).is_empty()
    assert clerk.rows("FROM visible_offer_held WHERE offer = $offer", Scope(("P-1",)), offer=CORE).height == 1


def test_a_benefit_that_was_bought_is_acted_on_like_any_other(clerk: Clerk) -> None:
    clerk.buy()
    clerk.done("assign_seat", VS, person="user-admin@contoso.example")
    assert clerk.held().filter(entitlement_id=VS)["status"].to_list() == ["active"]


def test_what_was_exported_loads_again_as_the_same_state_with_nothing_doubled(clerk: Clerk) -> None:
    clerk.buy()
    before, listed = clerk.held(), clerk.report("term")
    files = {"offers": to_csv(clerk.report("offers")), "entitlements": to_csv(clerk.report("entitlements"))}
    load_files(clerk.store, **files)
    assert_frame_equal(clerk.held(), before)
    same = listed.columns[:7] + [name for name in listed.columns[8:] if name != "order_number"]
    assert_frame_equal(clerk.report("term").select(same), listed.select(same))
    assert clerk.rows("FROM purchased_offer").is_empty()
    assert clerk.rows("FROM purchased_entitlement").is_empty()


def test_an_export_is_the_same_state_in_a_home_without_the_deeds(clerk: Clerk, tmp_path: Path) -> None:
    clerk.buy()
    before = clerk.held()
    files = {"offers": to_csv(clerk.report("offers")), "entitlements": to_csv(clerk.report("entitlements"))}
    (tmp_path / "other").mkdir()
    other = Store(tmp_path / "other" / "home")
    load_files(other, partners=(FILES / "partners.csv").read_text("utf-8"), **files)
    stated = ["entitlement_id", "policy", "held", "unit", "starts_on", "activate_by", "use_until", "grace_ends_on"]
    assert_frame_equal(Clerk(other).held().select(stated), before.select(stated))
    other.close()


def test_a_file_that_names_the_benefit_its_own_way_takes_its_place(clerk: Clerk) -> None:
    clerk.buy()
    rows = (
        "entitlement_id,partner_id,offer,product,quantity,starts_on\n"
        f"E-90,P-1,{CORE},visual-studio-enterprise,8,{TODAY + timedelta(3)}\n"
    )
    load_files(clerk.store, entitlements=rows)
    held = clerk.rows("FROM visible_entitlement WHERE offer = $offer AND product LIKE 'visual%'", offer=CORE)
    assert held["entitlement_id"].to_list() == ["E-90"]
    assert clerk.rows("FROM visible_entitlement WHERE offer = $offer", offer=CORE).height == 29


def test_a_pasted_grid_confirms_what_was_bought(clerk: Clerk) -> None:
    clerk.buy()
    header = "Benefit Name,Source (Program Name & Specialization),Quantity,Activate By"
    load_files(clerk.store, grid=f"{header}\nVisual Studio Enterprise,Success Core,8 users,{ACTIVATE_BY}\n")
    held = clerk.held().filter(product="visual-studio-enterprise")
    assert held["entitlement_id"].to_list() == [f"P-1:{CORE}:visual-studio-enterprise:core"]


def test_the_benefits_of_the_year_before_do_not_stand_for_those_of_the_year_bought(clerk: Clerk) -> None:
    last_year = (
        "entitlement_id,partner_id,offer,product,quantity,starts_on,activate_by,use_until\n"
        f"E-91,P-1,{CORE},visual-studio-enterprise,8,2025-06-01,2026-06-30,2026-06-30\n"
    )
    load_files(clerk.store, entitlements=last_year)
    clerk.buy()
    found = clerk.rows("FROM visible_entitlement WHERE offer = $offer AND product LIKE 'visual%'", offer=CORE)
    assert sorted(found["entitlement_id"]) == sorted(["E-91", VS])


def test_of_two_purchases_of_one_offer_at_once_one_is_recorded(clerk: Clerk) -> None:
    """Domain-facts P7."""
    told: list[list[str]] = []
    start = Barrier(2)

    def buy(number: int) -> None:
        start.wait()
        order = {"order_number": f"O-{number}", "purchased_on": TODAY.isoformat(), **PAID}
        told.append(clerk.broken("record_purchase", offer=CORE, **order))

    threads = [Thread(target=buy, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [[], ["one"]]
    assert clerk.rows("FROM visible_offer_held WHERE offer = $offer", offer=CORE).height == 1


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({"offer": "no-such-offer"}, ["offer"]),
        ({"offer": "gold"}, ["sold", "one"]),
        ({"offer": "success-expanded-2026"}, ["one"]),
        ({"offer": "launch-benefits-2023"}, ["sold"]),
        ({"offer": "solutions-partner-security-2026"}, ["score"]),
        ({"purchased_on": "2026-06-16"}, ["future"]),
        ({"purchased_on": "2025-06-15"}, ["past"]),
    ],
)
def test_a_purchase_that_cannot_be_is_refused_by_its_rule(
    clerk: Clerk, changed: dict[str, str], rules: list[str]
) -> None:
    order = {"offer": CORE, "order_number": "O-1", "purchased_on": TODAY.isoformat(), **PAID}
    assert clerk.broken("record_purchase", **(order | changed)) == rules


def test_launch_is_bought_once_ever_and_one_action_pack_a_year(clerk: Clerk) -> None:
    """Domain-facts P3, D9."""
    clerk.buy("partner-launch-2026")
    later = date(2027, 9, 1)
    order = {"order_number": "O-2", "purchased_on": later.isoformat(), **PAID}
    assert clerk.broken("record_purchase", day=later, offer="partner-launch-2026", **order) == ["once"]
    on = date(2024, 6, 1)
    clerk.buy("action-pack-2023", on)
    order = {"order_number": "O-3", "purchased_on": on.isoformat(), **PAID}
    assert clerk.broken("record_purchase", day=on, offer="launch-benefits-2023", **order) == ["choice"]
