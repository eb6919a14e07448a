"""Requests: what waits, how form and file answer it, and what follows for benefits and memberships."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.actions import Done
from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.rules.decide import decide, rules_of
from pipelines.store import EVERYTHING, Scope, Store, schema
from pipelines.store.check import check
from tests.done import Deeds
from tests.the_cast import EMAILS, FILES, NOW, TODAY

DAY = TODAY
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
REQUEST = {
    "actor_roles": ["global_admin"],
    "policy": "mpn-2020-10",
    "request_no": "P-1-R1",
    "kind": "activation",
    "state": "waiting",
    "opened_on": DAY,
}
ANSWER = {
    "given_outcome": "accepted",
    "given_ids_complete": True,
    "given_active_from": DAY,
    "given_expires_on": AFTER,
}
FACTS = {"record_answer": REQUEST | ANSWER, "withdraw_request": REQUEST}
ALONE = {
    "record_answer": [
        ("role", {"actor_roles": ["finance", "member"]}),
        ("open", {"state": "withdrawn"}),
        ("open", {"state": "answered", "kind": "refund"}),
        ("ids", {"given_ids_complete": False}),
        ("active_from", {"given_active_from": None, "given_expires_on": None}),
        ("active_from", {"given_active_from": BEFORE}),
        ("expires_on", {"given_expires_on": BEFORE}),
        ("expires_on", {"kind": "refund", "given_active_from": None}),
    ],
    "withdraw_request": [
        ("role", {"actor_roles": ["member"]}),
        ("waiting", {"state": "answered"}),
        ("waiting", {"state": "withdrawn"}),
    ],
}
ANSWERS = "request_id,outcome,access_id,contract_id,active_from,expires_on\n"
ACCEPTED = {"outcome": "accepted", "access_id": "111111111", "contract_id": "222222222"}


def broken(action: str, **changed: object) -> list[str]:
    """The rules that one row of facts breaks, without the action's name."""
    types = dict.fromkeys(("given_active_from", "given_expires_on"), pl.Date)
    row = FACTS[action] | changed
    frame = pl.DataFrame([row], schema_overrides={name: kind for name, kind in types.items() if name in row})
    return [rule.removeprefix(f"{action}.") for rule in decide(frame, action)["broken"][0]]


@pytest.fixture
def deeds(cast_home: Path) -> Iterator[Deeds]:
    made = Deeds(cast_home)
    made.load("entitlement_id,partner_id,offer,product,quantity\nT-1,P-1,gold,cloud-support-incidents,10\n")
    yield made
    made.close()


@pytest.fixture
def older_home(cast_home: Path) -> Path:
    """A home whose live snapshot, the second one, is of the first version: without answers, keys, charges and so on."""
    store = Store(cast_home)
    with store.writing() as writing:
        for table in _tables() - _tables(version=1):
            writing.draft.run(f"DROP TABLE {table}")
        writing.draft.run("UPDATE schema_version SET version = 1")
        writing.draft.keep = True
    store.close()
    return cast_home


def _tables(version: int = len(schema.MIGRATIONS)) -> set[str]:
    """The names of the tables that a warehouse of a version has."""
    scripts = [(schema.SQL / script).read_text("utf-8") for script in schema.MIGRATIONS[:version]]
    return set(re.findall(r"CREATE TABLE (\w+)", "".join(scripts)))


@pytest.fixture
def number(deeds: Deeds) -> str:
    """The number of an activation that waits."""
    return deeds.number("activate_support", "T-1")


def told(deeds: Deeds, *names: str) -> tuple[object, ...]:
    """What report `requests` says of the only request."""
    return deeds.report("requests", "request").select(names).row(0)


@pytest.mark.parametrize("action", FACTS)
def test_an_admin_may_do_it_where_nothing_stands_against_it(action: str) -> None:
    assert broken(action) == []


@pytest.mark.parametrize(
    ("action", "rule", "changed"), [(act, *case) for act, cases in ALONE.items() for case in cases]
)
def test_each_rule_is_broken_alone(action: str, rule: str, changed: dict[str, object]) -> None:
    assert broken(action, **changed) == [rule]


@pytest.mark.parametrize("action", FACTS)
def test_no_rule_is_left_without_a_case(action: str) -> None:
    stated = {rule.id.removeprefix(f"{action}.") for rule in rules_of(action)}
    assert {rule for rule, _ in ALONE[action]} == stated


def test_an_answer_begins_on_the_day_it_was_asked_for_or_later() -> None:
    starts = [{"given_active_from": day, "given_expires_on": None} for day in (BEFORE, DAY, AFTER)]
    assert [broken("record_answer", **start) for start in starts] == [["active_from"], [], []]
    assert broken("record_answer", given_outcome="declined", given_active_from=None, given_expires_on=None) == []


def test_an_answer_may_end_on_its_first_day_and_not_before() -> None:
    assert [broken("record_answer", given_expires_on=day) for day in (BEFORE, DAY, AFTER)] == [["expires_on"], [], []]


@pytest.mark.parametrize(
    ("access_id", "contract_id"), [("", ""), ("123456789", ""), ("12345678", "123456789"), ("1234567890", "123456789")]
)
def test_activated_incidents_have_two_ids_of_nine_digits(
    deeds: Deeds, number: str, access_id: str, contract_id: str
) -> None:
    answer = {"outcome": "accepted", "active_from": "2026-06-15", "access_id": access_id, "contract_id": contract_id}
    assert deeds.refused("record_answer", number, **answer) == ["record_answer.ids"]
    assert isinstance(deeds("record_answer", number, outcome="declined"), Done)


def test_what_waits_ages_by_the_day(deeds: Deeds, number: str) -> None:
    ages = [deeds.report("requests", "request", day)["days_waiting"].to_list() for day in ("2026-06-15", "2026-06-25")]
    assert ages == [[0], [10]]
    assert told(deeds, "request_no", "request_kind", "about", "state") == (
        number,
        "activation",
        "Cloud support incidents",
        "waiting",
    )


def test_a_form_answers_and_a_mended_answer_counts(deeds: Deeds, number: str) -> None:
    deeds.number("record_answer", number, **ACCEPTED, active_from="2026-06-16")
    deeds.number("record_answer", number, **ACCEPTED | {"access_id": "333333333"}, active_from="2026-06-16")
    assert told(deeds, "state", "answer_outcome", "access_id") == ("answered", "accepted", "333333333")


def test_a_file_answers_too(deeds: Deeds, number: str) -> None:
    deeds.load(f"{ANSWERS}{number},accepted,444444444,555555555,2026-06-14,2027-06-13\n")
    assert told(deeds, "state", "answer_outcome", "access_id") == ("answered", "accepted", "444444444")
    assert deeds.status("T-1") == "active"
    assert deeds.report("requests", "difference").is_empty()


@pytest.mark.parametrize(
    ("starts", "counts"),
    [("2026-06-15", "111111111"), ("2026-06-16", "111111111"), ("2026-06-17", "444444444"), ("", "111111111")],
)
def test_the_later_first_day_wins_and_the_form_where_they_are_alike(
    deeds: Deeds, number: str, starts: str, counts: str
) -> None:
    deeds.number("record_answer", number, **ACCEPTED, active_from="2026-06-16")
    deeds.load(f"{ANSWERS}{number},accepted,444444444,222222222,{starts},\n")
    assert told(deeds, "access_id") == (counts,)
    fields = deeds.report("requests", "difference").select("answer_field", "by_form", "by_file").rows()
    assert ("access_id", "111111111", "444444444") in fields


def test_an_answer_of_a_file_that_fits_no_request_is_listed(deeds: Deeds) -> None:
    deeds.load(f"{ANSWERS}P-1-R77,accepted,,,,\n")
    assert deeds.report("requests", "difference").select("request_no", "answer_field").rows() == [
        ("P-1-R77", "request_no")
    ]


def test_what_was_withdrawn_stays_so_and_a_files_answer_to_it_is_listed(deeds: Deeds, number: str) -> None:
    deeds.number("withdraw_request", number)
    assert deeds.status("T-1") == "not_activated"
    deeds.load(f"{ANSWERS}{number},accepted,444444444,555555555,2026-06-15,\n")
    assert told(deeds, "state") == ("withdrawn",)
    assert deeds.status("T-1") == "not_activated"
    assert ("outcome", "withdrawn", "accepted") in deeds.report("requests", "difference").select(
        "answer_field", "by_form", "by_file"
    ).rows()
    assert deeds.refused("record_answer", number, outcome="declined") == ["record_answer.open"]


def test_what_is_answered_cannot_be_withdrawn(deeds: Deeds, number: str) -> None:
    deeds.number("record_answer", number, outcome="declined")
    assert deeds.refused("withdraw_request", number) == ["withdraw_request.waiting"]


def test_an_accepted_refund_cancels_the_benefits_of_that_membership_only(deeds: Deeds) -> None:
    deeds.load("partner_id,offer,purchased_on,starts_on\nP-1,success-core-2026,2026-06-10,2026-06-10\n")
    deeds.load("entitlement_id,partner_id,offer,product,quantity\nS-1,P-1,success-core-2026,intune-suite,5\n")
    number = deeds.number("request_refund", "success-core-2026", reason="not needed")
    assert deeds.status("S-1") == "not_activated"
    deeds.number("record_answer", number, outcome="accepted")
    assert deeds.status("S-1") == "cancelled"
    assert deeds.status("T-1") == "not_activated"
    assert deeds.status("S-1", "2026-06-14") == "not_activated"


def test_an_employee_finds_only_what_he_asked_for_himself(deeds: Deeds, number: str) -> None:
    own = Scope(("P-1",), EMAILS["employee"])
    assert deeds.report("requests", "request", scope=own).is_empty()
    assert deeds.report("requests", "request", scope=Scope(("P-2",))).is_empty()
    assert deeds.report("requests", "difference", scope=own).is_empty()


def test_answers_can_be_exported_and_loaded_again_without_a_difference(deeds: Deeds, number: str) -> None:
    deeds.number("record_answer", number, **ACCEPTED, active_from="2026-06-16", expires_on="2027-06-15")
    rows = deeds.report("requests", "template").with_columns(pl.all().cast(pl.String))
    deeds.load(rows.write_csv())
    assert deeds.report("requests", "difference").is_empty()
    assert told(deeds, "access_id", "active_from") == ("111111111", date(2026, 6, 16))


def test_a_snapshot_from_before_the_answers_is_read_and_takes_deeds(older_home: Path) -> None:
    deeds = Deeds(older_home)
    assert check(deeds.store) == []
    assert deeds.status("E-4") == "active"
    hours = {"kind": "advisory", "product_area": "azure", "used_on": "2026-06-10", "hours": "3", "reference": "C-1"}
    deeds.number("log_support_use", "E-4", **hours)
    assert deeds.benefit("E-4")["used"] == 3
    assert deeds.report("requests", "template").is_empty()
    deeds.close()


def test_the_next_load_brings_an_older_snapshot_up_to_date_and_leaves_it_readable(
    older_home: Path, tmp_path: Path
) -> None:
    store = Store(older_home)
    changed = tmp_path / "partners.csv"
    changed.write_text((FILES / "partners.csv").read_text("utf-8").replace("Contoso", "Contoso Ltd"), "utf-8")
    report = load(store, [Incoming("partners.csv", changed)], Order(OPERATOR, NOW, TODAY, {}))
    assert (report.status, report.snapshot) == ("loaded", 3)
    for snapshot_number in (2, 3):
        with store.snapshot(snapshot_number) as snapshot:
            held = snapshot.query("FROM entitlement_now($day)", {"day": TODAY}, EVERYTHING)
            assert held.height == 8
    store.close()
