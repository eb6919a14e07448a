"""The books of credits on the pages: link a subscription to the credit that pays for it, take it back, enter a rate."""

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.text import LANGUAGES, text
from tests.forms import Form
from tests.page_visits import Visits, words

NOBODYS = "dddddddd-0000-4000-8000-000000000004"
MINE = "eeeeeeee-0000-4000-8000-000000000005"


def drawing(seen: AppTest) -> list[str]:
    """The subscriptions that draw on the credit of the page."""
    return [one for frame in seen.dataframe if "linked_by" in frame.value for one in frame.value["subscription_id"]]


def unlinked(seen: AppTest) -> list[str]:
    """The subscriptions of the to-do."""
    return [one for frame in seen.dataframe if "claimed" in frame.value for one in frame.value["subscription_id"]]


def test_finance_links_what_no_credit_pays_for_and_the_to_do_is_done(visit: Visits) -> None:
    seen = visit("finance", "credits")
    assert unlinked(seen) == [NOBODYS]
    [credit] = [one for one in seen.selectbox if one.key == "credit"]
    form = Form(credit.set_value("E-2").run(), "link_subscription")
    assert form.field("starts_on").value == date(2026, 6, 1)
    seen = form.send()
    assert "Done: Subscription linked." in words(seen)
    assert unlinked(seen) == []
    assert NOBODYS in drawing(visit("global_admin", "azure_credit"))


def test_who_sees_one_partner_has_no_such_to_do(visit: Visits) -> None:
    seen = visit("global_admin", "credits")
    assert unlinked(seen) == []
    assert text("unlinked.title") not in words(seen)


def test_an_auditor_sees_the_to_do_and_who_does_it(visit: Visits) -> None:
    seen = visit("auditor", "credits")
    assert unlinked(seen) == [NOBODYS]
    assert Form(seen, "link_subscription").disabled
    assert "Rule link_subscription.role" in words(seen)


def test_a_credit_with_a_grant_asks_for_no_other_and_the_link_can_be_taken_back(visit: Visits) -> None:
    seen = visit("global_admin", "azure_credit")
    assert "A grant of this credit runs until 28 Feb 2027. The subscription draws on the same pot." in words(seen)
    form = Form(seen, "link_subscription")
    assert list(form.fields) == [text("field.subscription_id"), text("field.starts_on")]
    assert Form(seen, "unlink_subscription").disabled
    seen = form.send(subscription_id=f"{{{MINE.upper()}}}", starts_on=date(2026, 3, 1))
    assert drawing(seen)[1:] == [MINE]
    seen = Form(seen, "unlink_subscription").send(subscription_id=MINE)
    assert "Done: Link of a subscription taken back." in words(seen)
    assert drawing(seen) == drawing(visit("global_admin", "azure_credit"))[:1]


def test_a_subscription_that_draws_already_is_refused_with_the_days(visit: Visits) -> None:
    form = Form(visit("global_admin", "azure_credit"), "link_subscription")
    seen = form.send(subscription_id="aaaaaaaa-0000-4000-8000-000000000001", starts_on=date(2026, 3, 1))
    said = words(seen)
    assert "draws on a credit from 1 Mar 2026 to 28 Feb 2027 already" in said
    assert "Rule link_subscription.free" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rate_is_recorded_and_listed_with_its_day_and_source(visit: Visits, language: str) -> None:
    form = Form(visit("global_admin", "credits", language), "record_exchange_rate", language)
    told = {"from_currency": "EUR", "to_currency": "USD", "rate": "1.0832", "rate_source": "ECB"}
    seen = form.send(**told, rate_on=date(2026, 6, 12))
    assert text("deed.record_exchange_rate", language) in words(seen)
    [rates] = [frame.value for frame in seen.dataframe if "told_by" in frame.value]
    told_by = text("told_by.entered", language)
    [row] = rates.to_dict("records")
    assert (row["from_currency"], row["to_currency"], row["rate"]) == ("EUR", "USD", Decimal("1.0832"))
    assert (row["rate_on"].date(), row["told_by"], row["rate_source"]) == (date(2026, 6, 12), told_by, "ECB")


def test_finance_says_of_which_partner_a_rate_is(visit: Visits) -> None:
    seen = visit("finance", "credits")
    [whose] = [one for one in seen.selectbox if one.key == "rates"]
    seen = whose.set_value("P-2").run()
    told = {"from_currency": "EUR", "to_currency": "USD", "rate": "1.08", "rate_source": "ECB"}
    seen = Form(seen, "record_exchange_rate").send(**told, rate_on=date(2026, 6, 12))
    [rates] = [frame.value for frame in seen.dataframe if "told_by" in frame.value]
    assert rates["partner_id"].tolist() == ["P-2"]


def test_a_rate_of_tomorrow_is_refused(visit: Visits) -> None:
    form = Form(visit("global_admin", "credits"), "record_exchange_rate")
    told = {"from_currency": "EUR", "to_currency": "USD", "rate": "1.08", "rate_source": "ECB"}
    assert "lies after today" in words(form.send(**told, rate_on=date(2026, 6, 16)))
