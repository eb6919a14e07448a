"""Our own layouts: what a row means, what an empty cell stands for, and what is refused in which cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.ingest import OPERATOR, Loader
from pipelines.store import Store
from tests.desk import ADMIN, PARTNERS, Desk, cells, desk_with_partners, told

OFFERS = "partner_id,offer,starts_on\n"
ENTITLEMENTS = "partner_id,offer,product,quantity\n"
GRANTS = "subscription_id,starts_on,ends_on,partner_id,kind,amount,currency,entitlement_id\n"
GUID = "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11"
OTHER_GUID = "15a2f1c7-6a52-4b0e-9a5e-2f8e6e7b0c22"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def test_columns_come_in_any_order_and_headers_in_any_case(desk: Desk) -> None:
    desk.loaded(" QUANTITY ,Product,OFFER,Partner_ID\n8,Visual Studio Enterprise,Success Core,p-1\n")
    stored = desk.rows("SELECT entitlement_id, quantity, unit, benefit_type, currency FROM entitlement")
    made = "P-1:success-core-2026:visual-studio-enterprise:core"
    assert stored == [(made, Decimal(8), "seats", "core", None)]


def test_offers_and_products_are_known_by_code_name_and_alias_whatever_the_case_or_dash(desk: Desk) -> None:
    aliases = (
        "project-plan-5",
        "PROJECT PLAN 5",
        "Project Online \u2013 Project Plan 5",
        "project online - project plan\u00a05",
    )
    for number, alias in enumerate(aliases):
        desk.loaded(f"entitlement_id,{ENTITLEMENTS}E-{number},P-1,success CORE,{alias},5\n")
    assert desk.rows("SELECT DISTINCT offer, product FROM entitlement") == [("success-core-2026", "project-plan-5")]


def test_an_unknown_product_or_offer_is_named_with_the_nearest(desk: Desk) -> None:
    report = desk.load(ENTITLEMENTS + "P-1,sucess core,Visual Studio Enterprize,8\n")
    assert report.status == "refused"
    offer, product = told(report)
    assert offer.startswith("2 offer: sucess core -> an offer of the catalogue; nearest: success-core-2026")
    assert product.startswith(
        "2 product: Visual Studio Enterprize -> a product of the catalogue; nearest: visual-studio"
    )


def test_more_may_be_assigned_than_is_held(desk: Desk) -> None:
    desk.loaded("partner_id,offer,product,quantity,assigned,used\nP-1,gold,office-365-e3,10,12,11\n")
    assert desk.rows("SELECT assigned, used FROM entitlement") == [(Decimal(12), Decimal(11))]


@pytest.mark.parametrize("quantity", ["0", "-1", "1,000", "many", "1.00001", ""])
def test_a_quantity_is_a_number_above_zero(desk: Desk, quantity: str) -> None:
    report = desk.load(f'{ENTITLEMENTS}P-1,gold,office-365-e3,"{quantity}"\n')
    assert cells(report) == [(2, "quantity", quantity or None)]


def test_an_optional_cell_that_cannot_be_read_is_a_fault_and_not_an_empty_cell(desk: Desk) -> None:
    header = "partner_id,offer,product,quantity,activate_by,assigned,unit_value,currency,unit\n"
    report = desk.load(header + "P-1,gold,office-365-e3,10,31.12.2026,-1,cheap,US dollars,bags\n")
    assert report.status == "refused"
    assert cells(report) == [
        (2, "unit", "bags"),
        (2, "activate_by", "31.12.2026"),
        (2, "assigned", "-1"),
        (2, "unit_value", "cheap"),
        (2, "currency", "US dollars"),
    ]


def test_a_value_without_a_currency_is_in_the_partners(desk: Desk) -> None:
    desk.loaded(
        "partner_id,offer,product,quantity,unit_value,currency\n"
        "P-3,silver,office-365-e3,10,280,\nP-3,silver,intune,10,96,USD\nP-3,silver,visio-plan-2,10,NULL,\n"
    )
    stored = desk.rows("SELECT product, unit_value, currency FROM entitlement ORDER BY product")
    assert stored == [
        ("intune", Decimal(96), "USD"),
        ("office-365-e3", Decimal(280), "EUR"),
        ("visio-plan-2", None, None),
    ]


def test_a_key_that_stands_twice_is_named_on_its_second_line(desk: Desk) -> None:
    report = desk.load(f"entitlement_id,{ENTITLEMENTS}E-1,P-1,gold,intune,5\n\nE-1,P-1,gold,office-365-e3,5\n")
    assert cells(report) == [(4, "entitlement_id", "E-1")]


def test_an_offer_lasts_a_year_and_only_an_action_pack_has_grace(desk: Desk) -> None:
    desk.loaded(OFFERS + "P-1,success-core-2026,2026-01-15\nP-2,Microsoft Action Pack,2024-02-29\n")
    stored = desk.rows("SELECT offer, policy, ends_on, grace_ends_on, currency, fee FROM offer_held ORDER BY offer")
    assert stored == [
        ("action-pack-2023", "maicpp-2023-09", date(2025, 2, 27), date(2025, 3, 29), "USD", None),
        ("success-core-2026", "maicpp-2026-02", date(2027, 1, 14), None, "USD", None),
    ]


def test_an_offer_keeps_what_the_file_says(desk: Desk) -> None:
    desk.loaded(
        "partner_id,offer,level,policy,purchased_on,starts_on,anniversary_on,ends_on,grace_ends_on,fee,currency\n"
        "P-3,Gold,Legacy Gold,mpn-2020-06,2025-06-20,2025-07-01,2026-07-01,2026-06-30,2026-07-30,4730.00,USD\n"
    )
    stored = desk.rows("SELECT policy, ends_on, grace_ends_on, fee, currency FROM offer_held")
    assert stored == [("mpn-2020-06", date(2026, 6, 30), date(2026, 7, 30), Decimal("4730.00"), "USD")]


def test_an_offer_that_ends_before_it_starts_is_refused(desk: Desk) -> None:
    report = desk.load("partner_id,offer,starts_on,ends_on\nP-1,gold,2026-07-01,2026-06-30\n")
    assert told(report) == ["2 ends_on: 2026-06-30 -> starts_on or a later day"]


def test_the_same_offer_from_another_day_is_another_row(desk: Desk) -> None:
    desk.loaded(OFFERS + "P-1,gold,2025-07-01\nP-1,gold,2026-07-01\n")
    assert desk.rows("SELECT count(*) FROM offer_held") == [(2,)]


def test_a_guid_in_braces_and_capitals_is_the_same_subscription(desk: Desk) -> None:
    row = ",2026-01-01,2026-12-31,P-1,bulk,6000.00,USD,\n"
    desk.loaded(f"{GRANTS}{{{GUID.upper()}}}{row}")
    assert desk.load(GRANTS + GUID + row).status == "unchanged"
    assert desk.rows("SELECT subscription_id, amount FROM credit_grant") == [(GUID, Decimal("6000.00"))]


def test_a_credit_names_each_wrong_cell(desk: Desk) -> None:
    report = desk.load(
        f"{GRANTS}{GUID},2026-01-01,2025-12-31,P-1,yearly,0,USD,E-1\n{GUID[:-1]},2026-01-01,2026-12-31,P-1,bulk,1.005,usd,\n"
    )
    assert cells(report) == [
        (2, "ends_on", "2025-12-31"),
        (2, "kind", "yearly"),
        (2, "amount", "0"),
        (2, "entitlement_id", "E-1"),
        (3, "subscription_id", GUID[:-1]),
        (3, "amount", "1.005"),
    ]


def test_a_credit_may_name_an_entitlement_of_the_same_load_but_not_of_another_partner(desk: Desk) -> None:
    benefit = f"entitlement_id,{ENTITLEMENTS}E-1,P-1,gold,azure-bulk-credit,6000\n"
    grant = f"{GRANTS}{GUID},2026-01-01,2026-12-31,{{}},bulk,6000.00,USD,E-1\n"
    assert desk.load(grant.format("P-1"), benefit).status == "loaded"
    other = grant.replace(GUID, OTHER_GUID).format("P-2")
    assert cells(desk.load(other)) == [(2, "entitlement_id", "E-1")]


def test_all_files_of_a_first_load_may_come_in_any_order(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    report = desk.load(f"{ENTITLEMENTS}P-1,gold,intune,5\n", OFFERS + "P-1,gold,2025-07-01\n", PARTNERS)
    assert report.status == "loaded", told(report)


def test_a_row_of_an_unknown_partner_is_refused_and_names_the_nearest(desk: Desk) -> None:
    report = desk.load(OFFERS + "P-11,gold,2026-07-01\n*,gold,2026-07-01\n")
    assert cells(report) == [(2, "partner_id", "P-11"), (3, "partner_id", "*")]
    assert "nearest: P-1" in told(report)[0]


@pytest.mark.parametrize(
    "content",
    [
        OFFERS + "P-2,gold,2026-07-01\n",
        ENTITLEMENTS + "P-2,gold,intune,5\n",
        f"{GRANTS}{GUID},2026-01-01,2026-12-31,P-2,bulk,1.00,USD,\n",
        "partner_id,email,name\nP-2,someone@fabrikam.example,Some One\n",
        "partner_id,legal_name,country,currency\nP-2,Mine now,US,USD\n",
        "partner_id,legal_name,country,currency\nP-9,New,US,USD\n",
    ],
    ids=["offers", "entitlements", "credit_grants", "people", "partners", "a new partner"],
)
def test_nobody_loads_rows_of_a_partner_that_is_not_theirs(desk: Desk, content: str) -> None:
    report = desk.load(content, loader=ADMIN)
    assert report.status == "refused"
    assert {one.column for one in report.files[0].problems} == {"partner_id"}


@pytest.mark.parametrize("loader", [ADMIN, OPERATOR])
def test_nobody_takes_an_entitlement_or_a_subscription_from_another_partner(desk: Desk, loader: Loader) -> None:
    desk.loaded(f"entitlement_id,{ENTITLEMENTS}E-2,P-2,gold,azure-bulk-credit,6000\n")
    desk.loaded(f"{GRANTS}{GUID},2026-01-01,2026-12-31,P-2,bulk,6000.00,USD,E-2\n")
    taken = desk.load(f"entitlement_id,{ENTITLEMENTS}E-2,P-1,gold,azure-bulk-credit,6000\n", loader=loader)
    claimed = desk.load(f"{GRANTS}{GUID},2027-01-01,2027-12-31,P-1,bulk,6000.00,USD,\n", loader=loader)
    assert cells(taken) == [(2, "entitlement_id", "E-2")]
    assert cells(claimed) == [(2, "subscription_id", GUID)]
    assert "stored for another partner" in told(claimed)[0]


@pytest.mark.parametrize("partners", [("P-1", "P-2"), ("P-2", "P-1")])
def test_a_subscription_claimed_by_two_partners_is_closed_to_each_of_them(
    desk: Desk, partners: tuple[str, str]
) -> None:
    rows = (f"{GUID},{year}-01-01,{year}-12-31,{one},bulk,1.00,USD,\n" for year, one in enumerate(partners, 2025))
    desk.loaded(GRANTS + "".join(rows))
    claimed = desk.load(f"{GRANTS}{GUID},2027-01-01,2027-12-31,P-1,bulk,1.00,USD,\n", loader=ADMIN)
    assert cells(claimed) == [(2, "subscription_id", GUID)]


def test_a_partner_keeps_the_spelling_of_its_id(desk: Desk) -> None:
    desk.loaded("partner_id,legal_name,country,currency\np-1,Contoso Ltd,us,usd\n")
    assert desk.rows("SELECT partner_id, partner FROM partner WHERE lower(partner_id) = 'p-1'") == [
        ("P-1", "Contoso Ltd")
    ]


def test_a_partner_names_each_wrong_cell(desk: Desk) -> None:
    header = "partner_id,legal_name,country,currency,tenant_id,portal,time_zone\n"
    report = desk.load(header + "*,#N/A,Germany,Euro,none,pmc2,Mars\n")
    assert {column for _, column, _ in cells(report)} == set(header.strip().split(","))


def test_a_loader_who_may_load_people_only_is_refused_other_formats(desk: Desk) -> None:
    agent = Loader("admin-agent@contoso.example", ("P-1",), frozenset(), {"people": ("P-1",)})
    report = desk.load(OFFERS + "P-1,gold,2026-07-01\n", loader=agent)
    assert told(report)[0].startswith("You may not load offers. Your roles allow: people.")
