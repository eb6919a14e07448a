"""Technical benefits: activated, used up case by case, asked for by the hour, and who is written what."""

import email
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from email.policy import default
from pathlib import Path

import pytest

from pipelines.actions import Done
from pipelines.actions.outbox import deliver
from pipelines.store import Scope
from tests.done import Deeds
from tests.the_cast import EMAILS, NOW

HELD = (
    "entitlement_id,partner_id,offer,product,quantity\n"
    "T-1,P-1,gold,cloud-support-incidents,3\nT-2,P-1,gold,product-support-incidents,20\nT-3,P-1,gold,advisory-hours,50\n"
    "T-4,P-1,success-core-2026,advisory-hours,30\nT-9,P-2,action-pack-2023,product-support-incidents,10\n"
)
OLDER = "partner_id,offer,starts_on,policy,ends_on\nP-1,gold,2025-07-01,mpn-2020-06,2026-06-30\n"
INCIDENT = {"kind": "incident", "product_area": "azure", "used_on": "2026-06-10"}
HOURS = {"kind": "advisory", "product_area": "azure", "used_on": "2026-06-10"}
WISH = {
    "title": "Landing zone",
    "description": "Please call Ada about it",
    "product": "azure",
    "phase": "design",
    "country": "DE",
    "language": "zh-Hans",
    "phone": "+49 30 1234567",
    "time_zone": "Europe/Berlin",
}
IDS = {"access_id": "123456789", "contract_id": "987654321"}


@pytest.fixture
def deeds(cast_home: Path) -> Iterator[Deeds]:
    made = Deeds(cast_home)
    made.load(HELD)
    yield made
    made.close()


def written(deeds: Deeds) -> list[email.message.EmailMessage]:
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in deeds.letters()]


def test_an_activation_waits_for_the_answer_and_brings_the_ids(deeds: Deeds) -> None:
    number = deeds.number("activate_support", "T-1")
    assert number == "P-1-R1"
    assert deeds.status("T-1") == "requested"
    answer = {"outcome": "accepted", "active_from": "2026-06-18", "expires_on": "2027-06-17", **IDS}
    deeds.number("record_answer", number, **answer)
    assert [deeds.status("T-1", day) for day in ("2026-06-14", "2026-06-17", "2026-06-18")] == [
        "not_activated",
        "requested",
        "active",
    ]


def test_every_user_of_the_company_sees_the_ids_and_nobody_else(deeds: Deeds) -> None:
    number = deeds.number("activate_support", "T-1")
    deeds.number("record_answer", number, outcome="accepted", active_from="2026-06-15", **IDS)
    of_the_company = Scope(("P-1",), EMAILS["employee"])
    seen = deeds.report("support", "access", scope=of_the_company).select("access_id", "contract_id")
    assert seen.rows() == [("123456789", "987654321")]
    assert deeds.report("support", "access", scope=Scope(("P-2",))).is_empty()


def test_a_declined_activation_can_be_asked_for_again(deeds: Deeds) -> None:
    number = deeds.number("activate_support", "T-1")
    deeds.number("record_answer", number, outcome="declined")
    assert deeds.status("T-1") == "not_activated"
    assert deeds.number("activate_support", "T-1") == "P-1-R3"


def test_a_membership_in_the_old_portal_is_told_where_to_go(deeds: Deeds) -> None:
    refused = deeds.refused("activate_support", "T-9", actor="other_admin", partner="P-2")
    assert refused == ["activate_support.portal"]


def test_under_the_older_policy_both_addresses_get_the_instructions(deeds: Deeds) -> None:
    deeds.load(OLDER)
    assert deeds.refused("activate_support", "T-1") == ["activate_support.flow"]
    person = {"person": "employee@contoso.example", "alternate_email": "Emile@else.example"}
    assert deeds.number("assign_support", "T-1", **person) == "P-1-R2"
    letters = written(deeds)
    assert {letter["To"] for letter in letters} == {"employee@contoso.example", "emile@else.example"}
    assert all("Cloud support incidents" in letter["Subject"] and "P-1-R2" in letter["Subject"] for letter in letters)
    assert deeds.status("T-1") == "requested"


def test_the_alternate_address_differs_from_the_accounts(deeds: Deeds) -> None:
    deeds.load(OLDER)
    same = {"person": "employee@contoso.example", "alternate_email": "Employee@Contoso.example"}
    assert deeds.refused("assign_support", "T-1", **same) == ["assign_support.alternate"]
    nobody = {"person": "nobody@contoso.example", "alternate_email": "n@else.example"}
    assert deeds.refused("assign_support", "T-1", **nobody) == ["assign_support.person"]


def test_incidents_are_used_up_one_by_one_and_no_more(deeds: Deeds) -> None:
    number = deeds.number("activate_support", "T-1")
    deeds.number("record_answer", number, outcome="accepted", active_from="2026-06-15", **IDS)
    left = []
    for case in ("C-1", "C-2", "C-3"):
        deeds.number("log_support_use", "T-1", **INCIDENT, reference=case, actor="employee")
        left.append(deeds.benefit("T-1")["idle"])
    assert left == [2, 1, 0]
    assert deeds.refused("log_support_use", "T-1", **INCIDENT, reference="C-4") == ["log_support_use.left"]
    assert deeds.refused("log_support_use", "T-1", **INCIDENT, reference="C-3") == [
        "log_support_use.left",
        "log_support_use.once",
    ]


def test_a_case_on_azure_needs_the_ids_and_one_on_microsoft_365_does_not(deeds: Deeds) -> None:
    assert deeds.refused("log_support_use", "T-1", **INCIDENT, reference="C-1") == ["log_support_use.ids"]
    deeds.number("log_support_use", "T-1", **INCIDENT | {"product_area": "microsoft_365"}, reference="C-1")


@pytest.mark.parametrize(
    ("benefit", "area"),
    [("T-1", "on_premises"), ("T-2", "microsoft_365"), ("T-1", "azure_csp"), ("T-3", "on_premises")],
)
def test_each_type_of_support_serves_its_own_products(deeds: Deeds, benefit: str, area: str) -> None:
    use = (HOURS | {"hours": "1"} if benefit == "T-3" else INCIDENT) | {"product_area": area}
    assert "log_support_use.served" in deeds.refused("log_support_use", benefit, **use, reference="C-1")


def test_presales_is_unlimited_with_gold_and_deducts_hours_with_success_core(deeds: Deeds) -> None:
    presales = HOURS | {"kind": "presales", "hours": "20"}
    for case in ("C-1", "C-2"):
        deeds.number("log_support_use", "T-3", **presales, reference=case)
        deeds("log_support_use", "T-4", **presales, reference=case)
    assert [deeds.benefit(one)["used"] for one in ("T-3", "T-4")] == [0, 20]
    assert deeds.refused("log_support_use", "T-4", **presales, reference="C-2") == ["log_support_use.left"]


@pytest.mark.parametrize("hours", ["0", "-1", "1.005", "", "many"])
def test_hours_that_make_no_sense_are_told_with_their_field(deeds: Deeds, hours: str) -> None:
    assert deeds.wrong("log_support_use", "T-3", **HOURS, reference="C-1", hours=hours).facts["field"] == "hours"


def test_a_case_that_a_file_states_too_is_counted_once_and_confirmed(deeds: Deeds) -> None:
    deeds.number("log_support_use", "T-3", **HOURS, hours="4", reference="C-1")
    uses = "entitlement_id,kind,used_on,hours,reference\n"
    deeds.load(uses + "T-3,advisory,2026-06-10,4,C-1\nT-3,advisory,2026-06-11,2,C-2\n")
    assert deeds.benefit("T-3")["used"] == 6
    assert deeds.report("support-use", "case").select("reference", "origin", "confirmed").rows() == [
        ("C-2", "file", None),
        ("C-1", "deed", True),
    ]
    deeds.load(uses + "T-3,advisory,2026-06-10,5,C-1\n")
    assert deeds.benefit("T-3")["used"] == 6
    assert deeds.report("support-use", "case").filter(reference="C-1")["confirmed"].to_list() == [False]


def test_any_user_asks_for_hours_and_gets_a_confirmation_number_by_mail(deeds: Deeds) -> None:
    number = deeds.number("request_advisory_hours", "T-3", **WISH, hours="25", actor="guest")
    (letter,) = written(deeds)
    assert (letter["To"], number) == (EMAILS["guest"], "P-1-R1")
    assert number in letter["Subject"]
    assert "Landing zone" in letter.get_content()
    assert "两个工作日" in letter.get_content()


def test_hours_asked_for_are_kept_back_until_they_are_declined_withdrawn_or_used(deeds: Deeds) -> None:
    first = deeds.number("request_advisory_hours", "T-4", **WISH, hours="20")
    second = deeds.number("request_advisory_hours", "T-4", **WISH, hours="10")
    assert deeds.refused("request_advisory_hours", "T-4", **WISH, hours="0.5") == ["request_advisory_hours.left"]
    deeds.number("withdraw_request", second)
    third = deeds.number("request_advisory_hours", "T-4", **WISH, hours="10")
    deeds.number("record_answer", third, outcome="declined")
    deeds.number("record_answer", first, outcome="accepted")
    assert deeds.refused("request_advisory_hours", "T-4", **WISH, hours="11") == ["request_advisory_hours.left"]
    deeds.number("log_support_use", "T-4", **HOURS, hours="12", reference=first)
    assert isinstance(deeds("request_advisory_hours", "T-4", **WISH, hours="18"), Done)


def test_presales_and_deployment_hours_are_not_kept_back_where_they_are_unlimited(deeds: Deeds) -> None:
    deployment = WISH | {"phase": "deployment"}
    assert [deeds.number("request_advisory_hours", "T-3", **deployment, hours="25") for _ in range(3)]
    assert isinstance(deeds("request_advisory_hours", "T-3", **WISH, hours="25"), Done)


def test_what_people_wrote_of_themselves_is_in_no_row_of_the_ledger(deeds: Deeds) -> None:
    deeds.number("request_advisory_hours", "T-3", **WISH, hours="5")
    (details,) = deeds.query("SELECT details FROM deed")["details"]
    assert "Ada" not in details
    assert "1234567" not in details


def test_a_letter_is_written_once_even_if_its_file_was_taken(deeds: Deeds) -> None:
    deeds.number("request_advisory_hours", "T-3", **WISH, hours="5")
    (taken,) = deeds.letters()
    assert taken.stat().st_mode & 0o077 == 0
    taken.unlink()
    assert deliver(deeds.store, NOW) == []
    deeds.number("request_advisory_hours", "T-3", **WISH, hours="5")
    assert [path != taken for path in deeds.letters()] == [True]


def test_a_full_disk_delays_a_letter_and_keeps_no_deed_from_being_done(
    deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    deeds.store.open()
    with monkeypatch.context() as broken:
        broken.setattr("pipelines.actions.letter_file.os.fsync", full)
        deeds.number("request_advisory_hours", "T-3", **WISH, hours="5")
    assert list((deeds.store.home.path / "outbox").glob("*.eml")) == []
    assert len(deliver(deeds.store, NOW)) == len(deeds.letters()) == 1
    assert list((deeds.store.home.path / "outbox").glob(".new-*")) == []


def test_used_hours_have_their_value_in_full(deeds: Deeds) -> None:
    deeds.number("log_support_use", "T-3", **HOURS, hours="4.25", reference="C-1")
    assert deeds.benefit("T-3")["used"] == Decimal("4.25")


def test_many_deeds_at_once_write_each_letter_once(deeds: Deeds) -> None:
    deeds.load("entitlement_id,partner_id,offer,product,quantity\nT-5,P-1,gold,advisory-hours,500\n")
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: deeds.number("request_advisory_hours", "T-5", **WISH, hours="1"), range(12)))
    subjects = [letter["Subject"] for letter in written(deeds)]
    assert sorted(subject.rpartition("：")[2] for subject in subjects) == sorted(numbers)
