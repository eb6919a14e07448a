"""The way to an account: its steps in their order, and a primary contact who opens the link that was mailed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from pages.ui.verify import Verify
from pipelines.actions.mailed_link import token_hash
from pipelines.settings import Settings
from pipelines.store import Store
from tests.membership_deeds import CORE, PAID, Clerk
from tests.the_cast import TODAY

CONTACT = {"name": "Pia Primary", "email": "pia@contoso.example", "language": "en"}
AT_HAND = ("tenant_credentials", "legal_profile", "authority_to_sign")


@pytest.fixture
def clerk(cast_home: Path) -> Iterator[Clerk]:
    store = Store(cast_home)
    yield Clerk(store)
    store.close()


def letters(clerk: Clerk) -> list[str]:
    """The texts of the mails that were sent, the oldest first."""
    files = sorted((clerk.store.home.path / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [mail.get_body().get_content() for mail in mails]


def mailed(clerk: Clerk) -> str:
    """Sends a mail to the contact; gives the token of its link."""
    before = set(letters(clerk))
    clerk.done("send_verification", **CONTACT)
    [letter] = set(letters(clerk)) - before
    return re.search(r"/verify\?token=([\w-]+)", letter)[1]


def opened(clerk: Clerk, token: str, method: str = "GET", language: str = "en") -> Response:
    """What the mailed link answers."""
    settings = Settings(home=clerk.store.home.path, as_of=TODAY)
    headers = [(b"accept-language", language.encode())]
    scope = {"type": "http", "method": method, "path": "/verify", "query_string": f"token={token}".encode()}
    return Verify(settings)(Request(scope | {"headers": headers}))


def verified(clerk: Clerk) -> bool:
    return clerk.rows("FROM contact_now WHERE verified_on IS NOT NULL").height == 1


def test_the_whole_way_to_an_account(clerk: Clerk) -> None:
    """Source rows 93-102."""
    for step in AT_HAND:
        clerk.done("complete_step", cast="admin_agent", step=step)
    clerk.done("complete_step", step="welcome")
    clerk.done("complete_step", step="tenant_sign_in")
    clerk.done("send_verification", **CONTACT)
    clerk.done("complete_step", step="enrolment")
    clerk.done("complete_step", step="agreement")
    clerk.done("complete_step", cast="admin_agent", step="admin_agent")
    assert clerk.rows("FROM onboarding_step").height == 8


@pytest.mark.parametrize(
    ("cast", "step", "rules"),
    [
        ("global_admin", "welcome", ["order"]),
        ("admin_agent", "tenant_sign_in", ["order", "global_admin"]),
        ("global_admin", "enrolment", ["order", "contact"]),
        ("global_admin", "admin_agent", ["order", "admin_agent"]),
        ("mpn_admin", "legal_profile", ["role"]),
        ("employee", "legal_profile", ["role"]),
    ],
)
def test_a_step_that_cannot_be_done_says_why(clerk: Clerk, cast: str, step: str, rules: list[str]) -> None:
    assert clerk.broken("complete_step", cast=cast, step=step) == rules


def test_a_step_is_done_once(clerk: Clerk) -> None:
    clerk.done("complete_step", step="legal_profile")
    assert clerk.broken("complete_step", step="legal_profile") == ["again"]


def test_opening_the_link_only_asks_and_the_button_confirms(clerk: Clerk) -> None:
    """Source row 97. Programs that look through mail open links too."""
    token = mailed(clerk)
    asked = opened(clerk, token)
    assert asked.status_code == 200
    assert b"registered Contoso" in asked.body
    assert not verified(clerk)
    assert opened(clerk, token, "POST").status_code == 200
    assert verified(clerk)
    deed = "SELECT name FROM deed JOIN identity ON identity.person_id = deed.subject WHERE action = 'verify_contact'"
    assert clerk.rows(deed).item() == "Pia Primary"


def test_the_ledger_knows_the_link_by_its_hash_and_the_contact_by_an_id(clerk: Clerk) -> None:
    token = mailed(clerk)
    told = clerk.rows("SELECT to_json(deed) AS told FROM deed UNION ALL SELECT to_json(message) FROM message")
    everything = "\n".join(told["told"])
    assert token not in everything
    assert "pia" not in everything.lower()
    assert token_hash(token) in everything
    assert not any(token in told for told in clerk.rows("SELECT value FROM private_text")["value"])


def test_pressing_the_button_twice_is_one_deed(clerk: Clerk) -> None:
    token = mailed(clerk)
    assert [opened(clerk, token, "POST").status_code for _ in range(2)] == [200, 200]
    assert clerk.rows("FROM deed WHERE action = 'verify_contact'").height == 1


def test_only_the_newest_link_counts(clerk: Clerk) -> None:
    first, second = mailed(clerk), mailed(clerk)
    refused = opened(clerk, first, "POST")
    assert refused.status_code == 409
    assert b"A newer mail was sent since" in refused.body
    assert opened(clerk, second, "POST").status_code == 200


def test_a_link_that_nobody_sent_is_told_in_the_readers_language(clerk: Clerk) -> None:
    refused = opened(clerk, "<script>", "POST", "zh-TW")
    assert refused.status_code == 404
    assert "此連結無效" in refused.body.decode()
    assert b"<script>" not in refused.body


def test_a_link_is_good_for_fourteen_days(clerk: Clerk) -> None:
    token = mailed(clerk)
    told = {"cast": "stranger", "token": token}
    assert clerk.broken("verify_contact", day=TODAY + timedelta(15), **told) == ["days"]
    assert clerk.broken("verify_contact", day=TODAY + timedelta(14), **told) == []


@pytest.mark.parametrize("email", ["pia@gmail.com", "pia@GoogleMail.com", "pia@qq.com"])
def test_the_contacts_address_is_the_companys(clerk: Clerk, email: str) -> None:
    """Source row 96."""
    assert clerk.broken("send_verification", **(CONTACT | {"email": email})) == ["company"]


def test_an_address_that_is_verified_is_not_asked_again(clerk: Clerk) -> None:
    opened(clerk, mailed(clerk), "POST")
    assert clerk.broken("send_verification", **CONTACT) == ["verified"]
    assert clerk.broken("send_verification", **(CONTACT | {"email": "paul@contoso.example"})) == []


def test_nothing_is_bought_while_a_mail_waits_for_its_answer(clerk: Clerk) -> None:
    """Domain-facts P8."""
    order = {"offer": CORE, "order_number": "O-1", "purchased_on": TODAY.isoformat(), **PAID}
    token = mailed(clerk)
    assert clerk.broken("record_purchase", cast="employee", **order) == ["verified"]
    opened(clerk, token, "POST")
    assert clerk.broken("record_purchase", cast="employee", **order) == []
