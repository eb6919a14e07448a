"""What was spent: one dataset counts, another is looked at instead, and nothing is ever added twice."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.errors import BenefitsError
from pipelines.reports import REPORTS, Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot
from tests.ledger_rows import SUBSCRIPTION, charged, usage, warehouse
from tests.the_cast import TODAY

MAY, JUNE = date(2026, 5, 10), date(2026, 6, 10)
OTHER = "22222222-2222-2222-2222-222222222222"
ROWS = [
    ("credit_grant", {}),
    charged(MAY, "60.000000000000000001", service="Virtual Machines", resource_group="lab", credit_eligible=True),
    charged(MAY, "30", resource_group="", credit_eligible=True),
    charged(MAY, "10", resource_group="", service="Marketplace", credit_eligible=False),
    charged(MAY, "8", dataset="amortized", service="Virtual Machines"),
    charged(MAY, "7", dataset="focus", effective_cost="6"),
    charged(JUNE, "5", dataset="focus"),
    charged(JUNE, "4", dataset="amortized"),
    charged(MAY, "3", currency="EUR", credit_eligible=True),
    charged(MAY, "2", currency="EUR", subscription_id=OTHER, subscription=""),
    usage(date(2026, 4, 1), "1"),
    charged(date(2026, 4, 1), "99", service="Counted by the portal"),
    ("cost_total", {"usage_on": date(2026, 4, 2), "cost": "0.5"}),
    ("cost_total", {"usage_on": date(2026, 6, 20), "forecast": "12"}),
    ("cost_total", {"usage_on": date(2026, 6, 30), "forecast": "13"}),
    ("cost_total", {"usage_on": date(2026, 7, 1), "forecast": "14"}),
    ("cost_total", {"usage_on": date(2026, 6, 1), "forecast": "1000"}),
]


@pytest.fixture(scope="module")
def snap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with warehouse(tmp_path_factory.mktemp("spend"), *ROWS) as snapshot:
        yield snapshot


def ask(snap: Snapshot, by: str, report: str = "credit-usage", **filters: list[str]) -> pl.DataFrame:
    return run(snap, Request(report, TODAY, by, filters), EVERYTHING)


def test_of_several_datasets_of_a_day_one_counts_and_the_others_are_not_added(snap: Snapshot) -> None:
    months = ask(snap, "month", currency=["USD"])
    assert months.select("month", "cost").rows() == [
        ("2026-04", Decimal("1.5")),
        ("2026-05", Decimal("100.000000000000000001")),
        ("2026-06", 5),
    ]


@pytest.mark.parametrize("by", [by for by in REPORTS["credit-usage"].by if by != "currency"])
@pytest.mark.parametrize("dataset", [None, "actual", "amortized", "focus"])
def test_every_grouping_adds_up_to_the_same(snap: Snapshot, by: str, dataset: str | None) -> None:
    limits = {"dataset": [dataset]} if dataset else {}
    totals = ask(snap, "currency", **limits).select("currency", "cost").sort("currency")
    summed = ask(snap, by, **limits).group_by("currency").agg(pl.col("cost").sum()).sort("currency")
    assert summed.rows() == totals.rows()


def test_amortized_cost_is_looked_at_instead_of_what_counts(snap: Snapshot) -> None:
    assert ask(snap, "month", dataset=["amortized"]).select("month", "cost").rows() == [("2026-05", 8), ("2026-06", 4)]


def test_two_datasets_are_refused_because_they_would_be_added(snap: Snapshot) -> None:
    with pytest.raises(BenefitsError) as refused:
        ask(snap, "month", dataset=["actual", "amortized"])
    assert refused.value.code == "one_value_only"
    with pytest.raises(BenefitsError):
        ask(snap, "month", dataset=["actuals"])


def test_what_is_in_no_resource_group_is_a_row_of_its_own(snap: Snapshot) -> None:
    groups = ask(snap, "resource_group", month=["2026-05"], currency=["USD"])
    assert groups.select("resource_group", "cost").rows() == [("lab", Decimal("60.000000000000000001")), ("", 40)]
    assert ask(snap, "service", month=["2026-05"], resource_group=[""], currency=["USD"])["service"].to_list() == [
        "Storage",
        "Marketplace",
    ]


def test_a_subscription_without_a_name_goes_by_its_id(snap: Snapshot) -> None:
    assert ask(snap, "subscription", currency=["EUR"])["subscription"].to_list() == ["Contoso Lab", OTHER]


def test_each_currency_says_what_no_credit_is_there_for(snap: Snapshot) -> None:
    told = {row["currency"]: row for row in ask(snap, "currency").to_dicts()}
    dollars, euros = told["USD"], told["EUR"]
    assert (dollars["drawn"], dollars["not_eligible"]) == (Decimal("96.500000000000000001"), 10)
    assert (euros["drawn"], euros["unconverted"], euros["without_credit"]) == (0, 3, 2)
    parts = ("drawn", "not_eligible", "without_credit", "unconverted", "not_counted")
    assert all(row["cost"] == sum(row[part] for part in parts) for row in (dollars, euros))


def test_what_does_not_count_is_drawn_by_no_credit(snap: Snapshot) -> None:
    [row] = ask(snap, "currency", dataset=["amortized"]).to_dicts()
    assert (row["cost"], row["not_counted"], row["drawn"]) == (12, 12, 0)


def test_the_vendors_forecast_is_shown_by_itself_and_never_spent(snap: Snapshot) -> None:
    days = ask(snap, "day", "vendor-forecast")
    assert days["forecast"].sum() == 1039
    assert set(days["subscription"]) == {"Contoso Lab"}
    months = ask(snap, "month", "vendor-forecast")
    assert months.rows() == [("2026-06", "USD", 25), ("2026-07", "USD", 14)]


def test_the_forecast_is_for_readers_of_its_partner(snap: Snapshot) -> None:
    seen = [run(snap, Request("vendor-forecast", TODAY), Scope((one,))).height for one in ("P-1", "P-2")]
    assert seen == [4, 0]


def test_a_day_after_the_reports_is_not_spent_yet(tmp_path: Path) -> None:
    with warehouse(tmp_path, charged(date(2026, 6, 16), "5"), charged(TODAY, "1")) as snap:
        assert ask(snap, "month")["cost"].to_list() == [1]


def test_the_same_subscription_is_named_by_any_dataset(snap: Snapshot) -> None:
    assert ask(snap, "subscription", subscription=[SUBSCRIPTION])["subscription"].unique().to_list() == ["Contoso Lab"]
