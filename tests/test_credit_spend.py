"""What of the charges draws on which credit, in which currency, and by which rate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot
from tests.cost_layouts import made
from tests.desk import PARTNERS
from tests.done import Deeds
from tests.ledger_rows import Row, usage, warehouse
from tests.the_cast import EMAILS, TODAY

DAY = date(2026, 3, 4)
OTHER = "22222222-2222-2222-2222-222222222222"
CONTOSO, FABRIKAM = Scope(("P-1",)), Scope(("P-2",))
GRANT: Row = ("credit_grant", {})
ECB = {"from_currency": "EUR", "to_currency": "USD", "rate_source": "ECB"}


def charge(cost: str, **values: object) -> Row:
    """What a day of Contoso's credit subscription was billed."""
    return "charge_daily", {"usage_on": DAY, "cost": cost} | values


def carried(rate: str, **values: object) -> Row:
    """A rate that the file of the charges carries: what a US dollar is in euros."""
    return "carried_rate", {"usage_on": DAY, "exchange_rate": rate} | values


@contextmanager
def books(home: Path, *rows: Row) -> Iterator[tuple[Snapshot, Deeds]]:
    """A warehouse with these rows and two of the cast, and deeds done at it."""
    people = (
        ("person", {"email": EMAILS["finance"], "partner_id": "*", "roles": ["finance"]}),
        ("person", {"email": EMAILS["global_admin"], "roles": ["global_admin"]}),
        ("person", {"email": EMAILS["other_admin"], "partner_id": "P-2", "roles": ["global_admin"]}),
    )
    with warehouse(home, *people, *rows) as snapshot:
        yield snapshot, Deeds(home)


def draws(home: Path, *rows: Row, rates: tuple[tuple[str, str], ...] = ()) -> list[tuple[object, ...]]:
    """How the charges draw on the only grant: by what, how much, and at which rate of which day and source."""
    with books(home, GRANT, *rows) as (snapshot, deeds):
        for rate, rate_on in rates:
            deeds.number("record_exchange_rate", None, actor="finance", rate=rate, rate_on=rate_on, **ECB)
        found = run(snapshot, Request("credit-balance", TODAY, "draw"), CONTOSO)
        return found.select("drawn_by", "spent", "rate", "rate_on", "rate_source").rows()


def left(snapshot: Snapshot) -> list[Decimal]:
    return run(snapshot, Request("credit-balance", TODAY), EVERYTHING)["left"].to_list()


def test_what_is_billed_in_the_credits_currency_is_drawn_as_it_is(tmp_path: Path) -> None:
    assert draws(tmp_path, charge("1.10")) == [("same_currency", Decimal("1.10"), None, None, None)]


def test_a_usd_credit_is_drawn_by_the_files_own_usd_column_and_not_by_a_rate(tmp_path: Path) -> None:
    billed = charge("92.5", currency="EUR", cost_usd="100.01")
    assert draws(tmp_path, billed, carried("0.925"), rates=(("2", "2026-03-01"),)) == [
        ("usd_column", Decimal("100.01"), None, None, None)
    ]


def test_without_that_column_the_rate_that_finance_entered_counts(tmp_path: Path) -> None:
    billed = charge("92.5", currency="EUR")
    assert draws(tmp_path, billed, carried("0.5"), rates=(("1.081234567", "2026-03-01"),)) == [
        ("entered_rate", Decimal("100.0141974475"), Decimal("1.081234567"), date(2026, 3, 1), "ECB")
    ]


@pytest.mark.parametrize(
    ("cost", "rate", "spent"),
    [
        ("10000000", "25000.5", "250005000000"),
        ("1000", "999999999", "999999999000"),
        ("-1234567.000000000000000001", "99999.999999999", "-123456699999.998765433000100000"),
    ],
)
def test_a_great_bill_at_a_great_rate_is_exact_too(tmp_path: Path, cost: str, rate: str, spent: str) -> None:
    ((_, found, *_),) = draws(tmp_path, charge(cost, currency="EUR"), rates=((rate, "2026-03-01"),))
    assert found == Decimal(spent)


def test_without_either_the_rate_that_the_file_carries_divides_to_the_last_place(tmp_path: Path) -> None:
    assert draws(tmp_path, charge("100", currency="EUR"), carried("0.93")) == [
        ("carried_rate", Decimal("107.526881720430107526"), Decimal("0.93"), date(2026, 3, 1), "actual")
    ]


def test_a_refund_is_divided_like_a_charge(tmp_path: Path) -> None:
    ((_, spent, *_),) = draws(tmp_path, charge("-0.50", currency="EUR"), carried("0.25"))
    assert spent == Decimal(-2)


def test_of_several_entered_rates_the_latest_that_is_not_after_the_day_counts(tmp_path: Path) -> None:
    rates = (("1.1", "2026-03-03"), ("1.2", "2026-03-04"), ("1.3", "2026-03-05"))
    ((_, spent, rate, rate_on, _),) = draws(tmp_path, charge("10", currency="EUR"), rates=rates)
    assert (spent, rate, rate_on) == (Decimal(12), Decimal("1.2"), DAY)


def test_before_the_first_rate_there_is_none(tmp_path: Path) -> None:
    assert draws(tmp_path, charge("10", currency="EUR"), rates=(("1.1", "2026-03-05"),)) == [
        ("unconverted", None, None, None, None)
    ]


def test_a_rate_that_is_entered_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    rates = (("1.1", "2026-03-04"), ("1.09", "2026-03-04"))
    ((_, spent, *_),) = draws(tmp_path, charge("10", currency="EUR"), rates=rates)
    assert spent == Decimal("10.9")


def test_a_carried_rate_is_of_its_own_day_and_subscription(tmp_path: Path) -> None:
    elsewhere = carried("0.5", usage_on=date(2026, 3, 3)), carried("0.5", subscription_id=OTHER)
    assert draws(tmp_path, charge("10", currency="EUR"), *elsewhere)[0][0] == "unconverted"


def test_euros_that_nothing_converts_are_told_and_draw_nothing(tmp_path: Path) -> None:
    with books(tmp_path, GRANT, charge("92.5", currency="EUR"), charge("7", usage_on=TODAY)) as (snapshot, _):
        assert left(snapshot) == [Decimal(5993)]
        drawn = run(snapshot, Request("credit-balance", TODAY, "draw"), CONTOSO)
        unconverted = drawn.filter(drawn_by="unconverted").select("billed", "billed_in", "currency", "spent")
        assert unconverted.rows() == [(Decimal("92.5"), "EUR", "USD", None)]
        usage_of = run(snapshot, Request("credit-usage", TODAY), CONTOSO)
        assert usage_of.filter(currency="EUR")["cost"].sum() == Decimal("92.5")
        assert usage_of.filter(currency="USD")["cost"].sum() == Decimal(7)


def test_only_what_a_credit_pays_for_draws_on_it_where_the_file_says(tmp_path: Path) -> None:
    said = [charge(cost, credit_eligible=flag, service=cost) for cost, flag in (("3", True), ("40", False))]
    with books(tmp_path, GRANT, *said) as (snapshot, _):
        drawn = run(snapshot, Request("credit-balance", TODAY, "draw"), CONTOSO)
        assert drawn.select("eligible_by", "spent").rows() == [("file", Decimal(3))]
        assert run(snapshot, Request("credit-usage", TODAY), CONTOSO)["cost"].sum() == 43


def test_where_the_file_does_not_say_all_of_it_draws(tmp_path: Path) -> None:
    with books(tmp_path, GRANT, charge("3"), charge("4", service="Compute", credit_eligible=True)) as (snapshot, _):
        drawn = run(snapshot, Request("credit-balance", TODAY, "draw"), CONTOSO)
        assert drawn.select("eligible_by", "spent").rows() == [("all", Decimal(7))]


@pytest.mark.parametrize(
    ("stated", "counting"),
    [
        (("usage", "actual", "focus", "total"), "azure-sponsorship-usage"),
        (("actual", "focus", "total", "amortized"), "actual"),
        (("focus", "total", "amortized"), "focus"),
        (("total", "amortized"), "azure-cost-analysis"),
        (("amortized",), None),
    ],
)
def test_of_datasets_that_state_one_day_the_first_counts_and_amortized_never(
    tmp_path: Path, stated: tuple[str, ...], counting: str | None
) -> None:
    rows: dict[str, Row] = {
        "usage": usage(DAY, "1"),
        "total": ("cost_total", {"usage_on": DAY, "cost": "1000"}),
        "actual": charge("10"),
        "focus": charge("100", dataset="focus"),
        "amortized": charge("10000", dataset="amortized"),
    }
    with books(tmp_path, GRANT, *(rows[name] for name in stated)) as (snapshot, _):
        found = snapshot.query("SELECT dataset, counts FROM visible_spend_daily", scope=CONTOSO)
        assert found.height == len(stated)
        assert found.filter("counts")["dataset"].to_list() == ([counting] if counting else [])


@pytest.mark.parametrize("other", ["usage", "actual", "day"])
def test_a_whole_month_counts_only_where_nothing_states_a_day_of_it(tmp_path: Path, other: str) -> None:
    month = ("cost_total", {"dataset": "azure-cost-analysis-monthly", "usage_on": DAY.replace(day=1), "cost": "1000"})
    rows: dict[str, Row] = {
        "usage": usage(DAY, "1"),
        "actual": charge("1"),
        "day": ("cost_total", {"usage_on": DAY, "cost": "1"}),
    }
    with books(tmp_path, GRANT, month) as (snapshot, _):
        assert left(snapshot) == [Decimal(5000)]
    with books(tmp_path / "beside", GRANT, month, rows[other]) as (snapshot, _):
        assert left(snapshot) == [Decimal(5999)]


def test_each_day_has_its_own_dataset(tmp_path: Path) -> None:
    with books(tmp_path, GRANT, usage(DAY, "1"), charge("10"), charge("20", usage_on=TODAY)) as (snapshot, _):
        assert left(snapshot) == [Decimal(6000 - 1 - 20)]


def test_what_the_vendor_only_expects_is_not_spent(tmp_path: Path) -> None:
    expected = ("cost_total", {"usage_on": DAY, "cost": 0, "forecast": "12.5"})
    stated = ("cost_total", {"usage_on": TODAY, "cost": "2.5", "forecast": "12.5"})
    with books(tmp_path, GRANT, expected, stated) as (snapshot, _):
        assert left(snapshot) == [Decimal("5997.5")]


def test_a_subscription_of_another_partner_is_never_seen(tmp_path: Path) -> None:
    with books(tmp_path, GRANT, charge("1", currency="EUR"), carried("0.9")) as (snapshot, deeds):
        deeds.number("record_exchange_rate", None, actor="finance", rate="1.1", rate_on="2026-03-01", **ECB)
        for report in ("credit-usage", "credit-balance", "credit-subscriptions", "exchange-rates"):
            assert run(snapshot, Request(report, TODAY), FABRIKAM).is_empty(), report
            assert not run(snapshot, Request(report, TODAY), CONTOSO).is_empty(), report


def test_the_rates_are_listed_with_day_and_source(tmp_path: Path) -> None:
    with books(tmp_path, GRANT, carried("0.925"), carried("0.925", usage_on=TODAY)) as (snapshot, deeds):
        deeds.number("record_exchange_rate", None, actor="finance", rate="1.1", rate_on="2026-03-01", **ECB)
        rates = run(snapshot, Request("exchange-rates", TODAY), CONTOSO).drop("partner_id", "partner")
    assert rates.rows() == [
        ("EUR", "USD", Decimal("1.1"), date(2026, 3, 1), "entered", "ECB"),
        ("USD", "EUR", Decimal("0.925"), date(2026, 3, 1), "carried", "actual"),
    ]


LOADED = "15a2f1c7-6a52-4b0e-9a5e-2f8e6e7b0c22"
GRANTS = f"""subscription_id,starts_on,ends_on,partner_id,kind,amount,currency
{LOADED},2026-05-01,2027-04-30,P-1,bulk,6000.00,USD
"""


def test_of_a_loaded_file_in_euros_the_credits_dollars_are_the_files_own(tmp_path: Path) -> None:
    deeds = Deeds(tmp_path)
    deeds.load(PARTNERS)
    deeds.load(GRANTS, made("azure_mca_2023-12-01-preview.csv"))
    drawn = deeds.report("credit-balance", "draw").select("drawn_by", "eligible_by", "billed_in", "billed", "spent")
    assert drawn.rows() == [("usd_column", "file", "EUR", Decimal("-0.749975"), Decimal("-0.8249725"))]
    assert deeds.report("credit-usage", "month", scope=CONTOSO)["currency"].to_list() == ["EUR"]
    deeds.close()
