"""Every layout of Azure's cost exports is known by its headers and tells the same story, to the last digit."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from pipelines.store import Store
from tests.cost_layouts import BY_FILE, DATA, LAYOUTS, OF_THE_PROFILE, STORY, WEB, Layout, made, renamed, written
from tests.desk import ADMIN, PARTNERS, Desk, cells, told

EA, MCA, PAYG = "azure_ea_2024-08-01.csv", "azure_mca_2023-12-01-preview.csv", "azure_payg_mosa_2019-11-01.csv"
RATE = (Decimal("0.909090909"), date(2026, 5, 1), "USD")


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def every(layout: Layout) -> tuple[tuple[object, ...], ...]:
    return (*STORY, OF_THE_PROFILE) if layout.profile else STORY


def stored(desk: Desk) -> list[tuple[object, ...]]:
    columns = "subscription_id, usage_on, resource_group, resource, quantity, cost"
    return desk.rows(f"SELECT {columns} FROM charge ORDER BY source_line")


@pytest.mark.parametrize("layout", LAYOUTS, ids=BY_FILE)
def test_a_layout_is_loaded_by_name_in_any_column_order_to_the_last_digit(desk: Desk, layout: Layout) -> None:
    table = layout.table()
    order = Random(7).sample(range(len(table[0])), len(table[0]))
    file = desk.loaded(written([[row[place] for place in order] for row in table]))
    total = [(layout.currency, sum(layout.amounts()))]
    assert (file.format, file.rows_loaded, file.unknown_columns) == (layout.form, len(every(layout)), ())
    assert file.control_totals == file.stored_totals == total
    assert [amount for *_, amount in every(layout)] == [f"{cost.normalize():f}" for cost in layout.amounts()]
    assert desk.rows("SELECT currency, sum(cost)::DECIMAL(38, 18) FROM charge GROUP BY currency") == total
    assert stored(desk) == [
        (subscription, date(2026, 5, day), group, meter, Decimal(quantity), Decimal(cost))
        for subscription, day, group, meter, quantity, cost in every(layout)
    ]
    assert desk.load(written(table)).status == "unchanged"


@pytest.mark.parametrize("layout", LAYOUTS, ids=BY_FILE)
def test_a_layout_says_what_a_credit_pays_for_and_what_it_is_in_dollars(desk: Desk, layout: Layout) -> None:
    desk.loaded(made(layout.file))
    eligible = [day != 3 for _, day, *_ in every(layout)]
    assert desk.rows("SELECT credit_eligible FROM charge ORDER BY source_line") == [
        (one if layout.eligible else None,) for one in eligible
    ]
    rates = desk.rows("SELECT DISTINCT exchange_rate, exchange_rate_on, pricing_currency FROM charge")
    assert rates == [RATE if layout.dollars else (None, None, None)]
    dollars = desk.rows("SELECT sum(cost_usd)::DECIMAL(38, 18) FROM charge WHERE usage_on = DATE '2026-05-01'")
    assert dollars == [(Decimal("1.375000000000000000") if layout.dollars else None,)]


def test_a_purchase_of_no_subscription_is_kept_under_its_billing_profile_in_every_layout_alike(desk: Desk) -> None:
    desk.loaded(made(MCA))
    desk.loaded(made("azure_focus_1.0.csv"))
    found = desk.rows("SELECT dataset, subscription_id, subscription FROM charge WHERE resource = 'Seats' ORDER BY 1")
    assert found == [(name, "abcd-efgh-ijk-pgb", "Contoso EMEA") for name in ("actual", "focus")]


def test_a_charge_of_neither_subscription_nor_profile_is_faulty(desk: Desk) -> None:
    report = desk.load(made(MCA, SubscriptionId="", billingProfileId=""))
    assert cells(report) == [(2, "SubscriptionId", None)]
    assert "must not be empty" in told(report)[0]


@pytest.mark.parametrize(
    ("text", "rate"), [("0.0000000015", "0.000000002"), ("0.0000000025", "0.000000002"), ("0", None), ("", None)]
)
def test_a_rate_is_kept_with_nine_decimals_and_a_rate_of_zero_is_none(desk: Desk, text: str, rate: str | None) -> None:
    desk.loaded(made(MCA, exchangeRatePricingToBilling=text))
    found = desk.rows("SELECT exchange_rate FROM charge WHERE resource = 'D2s v5'")
    assert found == [(rate and Decimal(rate),)]


def test_effective_cost_stands_beside_what_was_billed(desk: Desk) -> None:
    desk.loaded(made("focus_spec_v1.2.csv"))
    purchase = desk.rows("SELECT cost, effective_cost FROM charge WHERE resource = 'Support plan'")
    assert purchase == [(Decimal(10), Decimal(0))]


# From opencost/opencost, pkg/cloud/azure/resources/billingexports/headersets/German.csv.
GERMAN = {
    "SubscriptionGuid": "Abonnement-GUID (SubscriptionGuid)",
    "ResourceGroup": "Ressourcengruppe (ResourceGroup)",
    "ResourceLocation": "Ressourcenstandort (ResourceLocation)",
    "UsageDateTime": "UsageDateTime (UsageDateTime)",
    "MeterCategory": "Kategorie der Verbrauchseinheit (MeterCategory)",
    "MeterName": "Name der Verbrauchseinheit (MeterName)",
    "UsageQuantity": "UsageQuantity (UsageQuantity)",
    "PreTaxCost": "PreTaxCost (PreTaxCost)",
    "UnitOfMeasure": "Maßeinheit (UnitOfMeasure)",
}


def test_the_headers_of_a_german_portal_are_known_by_the_names_in_brackets(desk: Desk) -> None:
    file = desk.loaded(renamed(PAYG, lambda name: GERMAN.get(name, name)))
    assert (file.format, file.unknown_columns) == ("azure-cost-details-payg", ())
    assert file.stored_totals == [("GBP", sum(BY_FILE[PAYG].amounts()))]
    assert desk.load(made(PAYG)).status == "unchanged"


def test_a_fault_below_a_german_header_names_that_header(desk: Desk) -> None:
    report = desk.load(renamed(PAYG, lambda name: GERMAN.get(name, name)).replace("2026-05-03", "3. Mai"))
    assert cells(report) == [(10, "UsageDateTime (UsageDateTime)", "3. Mai")]


# Versions 2019-10-01 and 2019-11-01 of the customer agreement (Microsoft's dataset schema index).
OLDER = {
    "SubscriptionId": "SubscriptionGuid",
    "resourceGroupName": "ResourceGroup",
    "ResourceId": "InstanceName",
    "billingCurrency": "BillingCurrencyCode",
    "pricingCurrency": "PricingCurrencyCode",
    "exchangeRatePricingToBilling": "ExchangeRate",
    "ProductName": "Product",
}


def test_the_older_names_of_the_customer_agreement_are_known(desk: Desk) -> None:
    file = desk.loaded(renamed(MCA, lambda name: OLDER.get(name, name)))
    assert file.format == "azure-cost-details-mca"
    assert desk.load(made(MCA)).status == "unchanged"


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_case_does_not_count_in_headers(desk: Desk, case: object) -> None:
    assert callable(case)
    assert desk.loaded(renamed(EA, case)).format == "azure-cost-details-ea"


def test_days_are_month_first_or_in_iso_by_the_version_of_the_export(desk: Desk) -> None:
    desk.loaded(made(EA))
    iso = made(EA).replace("05/01/2026", "2026-05-01").replace("05/02/2026", "2026-05-02T00:00:00")
    assert desk.load(iso).status == "unchanged"


GRANTS = f"""subscription_id,starts_on,ends_on,partner_id,kind,amount,currency
{WEB},2026-01-01,2026-12-31,P-1,bulk,6000,USD
{DATA},2026-01-01,2026-12-31,P-2,bulk,6000,USD
"""
FAULTS = [
    (EA, "Date", "May 1", "M/D/YYYY"),
    (EA, "CostInBillingCurrency", "", "empty"),
    (EA, "SubscriptionId", "Contoso", "GUID"),
    (EA, "IsAzureCreditEligible", "perhaps", "yes or no"),
    (EA, "BillingCurrencyCode", "EURO", "currency"),
    (MCA, "exchangeRatePricingToBilling", "-1", "number"),
    (MCA, "exchangeRatePricingToBilling", "12345678901", "number"),
    (PAYG, "SubscriptionGuid", "", "empty"),
    ("azure_focus_1.0.csv", "ChargePeriodStart", "2026-05-01T24:00Z", "ISO"),
    ("azure_focus_1.0.csv", "SubAccountId", "/subscriptions/contoso", "GUID"),
    ("azure_focus_1.0.csv", "ProviderName", "", "empty"),
]


@pytest.mark.parametrize(("file", "column", "text", "expected"), FAULTS)
def test_a_cell_that_is_not_what_it_must_be_is_named_with_its_line(
    desk: Desk, file: str, column: str, text: str, expected: str
) -> None:
    report = desk.load(made(file, **{column: text}))
    assert report.status == "refused"
    assert cells(report) == [(2, column, text or None)]
    assert expected in told(report)[0]


RESAVED = [
    (EA, "Date", "01.05.2026"),
    (EA, "Date", "13/05/2026"),
    (EA, "Date", "46143"),
    (PAYG, "UsageDateTime", "05/01/2026"),
    ("azure_focus_1.0.csv", "ChargePeriodStart", "05/01/2026"),
    (EA, "CostInBillingCurrency", "1,25"),
    (EA, "Quantity", "24 Hours"),
    (MCA, "exchangeRatePricingToBilling", "0,9"),
    (MCA, "costInUsd", "$1.10"),
]


@pytest.mark.parametrize(("file", "column", "text"), RESAVED)
def test_a_file_whose_dates_or_amounts_changed_form_is_refused_with_the_first_line(
    desk: Desk, file: str, column: str, text: str
) -> None:
    report = desk.load(made(file, **{column: text}))
    assert report.status == "refused"
    assert f'Line 2, column {column}: "{text}"' in told(report)[0]


def test_the_money_column_is_taken_by_name_and_never_by_likeness(desk: Desk) -> None:
    report = desk.load(renamed(MCA, lambda name: "cost" if name == "costInBillingCurrency" else name))
    assert report.status == "refused"
    assert "CostInBillingCurrency" in told(report)[0]


def test_a_subscription_of_another_partners_credit_is_refused(desk: Desk) -> None:
    desk.loaded(PARTNERS)
    desk.loaded(GRANTS)
    for file, column in ((EA, "SubscriptionId"), ("azure_focus_1.2.csv", "SubAccountId")):
        report = desk.load(made(file), loader=ADMIN)
        found = {(name, (text or "").removeprefix("/subscriptions/")) for _, name, text in cells(report)}
        assert (len(cells(report)), found) == (3, {(column, DATA)})
        assert "another partner's" in told(report)[0]
