"""The demo's files: what a company would have, the same for the same day and seed, with something to find in them."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.demo import DemoFile, make
from pipelines.store.catalogue import read

DAYS = [date(2026, 6, 15), date(2027, 1, 31), date(2028, 2, 29)]
CAST = {
    ("P-1", "global-admin@contoso.example", "global_admin"),
    ("P-1", "mpn-admin@contoso.example", "mpn_partner_admin"),
    ("P-1", "admin-agent@contoso.example", "admin_agent"),
    ("P-1", "user-admin@contoso.example", "user_management_admin"),
    ("P-1", "employee@contoso.example", ""),
    ("P-1", "guest@guests.example", ""),
    ("P-2", "other-admin@fabrikam.example", "global_admin"),
    ("P-1", "manager@contoso.example", "partner_manager"),
    ("P-2", "manager@contoso.example", "partner_manager"),
    ("*", "finance@contoso.example", "finance"),
    ("*", "auditor@contoso.example", "auditor"),
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def on_day(request: pytest.FixtureRequest) -> date:
    return request.param


@pytest.fixture(scope="module")
def files(on_day: date, tmp_path_factory: pytest.TempPathFactory) -> list[DemoFile]:
    return make(tmp_path_factory.mktemp("demo"), on_day=on_day)


def rows(files: list[DemoFile], name: str) -> list[dict[str, str]]:
    """The rows of all files whose format or file name is `name`."""
    return [row for file in files if name in (file.format, file.path.name) for row in table(file.path)]


@cache
def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def us_date(text: str) -> date:
    month, day, year = map(int, text.split("/"))
    return date(year, month, day)


def test_the_same_day_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    first = make(tmp_path / "first", on_day=DAYS[0])
    again = make(tmp_path / "again", on_day=DAYS[0])
    assert [file.path.name for file in first] == [file.path.name for file in again]
    assert [file.path.read_bytes() for file in first] == [file.path.read_bytes() for file in again]


def test_another_seed_gives_other_subscriptions_and_the_same_people(tmp_path: Path) -> None:
    first = make(tmp_path / "first", on_day=DAYS[0], seed=1)
    other = make(tmp_path / "other", on_day=DAYS[0], seed=2)
    ids = [{row["subscription_id"] for row in rows(files, "credit_grants")} for files in (first, other)]
    assert ids[0].isdisjoint(ids[1])
    assert rows(first, "people") == rows(other, "people")


def test_subscriptions_and_entitlements_keep_their_ids_on_another_day(tmp_path: Path) -> None:
    first = make(tmp_path / "first", on_day=DAYS[0])
    later = make(tmp_path / "later", on_day=DAYS[1])
    for name, column in (("credit_grants", "subscription_id"), ("entitlements", "entitlement_id")):
        assert [row[column] for row in rows(first, name)] == [row[column] for row in rows(later, name)]


def test_the_cast_is_there_with_its_roles(files: list[DemoFile]) -> None:
    assert {(row["partner_id"], row["email"], row["roles"]) for row in rows(files, "people")} >= CAST


def test_nobody_is_twice_at_one_partner(files: list[DemoFile]) -> None:
    people = [(row["partner_id"], row["email"].casefold()) for row in rows(files, "people")]
    assert len(people) == len(set(people))


def test_entitlements_are_all_products_of_the_offers_held(files: list[DemoFile]) -> None:
    listed = defaultdict(list)
    for row in read("offer_products").to_dicts():
        listed[row["offer"]].append((row["offer"], row["product"], row["benefit_type"], row["quantity"]))
    held = [one for offer in rows(files, "offers") for one in listed[offer["offer"]]]
    assert held == [
        (row["offer"], row["product"], row["benefit_type"], Decimal(row["quantity"]))
        for row in rows(files, "entitlements")
    ]


def test_some_benefits_have_a_value_of_the_partner_and_some_have_none(files: list[DemoFile]) -> None:
    entitlements = rows(files, "entitlements")
    assert {row["currency"] for row in entitlements if row["unit_value"]} == {"USD", "EUR"}
    assert any(not row["unit_value"] for row in entitlements)


def test_something_lapses_within_30_60_and_90_days_and_something_has(files: list[DemoFile], on_day: date) -> None:
    lapses = [
        date.fromisoformat(row["use_until"] or row["activate_by"]) - on_day for row in rows(files, "entitlements")
    ]
    bands = {"past" if days.days < 0 else str(min(3, max(0, days.days - 1) // 30)) for days in lapses}
    assert bands == {"past", "0", "1", "2", "3"}


def test_no_benefit_was_activated_after_the_day_or_outside_its_time(files: list[DemoFile], on_day: date) -> None:
    for row in rows(files, "entitlements"):
        if row["activated_on"]:
            assert row["starts_on"] <= row["activated_on"] <= row["activate_by"]
            assert row["activated_on"] < str(on_day)


def test_what_a_partner_counts_never_exceeds_what_it_holds(files: list[DemoFile]) -> None:
    counted = [row for row in rows(files, "entitlements") if row["assigned"]]
    assert all(Decimal(row["used"]) <= Decimal(row["assigned"]) <= Decimal(row["quantity"]) for row in counted)
    assert any(row["assigned"] == "0" for row in counted)


def test_every_amount_is_a_decimal(files: list[DemoFile]) -> None:
    money = {"fee", "unit_value", "amount", "Quantity", "Cost"}
    amounts = [row[name] for file in files for row in table(file.path) for name in money & row.keys() if row[name]]
    assert all(Decimal(amount).is_finite() for amount in amounts)


def test_usage_covers_each_day_of_more_than_a_year_up_to_yesterday(files: list[DemoFile], on_day: date) -> None:
    days_of = defaultdict(set)
    for row in rows(files, "azure-sponsorship-usage"):
        days_of[row["SubscriptionGuid"]].add(us_date(row["Date"]))
    assert len(days_of) == 2
    for days in map(sorted, days_of.values()):
        assert {after - before for before, after in pairwise(days)} == {timedelta(days=1)}
        assert days[-1] == on_day - timedelta(days=1)
        assert len(days) >= 366


def test_usage_is_unsorted_quoted_and_has_tiny_quantities(files: list[DemoFile]) -> None:
    usage = rows(files, "azure-sponsorship-usage")
    dates = [us_date(row["Date"]) for row in usage]
    assert dates != sorted(dates)
    assert any("," in row["SubscriptionName"] for row in usage)
    assert any(row["Quantity"].endswith("E-06") for row in usage)
    assert 20_000 <= len(usage) <= 40_000


def euros(found: list[dict[str, str]]) -> Decimal:
    return sum((Decimal(row["costInBillingCurrency"]) for row in found), Decimal(0))


def test_a_cost_export_is_billed_in_euros_and_carries_dollars_and_its_rate(files: list[DemoFile], on_day: date) -> None:
    export = rows(files, "azure-cost-P-3.csv")
    days = sorted({us_date(row["date"]) for row in export})
    assert days[-1] == on_day - timedelta(days=1)
    assert {after - before for before, after in pairwise(days)} == {timedelta(days=1)}
    assert {(row["billingCurrency"], row["exchangeRatePricingToBilling"]) for row in export} == {("EUR", "0.92")}
    assert all(Decimal(row["costInBillingCurrency"]) == Decimal(row["costInUsd"]) * Decimal("0.92") for row in export)
    assert {row["resourceGroupName"] for row in export} > {"", "betrieb", "produktion-web"}
    assert {row["isAzureCreditEligible"] for row in export} == {"True", "False"}


def test_the_amortized_twin_of_a_month_spreads_what_was_bought_and_has_its_total(files: list[DemoFile]) -> None:
    twin = rows(files, "azure-cost-P-3-amortized.csv")
    days = {row["date"] for row in twin}
    actual = [row for row in rows(files, "azure-cost-P-3.csv") if row["date"] in days]
    assert [row["date"][3:5] for row in actual if row["chargeType"] == "Purchase"] == ["01"]
    assert "Purchase" not in {row["chargeType"] for row in twin}
    assert abs(euros(twin) - euros(actual)) < Decimal("1e-20")


def test_the_cost_analysis_says_what_the_month_cost_and_what_the_vendor_expects(
    files: list[DemoFile], on_day: date
) -> None:
    cost = defaultdict(Decimal)
    for row in rows(files, "azure-cost-P-3.csv"):
        cost[us_date(row["date"])] += Decimal(row["costInBillingCurrency"])
    for row in rows(files, "azure-cost-analysis-P-3.csv"):
        day = date.fromisoformat(row["UsageDate"])
        assert bool(row["Cost"]) == (day < on_day) != bool(row["ForecastCost"])
        assert not row["Cost"] or Decimal(row["Cost"]) == cost[day]


def test_the_vendor_lists_the_credits_of_two_partners_at_the_end_of_the_last_month(
    files: list[DemoFile], on_day: date
) -> None:
    lists = {file.settings["partner"]: file for file in files if file.format == "azure-credits"}
    assert set(lists) == {"P-1", "P-3"}
    assert {file.settings["stated_on"] for file in lists.values()} == {str(on_day.replace(day=1) - timedelta(days=1))}
    assert {row["Status"] for row in rows(files, "azure-credits")} == {"Active", "Expired"}
    assert "Azure Promotional Credit" in {row["Source"] for row in table(lists["P-1"].path)}


def test_one_credit_runs_out_before_its_end_and_one_lapses_for_a_good_part(files: list[DemoFile], on_day: date) -> None:
    left_at_end = {}
    for credit in rows(files, "credit_grants"):
        spent, rate = spending(files, credit, on_day)
        days_left = (date.fromisoformat(credit["ends_on"]) - on_day).days + 1
        if spent and days_left > 0:
            assert spent < Decimal(credit["amount"])
            left_at_end[credit["partner_id"]] = 1 - (spent + days_left * rate) / Decimal(credit["amount"])
    assert left_at_end["P-1"] < 0
    assert left_at_end["P-3"] > Decimal("0.25")


def spending(files: list[DemoFile], credit: dict[str, str], on_day: date) -> tuple[Decimal, Decimal]:
    """What is spent of a credit so far, and a day's spending over the last 90."""
    first, last = date.fromisoformat(credit["starts_on"]), date.fromisoformat(credit["ends_on"])
    costs = [
        (us_date(row["Date"]), Decimal(row["Cost"]))
        for row in rows(files, "azure-sponsorship-usage")
        if row["SubscriptionGuid"] == credit["subscription_id"]
    ]
    recent = [cost for day, cost in costs if day >= on_day - timedelta(days=90)]
    return sum((cost for day, cost in costs if first <= day <= last), Decimal(0)), sum(recent, Decimal(0)) / 90


def test_weekends_cost_less_and_use_grows(files: list[DemoFile], on_day: date) -> None:
    weekdays, weekends, early, late = Decimal(0), Decimal(0), Decimal(0), Decimal(0)
    for row in rows(files, "azure-usage-P-1.csv"):
        day, cost = us_date(row["Date"]), Decimal(row["Cost"])
        weekdays, weekends = (weekdays + cost, weekends) if day.weekday() < 5 else (weekdays, weekends + cost)
        early += cost if on_day - timedelta(days=364) <= day < on_day - timedelta(days=182) else 0
        late += cost if day >= on_day - timedelta(days=182) else 0
    assert weekends / 2 < weekdays / 5
    assert late > early


def test_seats_are_held_by_employee_and_guest_and_one_is_over_claimed(files: list[DemoFile]) -> None:
    seats = rows(files, "visual-studio-export")
    holders = {row.get("Email") or row["Email Address"] for row in seats if row["Subscription Status"] == "Assigned"}
    assert holders >= {"employee@contoso.example", "guest@guests.example"}
    statuses = [row["Subscription Status"] for row in seats]
    assert statuses.count("OverClaimed") == 1
    assert statuses.count("Unassigned") > 10
    assert any(row["Usage Status"] == "New" for row in seats if row["Subscription Status"] == "Assigned")


def test_both_header_generations_of_seats_are_there(files: list[DemoFile]) -> None:
    headers = {tuple(table(file.path)[0]) for file in files if file.format == "visual-studio-export"}
    assert {header[1] for header in headers} == {"Email", "Email Notification"}


def test_seats_held_are_as_many_as_the_entitlements_say(files: list[DemoFile], on_day: date) -> None:
    held = sum(
        Decimal(row["quantity"])
        for row in rows(files, "entitlements")
        if row["product"].startswith("visual-studio") and row["use_until"] >= str(on_day)
    )
    assert held == sum(row["Subscription Status"] != "OverClaimed" for row in rows(files, "visual-studio-export"))


def test_licences_are_titled_as_in_the_catalogue_and_some_are_idle(files: list[DemoFile]) -> None:
    licences = rows(files, "m365-licences")
    assert {row["Product Title"] for row in licences} <= set(read("products")["name"])
    assert all(
        int(row["Assigned licenses"]) + int(row["Expired Licenses"]) <= int(row["Total Licenses"]) for row in licences
    )
    assert any(int(row["Assigned licenses"]) < int(row["Total Licenses"]) for row in licences)
    assert any(int(row["Expired Licenses"]) for row in licences)


def test_files_that_name_no_partner_come_with_it_as_a_setting(files: list[DemoFile]) -> None:
    partners = {row["partner_id"] for row in rows(files, "partners")}
    for name in ("visual-studio-export", "m365-licences"):
        assert {file.settings["partner"] for file in files if file.format == name} == partners


def test_the_support_used_comes_to_what_the_entitlements_count(files: list[DemoFile], on_day: date) -> None:
    technical = {
        row["entitlement_id"]: row for row in rows(files, "entitlements") if row["unit"] in ("incidents", "hours")
    }
    used: dict[str, int] = defaultdict(int)
    for row in rows(files, "support_use"):
        used[row["entitlement_id"]] += int(row["hours"] or 1)
        assert technical[row["entitlement_id"]]["activated_on"] <= row["used_on"] < str(on_day)
    assert used == {
        entitlement_id: int(row["used"]) for entitlement_id, row in technical.items() if int(row["used"] or 0)
    }
