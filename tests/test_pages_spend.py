"""The page on what was spent: the way down is in the address, currencies never mix, and each figure is its CSV's."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import drill
from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.store import Store
from pipelines.text import LANGUAGES
from tests.desk import told
from tests.page_visits import Visits, csv_of, visiting, words
from tests.the_cast import NOW, TODAY, load_cast

HEADER = (
    "date,SubscriptionId,subscriptionName,resourceGroupName,meterCategory,meterName,quantity,chargeType,billingCurrency,"
    "costInBillingCurrency,costInUsd,pricingCurrency,exchangeRatePricingToBilling,exchangeRateDate,isAzureCreditEligible,"
    "billingProfileId,invoiceSectionName,billingProfileName,meterSubCategory,resourceLocation,ResourceId"
)
EURO = "eeeeeeee-0000-4000-8000-000000000001"
GRANT = f"""subscription_id,starts_on,ends_on,partner_id,kind,amount,currency
{EURO},2026-04-01,2027-03-31,P-3,bulk,500,USD
"""
CHARGES = (
    ("05/01/2026", "web", "Virtual Machines", "62", "True"),
    ("05/02/2026", "web", "Storage", "20", "True"),
    ("05/02/2026", "", "Bandwidth", "8.000000000000000001", "True"),
    ("05/03/2026", "", "Marketplace", "10", "False"),
    ("04/30/2026", "web", "Virtual Machines", "3", "True"),
)
FORECAST = "UsageDate,CostUSD,Cost,ForecastCost,Currency\n2026-06-20,,,440,EUR\n"


def export(*charges: tuple[str, str, str, str, str]) -> str:
    rows = (
        f"{day},{EURO},Northwind,{group},{service},{service},1,Usage,EUR,{cost},{cost},USD,1,{day},{eligible},p,s,P,,,"
        for day, group, service, cost, eligible in charges
    )
    return "\n".join((HEADER, *rows, ""))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast's files, and a subscription of Northwind that is billed in euros, with the vendor's forecast."""
    folder = tmp_path_factory.mktemp("spend")
    load_cast(folder / "home")
    texts = {"grants.csv": GRANT, "actual.csv": export(*CHARGES), "amortized.csv": export(CHARGES[0])}
    texts["expected.csv"] = FORECAST
    settings = {"amortized.csv": {"dataset": "amortized"}, "expected.csv": {"subscription": EURO}}
    files = []
    for name, content in texts.items():
        (folder / name).write_text(content)
        files.append(Incoming(name, folder / name, settings.get(name, {})))
    store = Store(folder / "home")
    report = load(store, files, Order(OPERATOR, NOW, TODAY, {}))
    assert report.status == "loaded", told(report)
    store.close()
    return folder / "home"


@pytest.fixture(scope="module")
def visit(home: Path) -> Iterator[Visits]:
    with visiting(home) as visits:
        yield visits


def table(seen: AppTest, number: int = 0) -> list[dict[str, object]]:
    return seen.dataframe[number].value.to_dict("records")


def csv_by(visit: Visits, by: str) -> pl.DataFrame:
    """The download of report `credit-usage` that the last page offered for one grouping."""
    offered = [data for name, data in visit.files.items() if name.startswith("credit-usage") and name.endswith("csv")]
    [content] = [data for data in offered if by in data.partition(b"\r")[0].decode("utf-8-sig")]
    return csv_of(content)


def test_the_page_opens_with_the_months_of_one_currency(visit: Visits) -> None:
    seen = visit("finance", "spend", currency="EUR")
    assert [row["month"] for row in table(seen)] == ["2026-04", "2026-05"]
    assert "Most was spent in May 2026: 100 EUR" in words(seen)


def test_each_choice_narrows_the_next_level_down_to_the_rows_of_the_file(visit: Visits) -> None:
    address = {"currency": "EUR", "month": "2026-05"}
    services = visit("finance", "spend", **address)
    assert "Virtual Machines took 62% of the 100 EUR spent in May 2026" in words(services)
    groups = visit("finance", "spend", **address, service="Storage")
    assert [row["resource_group"] for row in table(groups)] == ["web"]
    rows = visit("finance", "spend", **address, service="Storage", resource_group="web")
    [row] = table(rows)
    assert (row["file"], row["source_line"], str(row["date"])[:10]) == ("actual.csv", 3, "2026-05-02")


def test_the_choices_made_can_be_taken_back_one_by_one(visit: Visits) -> None:
    seen = visit("finance", "spend", currency="EUR", month="2026-05", service="Storage")
    assert [button.label for button in seen.button if button.key.startswith("back.")] == ["May 2026", "Storage"]
    seen.button(key="back.month").click().run()
    assert "month" not in seen.query_params
    assert seen.query_params["service"] == "Storage"
    assert [row["month"] for row in table(seen)] == ["2026-05"]


def test_what_is_in_no_resource_group_has_a_word_and_can_be_chosen(visit: Visits) -> None:
    address = {"currency": "EUR", "month": "2026-05", "by": "resource_group"}
    seen = visit("finance", "spend", **address)
    assert [row["resource_group"] for row in table(seen)] == ["web", "In no resource group"]
    [content] = [
        data for name, data in visit.files.items() if name.startswith("credit-usage") and b"resource_g" in data[:20]
    ]
    assert csv_of(content)["resource_group"].fill_null("").to_list() == ["web", ""]
    narrowed = visit("finance", "spend", currency="EUR", month="2026-05", resource_group="")
    assert {row["service"] for row in table(narrowed)} == {"Bandwidth", "Marketplace"}


def test_a_choice_that_is_not_there_counts_as_not_made(visit: Visits) -> None:
    seen = visit("finance", "spend", currency="EUR", month="1999-01", service="gone", resource_group="gone", by="gone")
    assert not seen.exception
    assert [row["month"] for row in table(seen)] == ["2026-04", "2026-05"]


def test_amortized_cost_is_shown_instead_and_said_to_be(visit: Visits) -> None:
    seen = visit("finance", "spend", dataset="amortized")
    assert [(row["month"], row["cost"]) for row in table(seen)] == [("2026-05", 62)]
    assert "shown instead of what counts" in words(seen)


def test_the_vendors_forecast_is_named_as_the_vendors_and_never_added(visit: Visits) -> None:
    seen = visit("finance", "spend", currency="EUR")
    assert "the vendor's own forecast" in words(seen)
    assert "Jun 2026: 440 EUR" in words(seen)
    assert "forecast" not in words(visit("finance", "spend", currency="EUR", service="Storage"))
    assert "forecast" not in words(visit("finance", "spend", currency="EUR", dataset="actual"))


def test_each_currency_has_its_own_total_and_says_what_no_credit_pays_for(visit: Visits) -> None:
    totals = {row["currency"]: row for row in table(visit("finance", "spend"), 1)}
    assert set(totals) == {"EUR", "USD"}
    euro = totals["EUR"]
    assert (euro["cost"], euro["drawn"], euro["not_eligible"]) == (
        Decimal("103.000000000000000001"),
        Decimal("93.000000000000000001"),
        10,
    )


def test_the_figures_on_the_page_are_those_of_its_csv(visit: Visits) -> None:
    seen = visit("finance", "spend", currency="EUR", month="2026-05")
    told = {row["service"]: row["cost"] for row in table(seen)}
    [content] = [
        data for name, data in visit.files.items() if name.startswith("credit-usage") and b"service" in data[:20]
    ]
    rows = csv_of(content)
    assert {name: Decimal(cost) for name, cost in rows.select("service", "cost").iter_rows()} == told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", ["month", "day", "service", "resource_group", "subscription", "row"])
def test_every_level_has_a_chart_or_a_table_with_words(visit: Visits, by: str, language: str) -> None:
    seen = visit("finance", "spend", language, by=by, month="2026-05", currency="EUR")
    assert not seen.exception
    assert not seen.error
    drawn = [*seen.get("vega_lite_chart"), *seen.dataframe]
    assert all(one.proto.alt.strip() for one in drawn)
    assert "None" not in words(seen).splitlines()


def test_a_reader_of_one_partner_sees_only_its_spending(visit: Visits) -> None:
    seen = visit("other_admin", "spend")
    assert "Northwind" not in words(seen)
    assert "EUR" not in words(seen)


def test_choosing_a_row_puts_it_into_the_address(visit: Visits) -> None:
    assert drill.next_level({}) == "month"
    assert drill.next_level({"month": ["2026-05"]}) == "service"
    assert drill.next_level({"month": ["2026-05"], "service": ["Storage"], "resource_group": ["web"]}) == drill.ROW
    assert drill.ROW not in drill.levels({"service": ["Storage"]})


def test_the_page_on_what_ties_says_so_and_lists_every_file(visit: Visits) -> None:
    seen = visit("finance", "reconcile")
    assert "or the difference is explained" in words(seen)
    assert {row["file"] for row in table(seen)} == {"usage.csv", "actual.csv", "amortized.csv", "expected.csv"}
    reasons = {row["file"]: row["reason"] for row in table(seen)}
    assert reasons["amortized.csv"] == "Amortized, never counted"
    assert reasons["actual.csv"] == "✓ Agrees"
    assert "No statement of the vendor is loaded" in words(seen)


@pytest.mark.parametrize("by", ["file", "month", "dataset"])
def test_what_ties_can_be_seen_by_file_month_and_dataset(visit: Visits, by: str) -> None:
    seen = visit("finance", "reconcile", reconcile=by)
    assert not seen.exception
    assert len(table(seen)) >= 4


def test_a_difference_that_nothing_explains_stands_first(home: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "home"
    load_cast(spoilt)
    store = Store(spoilt)
    with store.writing() as writing:
        writing.draft.run("DELETE FROM usage WHERE rowid = (SELECT min(rowid) FROM usage WHERE cost > 0)")
        writing.draft.keep = True
    store.close()
    with visiting(spoilt) as visits:
        seen = visits("finance", "reconcile")
        assert "1 line has a difference that nothing explains" in seen.error[0].value
        assert table(seen)[0]["reason"] == "▲ Unexplained"
