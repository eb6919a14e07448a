"""The vendor's own statements: its lists of credits and of what moved them, from the portal."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.desk import ADMIN, Desk, cells, desk_with_partners, told

FILES = Path(__file__).parent / "vendor_files"
CREDITS = (FILES / "azure-credits.csv").read_text("utf-8")
MOVED = (FILES / "azure-credit-transactions.csv").read_text("utf-8")
CREDIT_HEADER = "Source,Start date,Expiration date,Current balance,Original amount,Status\n"
MOVED_HEADER = "Date,Description,Amount,Balance\n"
OF_JUNE = {"partner": "P-1", "stated_on": "2026-06-10", "currency": "USD"}
OF_P1 = {"partner": "P-1", "currency": "USD"}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def credit(balance: str = "$5.00", original: str = "$10.00", **cells: str) -> str:
    row = {"start": "2026-01-01", "end": "2026-12-31", "status": "Active"} | cells
    quoted = (f'"{amount}"' for amount in (balance, original))
    return f"{CREDIT_HEADER}Credit,{row['start']},{row['end']},{','.join(quoted)},{row['status']}\n"


def test_the_list_of_credits_is_stored_with_its_day_and_its_amounts_to_the_cent(desk: Desk) -> None:
    file = desk.loaded(CREDITS, **OF_JUNE)
    assert (file.format, file.rows_loaded) == ("azure-credits", 3)
    assert file.control_totals == file.stored_totals == [("USD", Decimal("4710.75"))]
    assert file.settings == OF_JUNE | {"date_order": "mdy"}
    stored = desk.rows(
        "SELECT source, starts_on, ends_on, original, balance, currency, status, stated_on FROM vendor_credit "
        "WHERE status <> 'expired' ORDER BY starts_on"
    )
    source, day = "Azure Promotional Credit", date(2026, 6, 10)
    assert stored == [
        (
            *(source, date(2025, 9, 18), date(2026, 9, 17)),
            *(Decimal(6000), Decimal("4210.75"), "USD", "active", day),
        ),
        (source, date(2026, 1, 31), date(2027, 1, 30), Decimal(500), Decimal(500), "USD", "active", day),
    ]


def test_what_the_list_does_not_say_is_asked_one_after_the_other(desk: Desk) -> None:
    answers: dict[str, str] = {}
    for setting, answer in [("partner", "P-1"), ("stated_on", "2026-06-10"), ("currency", "usd")]:
        report = desk.load(CREDITS, settings=answers)
        assert report.question is not None
        assert report.question.setting == setting
        answers[setting] = answer
    assert desk.load(CREDITS, settings=answers).status == "loaded"


def test_a_day_that_is_none_and_a_currency_that_is_none_are_refused(desk: Desk) -> None:
    report = desk.load(CREDITS, settings=OF_JUNE | {"stated_on": "June"})
    assert told(report) == ['The setting stated_on cannot be "June". Known are: YYYY-MM-DD.']
    report = desk.load(CREDITS, settings=OF_JUNE | {"currency": "bucks"})
    assert told(report)[0].startswith('The setting currency cannot be "bucks".')


def test_a_list_loaded_twice_changes_nothing_and_one_of_a_later_day_stands_beside_it(desk: Desk) -> None:
    desk.loaded(CREDITS, **OF_JUNE)
    assert desk.load(CREDITS, settings=OF_JUNE).status == "unchanged"
    later = CREDITS.replace("$4,210.75", "$4,000.75")
    desk.loaded(later, **OF_JUNE | {"stated_on": "2026-07-10"})
    stored = desk.rows("SELECT stated_on, balance FROM vendor_credit WHERE original = 6000 ORDER BY stated_on")
    assert stored == [(date(2026, 6, 10), Decimal("4210.75")), (date(2026, 7, 10), Decimal("4000.75"))]


def test_a_list_of_the_same_day_states_its_credits_anew(desk: Desk) -> None:
    desk.loaded(CREDITS, **OF_JUNE)
    file = desk.loaded(CREDITS.replace("$4,210.75", "$4,000.75"), **OF_JUNE)
    assert (file.rows_loaded, file.rows_unchanged, file.rows_removed) == (1, 2, 1)


def test_two_credits_that_are_alike_are_two(desk: Desk) -> None:
    row = CREDITS.splitlines()[2]
    desk.loaded(f"{CREDIT_HEADER}{row}\n{row}\n", **OF_JUNE)
    assert desk.rows("SELECT count(*), sum(balance) FROM vendor_credit") == [(2, Decimal(1000))]


@pytest.mark.parametrize(
    ("shown", "amount", "currency"),
    [
        ("5", "5", "EUR"),
        ("1,234.50", "1234.50", "EUR"),
        ("-$1,234.50", "-1234.50", "EUR"),
        ("($1.74)", "-1.74", "EUR"),
        ("US$1,000", "1000", "USD"),
        ("1,234.50 CAD", "1234.50", "CAD"),
        ("GBP 12.5", "12.5", "GBP"),
        ("€7.25", "7.25", "EUR"),
        ("7.25 £", "7.25", "GBP"),
        ("0.123456", "0.123456", "EUR"),
    ],
)
def test_an_amount_is_read_in_these_forms_and_its_own_currency_counts(
    desk: Desk, shown: str, amount: str, currency: str
) -> None:
    desk.loaded(credit(shown, shown), **OF_JUNE | {"currency": "EUR"})
    assert desk.rows("SELECT balance, original, currency FROM vendor_credit") == [
        (Decimal(amount), Decimal(amount), currency)
    ]


@pytest.mark.parametrize(
    "shown", ["1.234,50 €", "1.234", "1,23", "5 XQZ", "€5 USD", "about 5", "5 5", "1 234.50", "NaN", "--5", "$"]
)
def test_an_amount_in_any_other_form_is_named_with_its_line(desk: Desk, shown: str) -> None:
    report = desk.load(CREDITS + credit(shown).splitlines()[1], settings=OF_JUNE)
    assert cells(report) == [(5, "Current balance", shown)]
    assert "1,234.50 USD" in told(report)[0]


def test_a_balance_in_another_currency_than_the_credit_is_named(desk: Desk) -> None:
    assert cells(desk.load(credit("5 USD", "5 EUR"), settings=OF_JUNE)) == [(2, "Current balance", "5 USD")]


def test_a_column_of_currencies_is_believed_and_nothing_is_asked(desk: Desk) -> None:
    content = credit("5.00", "10.00").replace("Status\n", "Status,Currency\n").replace("Active\n", "Active,EUR\n")
    desk.loaded(content, partner="P-1", stated_on="2026-06-10")
    assert desk.rows("SELECT currency FROM vendor_credit") == [("EUR",)]
    assert cells(desk.load(content.replace(",EUR", ",XQZ"), settings=OF_JUNE)) == [(2, "Currency", "XQZ")]


def test_the_later_headers_of_the_portal_are_known_too(desk: Desk) -> None:
    content = credit().replace("Start date", "Effective date").replace("Current balance", "Balance")
    assert desk.loaded(content, **OF_JUNE).format == "azure-credits"


def test_a_credit_names_each_wrong_cell(desk: Desk) -> None:
    content = credit(start="2026-05-32", end="soon", status="lent") + credit(start="2027-01-01").splitlines()[1]
    assert cells(desk.load(content, settings=OF_JUNE)) == [
        (2, "Start date", "2026-05-32"),
        (2, "Expiration date", "soon"),
        (2, "Status", "lent"),
        (3, "Expiration date", "2026-12-31"),
    ]


def test_an_order_of_day_and_month_that_cannot_be_told_is_asked(desk: Desk) -> None:
    content = credit(start="1/2/2026", end="5/6/2026")
    report = desk.load(content, settings=OF_JUNE)
    assert report.question is not None
    assert report.question.setting == "date_order"
    desk.loaded(content, **OF_JUNE | {"date_order": "dmy"})
    assert desk.rows("SELECT ends_on FROM vendor_credit") == [(date(2026, 6, 5),)]


def test_a_list_belongs_to_a_partner_that_one_may_load_for(desk: Desk) -> None:
    report = desk.load(CREDITS, settings=OF_JUNE | {"partner": "P-2"}, loader=ADMIN)
    assert told(report) == ['The setting partner cannot be "P-2". Known are: P-1.']


def test_transactions_are_stored_and_the_same_day_may_hold_two_alike(desk: Desk) -> None:
    file = desk.loaded(MOVED, **OF_P1)
    assert (file.format, file.control_totals) == ("azure-credit-transactions", [("USD", Decimal("-2289.25"))])
    assert desk.load(MOVED, settings=OF_P1).status == "unchanged"
    stored = desk.rows("SELECT happened_on, amount, balance FROM vendor_credit_event ORDER BY source_line")
    assert stored == [
        (date(2026, 5, 4), Decimal("-1789.25"), Decimal("4710.75")),
        (date(2026, 6, 1), Decimal("-499.99"), Decimal("4210.76")),
        (date(2026, 6, 1), Decimal("-0.01"), Decimal("4210.75")),
    ]


def test_a_later_list_of_transactions_states_a_day_s_description_anew_and_leaves_the_rest(desk: Desk) -> None:
    desk.loaded(MOVED, **OF_P1)
    file = desk.loaded(f"{MOVED_HEADER}2026-06-01,Credit eligible charges,-$501.00,\n", **OF_P1)
    assert (file.rows_loaded, file.rows_removed) == (1, 2)
    assert desk.rows("SELECT sum(amount) FROM vendor_credit_event") == [(Decimal("-2290.25"),)]


def test_transactions_without_balances_are_read_and_wrong_ones_are_named(desk: Desk) -> None:
    desk.loaded("Date,Description,Amount\n2026-06-01,Charges,-5 USD\n", partner="P-1")
    assert desk.rows("SELECT amount, balance, currency FROM vendor_credit_event") == [(Decimal(-5), None, "USD")]
    wrong = f"{MOVED_HEADER}2026-06-01,,five,5 EUR\n2026-06-01,Charges,5 USD,5 EUR\n"
    assert cells(desk.load(wrong, settings=OF_P1)) == [
        (2, "Description", None),
        (2, "Amount", "five"),
        (3, "Balance", "5 EUR"),
    ]
