"""The page of Azure credit: who has access, what the programme says of it, and the three forms."""

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.text import LANGUAGES, text
from tests.forms import Form
from tests.page_visits import Visits, words
from tests.the_cast import EMAILS


def holders(seen: AppTest) -> list[str]:
    """Who has access, by e-mail."""
    return [email for one in seen.dataframe if "moves" in one.value.columns for email in one.value["email"]]


def test_a_bulk_credit_says_what_it_gives_and_allows(visit: Visits) -> None:
    said = words(visit("global_admin", "azure_credit"))
    assert "Bulk credit: 5,000 a year, in USD or its equivalent in local currency" in said
    assert "6,000 / 12,000 / 13,000" in said
    assert "Is not reassigned before next year's renewal under policy maicpp-2026-02." in said


def test_a_monthly_credit_says_what_it_gives_and_how_often_it_moved(visit: Visits) -> None:
    seen = visit("other_admin", "azure_credit")
    assert "Monthly credit: 100 a month, in USD or its equivalent in local currency" in words(seen)
    seen = Form(seen, "assign_credit").send(person=EMAILS["other_admin"])
    assert holders(seen) == [EMAILS["other_admin"]]
    assert "Reassigned 0 of 5 times." in words(seen)


def test_a_guest_gets_access_to_a_bulk_credit_where_it_is_not_combined(visit: Visits) -> None:
    form = Form(visit("mpn_admin", "azure_credit"), "assign_credit")
    seen = form.send(person=EMAILS["guest"], combined_with="azure_pass")
    assert "cannot be combined with other licensing, prepaid or credit offers" in words(seen)
    assert "Rule assign_credit.combined · S2 row 45" in words(seen)
    seen = Form(seen, "assign_credit").send(person=EMAILS["guest"], combined_with="none")
    assert "Done: User assigned to the credit." in words(seen)
    assert holders(seen) == [EMAILS["guest"]]


def test_a_bulk_credit_has_no_remove_and_the_page_says_why(visit: Visits) -> None:
    seen = visit("global_admin", "azure_credit")
    assert [Form(seen, action).disabled for action in ("remove_credit_user", "transfer_credit")] == [True, True]
    assert "A bulk credit has no Remove" in words(seen)
    assert "Rule remove_credit_user.monthly · S2 rows 42, 43" in words(seen)


def test_a_monthly_credit_does_not_ask_what_it_is_combined_with(visit: Visits) -> None:
    form = Form(visit("other_admin", "azure_credit"), "assign_credit")
    assert list(form.fields) == [text("field.person")]


def test_a_user_of_a_monthly_credit_is_removed(visit: Visits) -> None:
    seen = Form(visit("other_admin", "azure_credit"), "assign_credit").send(person=EMAILS["other_admin"])
    seen = Form(seen, "remove_credit_user").send(person=EMAILS["other_admin"])
    assert "Done: User removed from the credit." in words(seen)
    assert holders(seen) == []


def test_who_may_not_assign_is_told_who_may(visit: Visits) -> None:
    seen = visit("user_admin", "azure_credit")
    assert Form(seen, "assign_credit").disabled
    assert "Gloria Admin" in words(seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(visit: Visits, language: str) -> None:
    seen = visit("global_admin", "azure_credit", language)
    assert not seen.exception
    assert text("holders.title", language) in words(seen)
    assert text("rule.remove_credit_user.monthly", language) in words(seen)
