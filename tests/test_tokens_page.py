"""The page of tokens: one is made and shown once, used as the page says, and taken back."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import addresses
from pipelines.actions import looks_like_token
from pipelines.rules.reading import PAGE_OF
from pipelines.store import Store
from pipelines.text import LANGUAGES, text
from tests.forms import Form
from tests.page_visits import Visits, words
from tests.the_cast import EMAILS, TODAY
from tests.tokens import made, used

TOKEN = re.compile(r"bl_[0-9a-f]{12}_[\w-]{43}")


@pytest.fixture
def store(cast_store: Store) -> Store:
    return cast_store


def shown(seen: AppTest) -> list[str]:
    """The tokens in the page's code blocks."""
    return [found for one in seen.code for found in TOKEN.findall(one.value)]


def everything(seen: AppTest) -> str:
    """All that is sent to the browser."""
    return "".join(str(element.proto) for element in seen.main) + words(seen)


def press(seen: AppTest, key: str, language: str = "en") -> AppTest:
    [button] = [one for one in seen.button if one.label == text(key, language)]
    return button.click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_token_is_made_shown_and_works(store: Store, visit: Visits, language: str) -> None:
    seen = visit("global_admin", "tokens", language)
    assert shown(seen) == []
    seen = Form(seen, "create_token", language).send(purpose="Month-end workbook")
    [token] = shown(seen)
    reads = used(store, token)
    assert reads is not None
    assert (reads.email, reads.partners, reads.reports) == (EMAILS["global_admin"], None, None)
    assert seen.dataframe[0].value["purpose"].to_list() == ["Month-end workbook"]


def test_a_token_can_be_limited_to_partners_and_reports(store: Store, visit: Visits) -> None:
    form = Form(visit("manager", "tokens"), "create_token")
    assert len(form.field("partners").options) == 2
    assert len(form.field("reports").options) == len(PAGE_OF)
    [token] = shown(form.send(purpose="cron", partners=["P-2"], reports=["expiry", "loads"]))
    reads = used(store, token)
    assert reads is not None
    assert (reads.partners, reads.reports) == (("P-2",), ("expiry", "loads"))


def test_a_token_is_shown_until_its_owner_goes_on_and_never_again(visit: Visits) -> None:
    seen = Form(visit("global_admin", "tokens"), "create_token").send(purpose="cron")
    [token] = shown(seen)
    assert token in everything(seen)
    assert shown(press(seen, "tokens.hide")) == []
    assert token not in everything(seen.run())
    assert token not in everything(visit("global_admin", "tokens"))


def test_a_token_is_gone_once_another_page_was_opened(visit: Visits) -> None:
    seen = Form(visit("global_admin", "tokens"), "create_token").send(purpose="cron")
    [token] = shown(seen)
    seen.switch_page("desk/people.py").run()
    assert token not in everything(seen.switch_page("desk/tokens.py").run())


def test_two_tokens_in_a_row_are_two(store: Store, visit: Visits) -> None:
    seen = Form(visit("global_admin", "tokens"), "create_token").send(purpose="first")
    [first] = shown(seen)
    seen = Form(seen, "create_token").send(purpose="second")
    [second] = shown(seen)
    assert first != second
    assert used(store, first)
    assert used(store, second)


def test_a_refused_token_is_not_shown(store: Store, visit: Visits) -> None:
    seen = Form(visit("global_admin", "tokens"), "create_token").send(
        purpose="cron", expires_on=TODAY.replace(year=2030)
    )
    assert "12 months at most" in words(seen)
    assert not looks_like_token(everything(seen))
    seen = Form(seen, "create_token").send(expires_on=TODAY)
    assert len(shown(seen)) == 1


def test_nothing_of_a_token_that_is_not_made_yet_is_sent(visit: Visits) -> None:
    assert not looks_like_token(everything(visit("global_admin", "tokens")))


def test_an_own_token_is_revoked_and_works_no_more(store: Store, visit: Visits) -> None:
    token = made(store, "auditor")
    form = Form(visit("auditor", "tokens"), "revoke_token")
    seen = form.send(token_id=token.token_id)
    assert used(store, token.text) is None
    assert text("deed.revoke_token") in words(seen)


def test_a_global_admin_is_offered_the_tokens_of_the_partners_people_and_others_only_their_own(
    store: Store, visit: Visits
) -> None:
    mine, theirs = made(store, "auditor"), made(store, "mpn_admin")
    assert len(Form(visit("global_admin", "tokens"), "revoke_token").field("token_id").options) == 1
    seen = visit("auditor", "tokens")
    assert set(seen.dataframe[0].value["token_id"]) == {mine.token_id, theirs.token_id}
    assert len(Form(seen, "revoke_token").field("token_id").options) == 1


def test_code_has_the_colour_of_words_because_streamlits_colours_of_code_are_too_pale(visit: Visits) -> None:
    blocks = visit("global_admin", "tokens").code
    assert len(blocks) == 3
    assert {one.language for one in blocks} == {"plaintext"}


def test_the_page_says_how_a_spreadsheet_and_a_script_read_a_report(visit: Visits) -> None:
    seen = visit("finance", "tokens")
    [report] = [one for one in seen.selectbox if one.label == text("tokens.report")]
    seen = report.set_value("credit-usage").run()
    address, query, script = (one.value for one in seen.code)
    assert address == "http://localhost:8501/api/reports/credit-usage.csv?by=month"
    assert 'RelativePath = "api/reports/credit-usage.csv", Query = [by = "month"]' in query
    assert script.endswith(f'-o credit-usage.csv "{address}"')
    assert "$BENEFITS_TOKEN" in script


@pytest.mark.parametrize("report", PAGE_OF)
def test_every_report_has_an_address(report: str) -> None:
    assert addresses.address_of(report, "any", "json").partition("?")[0].endswith(f"/api/reports/{report}.json")
