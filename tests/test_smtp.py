"""Letters through a real mail server: each arrives once, none is lost, and nobody else gets one."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from pipelines.actions.outbox import LONGEST_WAIT, TRIES, deliver, next_try
from pipelines.actions.smtp import LOSSES, MailServer, Outcome
from pipelines.settings import SettingsWrong, load_settings
from pipelines.store import Store
from pipelines.store.ledger import Ledger
from tests.letters import attempts, mailing, state, written
from tests.mail_certificate import server_context
from tests.post_office import PASSWORD, TAKEN, USER, Office, open_office
from tests.serving import free_port
from tests.the_cast import NOW

Mailing = Callable[..., None]
MINUTE = timedelta(minutes=1)
FATES = (TAKEN, TAKEN, "before", "after", "451 Later")


@pytest.fixture
def mail(store: Store, monkeypatch: pytest.MonkeyPatch) -> Mailing:
    return lambda port, *told, **more: mailing(monkeypatch, store.home.path, port, *told, **more)


def several(store: Store, count: int) -> dict[str, str]:
    """Letters to people of their own: addresses by Message-ID."""
    to = [f"person-{number}@contoso.example" for number in range(count)]
    return {f"<{written(store, address)}@benefits-ledger>": address for address in to}


def until_done(store: Store) -> int:
    """Delivers until nothing waits; gives the rounds it took."""
    now = NOW
    for rounds in range(10 * TRIES):
        if not deliver(store, now) and rounds:
            return rounds
        now += LONGEST_WAIT
    raise AssertionError("letters still wait")


def outage(store: Store, mail: Mailing, count: int, seed: int) -> None:
    letters, chance, office = several(store, count), Random(seed), Office()
    office.answer = lambda: chance.choice(FATES)
    mail(port := free_port())
    assert [one.reason for one in deliver(store, NOW - MINUTE)] == ["unreachable"]
    with open_office(office, port):
        until_done(store)
    assert {message_id: letter["To"] for message_id, letter in office.kept.items()} == letters
    outcomes = [outcome for outcome, _ in attempts(store)]
    assert outcomes.count("sent") == count
    assert set(outcomes) == {"sent", "failed"}


def test_letters_to_a_server_that_dies_at_random_arrive_once_and_none_is_lost(store: Store, mail: Mailing) -> None:
    outage(store, mail, 40, seed=5)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(3))
def test_five_hundred_letters_to_a_server_that_dies_at_random_arrive_once(
    store: Store, mail: Mailing, seed: int
) -> None:
    outage(store, mail, 500, seed)


def test_a_letter_says_who_sends_it_to_whom_and_what(store: Store, mail: Mailing) -> None:
    message_id = written(store, "person@contoso.example")
    with open_office(office := Office()) as port:
        mail(port)
        deliver(store, NOW)
    (letter,) = office.got
    assert (letter["From"], letter["To"]) == ("Benefits Ledger <benefits@contoso.example>", "person@contoso.example")
    assert (letter["Message-ID"], letter["Subject"]) == (
        f"<{message_id}@benefits-ledger>",
        "You are the marketing contact of Contoso",
    )
    assert state(store, message_id) == "sent"
    assert not (store.home.path / "outbox").exists()


def test_a_program_that_dies_between_sending_and_writing_it_down_sends_the_same_message_id_again(
    store: Store, mail: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> bool:
        raise KeyboardInterrupt

    written(store, "person@contoso.example")
    with open_office(office := Office()) as port:
        mail(port)
        with monkeypatch.context() as broken:
            broken.setattr(Ledger, "add", dies)
            with pytest.raises(KeyboardInterrupt):
                deliver(store, NOW)
        deliver(store, NOW)
        assert deliver(store, NOW + LONGEST_WAIT) == []
    assert len(office.got) == 2
    assert len(office.kept) == 1


def test_a_server_that_is_away_is_asked_once_a_round_and_costs_the_others_no_attempt(
    store: Store, mail: Mailing
) -> None:
    several(store, 5)
    mail(free_port())
    for passed in range(3):
        assert [one.reason for one in deliver(store, NOW + passed * timedelta(seconds=1))] == ["unreachable"]
    assert len(attempts(store)) == 3


def test_a_server_that_loses_one_letter_after_another_is_left_alone_for_a_round(store: Store, mail: Mailing) -> None:
    several(store, 5)
    with open_office(Office(answer=lambda: "before")) as port:
        mail(port)
        assert [one.reason for one in deliver(store, NOW)] == ["lost"] * LOSSES


def test_waits_grow_from_a_minute_to_six_hours_and_end_after_three_days() -> None:
    waits = [next_try(NOW, tries) for tries in range(1, TRIES + 1)]
    spans = [at - NOW for at in waits if at]
    assert [span / MINUTE for span in spans[:4]] == [1, 2, 4, 8]
    assert spans[-1] == LONGEST_WAIT == timedelta(hours=6)
    assert waits[-1] is None
    assert timedelta(days=2) < sum(spans, timedelta()) < timedelta(days=4)


def test_a_letter_is_not_tried_before_its_time_and_given_up_in_the_end(store: Store, mail: Mailing) -> None:
    message_id = written(store, "person@contoso.example")
    with open_office(Office(answer=lambda: "451 Later")) as port:
        mail(port)
        deliver(store, NOW)
        assert deliver(store, NOW + MINUTE - timedelta(seconds=1)) == []
        for tries in range(1, TRIES):
            assert state(store, message_id) == "waiting"
            assert len(deliver(store, NOW + tries * LONGEST_WAIT)) == 1
        assert state(store, message_id) == "failed"
        assert deliver(store, NOW + 99 * LONGEST_WAIT) == []
    assert attempts(store) == [("failed", "later")] * TRIES


@pytest.mark.parametrize(
    ("office", "reason"),
    [
        (Office(of_address="550 No such user"), "address"),
        (Office(answer=lambda: "554 Looks like spam"), "letter"),
    ],
)
def test_what_the_server_refuses_for_good_is_not_tried_again(
    store: Store, mail: Mailing, office: Office, reason: str
) -> None:
    message_id = written(store, "person@contoso.example")
    with open_office(office) as port:
        mail(port)
        deliver(store, NOW)
        assert deliver(store, NOW + 99 * LONGEST_WAIT) == []
    assert (attempts(store), state(store, message_id)) == ([("refused", reason)], "refused")


@pytest.mark.parametrize(
    "address",
    [
        "person@contoso.example\r\nBcc: spy@else.example",
        "person@contoso.example,spy@else.example",
        "person@contoso.example;spy@else.example",
        "Spy <spy@else.example>",
        "person@contoso.example (spy@else.example)",
        "spy@else.example@contoso.example",
        "person@contoso.example\nRCPT TO:<spy@else.example>",
        "",
    ],
)
def test_an_address_that_is_more_than_one_address_gets_nothing_and_the_others_get_theirs(
    store: Store, mail: Mailing, address: str
) -> None:
    written(store, address)
    written(store, "another@contoso.example")
    with open_office(office := Office()) as port:
        mail(port)
        deliver(store, NOW)
    assert [letter["To"] for letter in office.got] == ["another@contoso.example"]
    assert attempts(store) == [("refused", "address"), ("sent", None)]


def test_an_address_in_letters_that_a_server_does_not_know_is_refused_for_good(mail: Mailing) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = "benefits@contoso.example", "pérson@contoso.example"
    with open_office(office := Office(), knows_utf8=False) as port:
        mail(port)
        assert MailServer(load_settings()).send(letter) == Outcome("refused", "address")
    assert office.got == []


def test_an_address_with_other_letters_is_not_tried_again(store: Store, mail: Mailing) -> None:
    message_id = written(store, "pérson@contoso.example")
    with open_office(office := Office()) as port:
        mail(port)
        deliver(store, NOW)
    assert (office.got, attempts(store)) == ([], [("refused", "address")])
    assert state(store, message_id) == "refused"


def test_a_name_with_line_breaks_makes_no_header(store: Store, mail: Mailing) -> None:
    written(store, "person@contoso.example", partner="Contoso\r\nBcc: spy@else.example\u2028X-Header: 1")
    with open_office(office := Office()) as port:
        mail(port)
        deliver(store, NOW)
    (letter,) = office.got
    assert letter["Bcc"] is None
    assert letter["X-Header"] is None
    assert letter["Subject"].endswith("Contoso Bcc: spy@else.example X-Header: 1")


def test_a_password_is_told_on_a_safe_line_only(
    store: Store, mail: Mailing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(store, "person@contoso.example")
    signed_in = {"smtp_user": USER, "smtp_password": PASSWORD}
    context, trusted = server_context(tmp_path)
    with open_office(office := Office(), tls=context) as port:
        mail(port, "starttls", **signed_in)
        deliver(store, NOW)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        mail(port, "starttls", **signed_in | {"smtp_password": "wrong"})
        deliver(store, NOW + LONGEST_WAIT)
        mail(port, "starttls", **signed_in)
        deliver(store, NOW + 2 * LONGEST_WAIT)
    assert attempts(store) == [("failed", "security"), ("failed", "login"), ("sent", None)]
    assert office.signed_in == [True]


def test_a_server_without_starttls_gets_neither_password_nor_letter(store: Store, mail: Mailing) -> None:
    written(store, "person@contoso.example")
    with open_office(office := Office()) as port:
        mail(port, "starttls", smtp_user=USER, smtp_password=PASSWORD)
        deliver(store, NOW)
    assert (attempts(store), office.got) == ([("failed", "security")], [])


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"smtp_user": USER}, "BENEFITS_SMTP_PASSWORD"),
        ({"smtp_password": PASSWORD}, "BENEFITS_SMTP_USER"),
        ({"smtp_user": USER, "smtp_password": PASSWORD}, "BENEFITS_SMTP_SECURITY"),
        ({"mail_from": ""}, "BENEFITS_MAIL_FROM"),
        ({"mail_from": "a@b.example, c@d.example"}, "BENEFITS_MAIL_FROM"),
        ({"mail_from": "Ledger <a@b.example>\nBcc: c@d.example"}, "BENEFITS_MAIL_FROM"),
        ({"smtp_port": "0"}, "BENEFITS_SMTP_PORT"),
        ({"smtp_host": "mail.example/x"}, "BENEFITS_SMTP_HOST"),
    ],
)
def test_settings_that_cannot_send_are_named_without_the_password(
    mail: Mailing, told: dict[str, str], named: str
) -> None:
    mail(25, **told)
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    assert named in str(wrong.value)
    assert PASSWORD not in str(wrong.value)
