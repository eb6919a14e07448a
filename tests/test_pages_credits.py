"""Pages credits and value: one credit, twelve, none; how each forecast was made; what has no fee or value."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ledger_rows import Row, benefit, usage, warehouse
from tests.page_visits import Visits, visiting, words
from tests.the_cast import EMAILS, TODAY

SINCE = date(2026, 1, 1)
READER: Row = ("person", {"partner_id": "*", "email": EMAILS["finance"], "name": "Fiona", "roles": ["finance"]})
Open = Callable[..., Visits]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Open]:
    """Opens the pages on a warehouse of these rows."""
    with ExitStack() as opened:

        def visits(*rows: Row) -> Visits:
            with warehouse(tmp_path / "home", READER, *rows):
                pass
            return opened.enter_context(visiting(tmp_path / "home"))

        yield visits


def credit(number: int, kind: str = "bulk", days: int = 165, growth: int = 1) -> list[Row]:
    """A credit with use that grows from day to day and rests at weekends."""
    name = {"subscription_id": f"{number:08d}-0000-4000-8000-000000000000"}
    dates = [SINCE + timedelta(days=n) for n in range(days)]
    costs = [str(Decimal(100 + growth * n) / (50 if day.weekday() > 4 else 5)) for n, day in enumerate(dates)]
    spent = [usage(day, cost, subscription=f"Lab {number}", **name) for day, cost in zip(dates, costs, strict=True)]
    return [("credit_grant", name | {"kind": kind, "amount": 20000}), *spent]


def test_one_credit_says_how_its_forecast_was_made_and_how_it_is_drawn(home: Open) -> None:
    seen = home(*credit(1))("finance", "credits")
    said = words(seen)
    assert not seen.exception
    assert re.search(r"Forecast: Holt-Winters, \d% off on months held back \(3\); the run-rate \d+%\.", said)
    assert "Drawn by: Own currency. Eligible: All use." in said
    assert "never narrower than the lowest and highest 30 days" in said
    assert len(seen.get("vega_lite_chart")) == 1


def test_a_forecast_that_was_off_by_a_multiple_says_no_more_than_that(home: Open) -> None:
    days = [SINCE + timedelta(days=n) for n in range(165)]
    spent = [usage(day, "100" if day.month < 3 else "0.0001") for day in days]
    seen = home(("credit_grant", {"kind": "bulk", "amount": 20000}), *spent)("finance", "credits")
    assert re.search(r"> 1,000%", words(seen).replace("\\", ""))
    assert not re.search(r"\d{1,3},\d{3},\d{3}%", words(seen))


def test_twelve_credits_have_a_card_each_and_the_thirteenth_is_in_the_table(home: Open) -> None:
    rows = [row for number in range(13) for row in credit(number, "monthly" if number % 4 == 1 else "bulk", days=10)]
    seen = home(*rows)("finance", "credits")
    assert not seen.exception
    assert words(seen).count("Forecast: run-rate; other methods need two whole months.") == 12
    assert "The first 12 of 13 credits; the table has them all." in words(seen)
    assert len(seen.dataframe[0].value) == 13


def test_without_a_credit_the_page_says_which_files_bring_one(home: Open) -> None:
    seen = home()("finance", "credits")
    assert not seen.exception
    assert seen.info
    assert not seen.get("vega_lite_chart")


def test_a_monthly_credit_says_what_its_months_let_lapse(home: Open) -> None:
    seen = home(*credit(1, "monthly", days=40))("finance", "credits")
    assert "lapsed so far." in words(seen)
    assert "Above zero what was spent, below zero what the month let lapse." in words(seen)
    assert len(seen.get("vega_lite_chart")) == 2


def test_a_credit_that_is_over_is_folded_away_below_those_that_run(home: Open) -> None:
    over = ("credit_grant", {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)})
    seen = home(over, *credit(1, days=10))("finance", "credits")
    folded = [one.label for one in seen.expander]
    assert folded == ["Used up or ended (1)", "The charts' figures as tables", "Record an exchange rate"]
    assert not seen.expander[0].proto.expanded


def test_what_comes_next_is_the_first_threshold(home: Open) -> None:
    seen = home(*credit(1))("finance", "credits")
    coming = seen.dataframe[1].value
    assert list(coming["due_on"].dropna()) == sorted(coming["due_on"].dropna())
    assert coming["state"].iloc[0] == "Expected"


def test_the_forecast_of_the_table_is_that_of_the_card(home: Open) -> None:
    seen = home(*credit(1))("finance", "credits", statement="forecast")
    table = seen.dataframe[0].value
    assert list(table["method"]) == ["Holt-Winters"]
    assert (table["past_error"] < table["run_rate_error"]).all()


def test_a_credit_drawn_by_the_files_own_dollars_says_so(home: Open) -> None:
    name = {"subscription_id": "00000007-0000-4000-8000-000000000000"}
    billed = {"usage_on": TODAY, "cost": "9", "currency": "EUR", "cost_usd": "10", "credit_eligible": True} | name
    seen = home(("credit_grant", name), ("charge_daily", billed))("finance", "credits", statement="draw")
    assert "Drawn by: US dollar column of the file. Eligible: As the file says." in words(seen)
    [row] = seen.dataframe[0].value.to_dict("records")
    assert (row["billed"], row["billed_in"], row["spent"], row["currency"]) == (9, "EUR", 10, "USD")


def test_euros_without_a_rate_draw_nothing_and_are_not_shown_as_dollars(home: Open) -> None:
    name = {"subscription_id": "00000007-0000-4000-8000-000000000000"}
    billed = {"usage_on": TODAY, "cost": "9", "currency": "EUR", "credit_eligible": True} | name
    seen = home(("credit_grant", name), ("charge_daily", billed))("finance", "credits")
    assert "Drawn by: Not converted, no rate known." in words(seen)
    assert seen.dataframe[0].value["left"].tolist() == [6000]


def test_value_names_the_offer_that_falls_shortest_of_its_fee_and_what_is_not_known(home: Open) -> None:
    gold = ("offer_held", {"partner_id": "P-2", "offer": "gold"})
    seen = home(("offer_held", {"fee": 895}), gold, benefit("E-1", unit_value="200"))("finance", "value")
    said = words(seen)
    assert not seen.exception
    assert "Success Core · Contoso: 0 USD used, 895 USD less than its fee" in said
    [chart] = seen.get("vega_lite_chart")
    assert "Gold · Fabrikam: value not known · fee not known" in chart.proto.alt
    assert seen.dataframe[0].proto.placeholder == "–"


def test_value_without_any_known_value_draws_no_empty_bars(home: Open) -> None:
    seen = home(("offer_held", {"fee": 895}))("finance", "value")
    assert "No offer has both a fee and a known value" in words(seen)
    assert not seen.get("vega_lite_chart")
