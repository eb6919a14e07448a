"""The evidence for an audit: who held what from when to when; no change in it or in the ledger goes unseen."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import duckdb
import pytest

from pipelines.actions import Done
from pipelines.errors import BenefitsError
from pipelines.reports.evidence import EVIDENCE, PARTS, Evidence, Period, write_evidence
from pipelines.reports.pack_check import check_pack
from pipelines.store.audit import verify
from tests.backend import copied
from tests.done import Deeds
from tests.keys_desk import AGREED, CLOUD_KEY, SECOND_KEY
from tests.page_visits import visiting, words
from tests.terminal import Terminal
from tests.the_cast import EMAILS, TODAY

YEAR = Period("P-1", date(2025, 7, 1), TODAY)
JUNE = Period("P-1", date(2026, 6, 1), date(2026, 6, 30))
NEW = {"email": "new@contoso.example", "name": "Nora New", "member_type": "member", "in_directory": "yes"}


@pytest.fixture(scope="module")
def deeds(keys_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deeds]:
    """A seat given and taken back, another that stays, a credit, roles that change, keys that are seen."""
    made = Deeds(copied(keys_files, tmp_path_factory.mktemp("evidence") / "home"))
    seat = {"person": EMAILS["user_admin"]}
    for action, about, day, told in (
        ("assign_seat", "E-1", date(2026, 2, 2), seat),
        ("remove_seat", "E-1", date(2026, 6, 8), seat),
        ("assign_seat", "E-1", date(2026, 6, 9), {"person": EMAILS["mpn_admin"]}),
        ("assign_credit", "E-2", date(2026, 4, 1), {"person": EMAILS["global_admin"], "combined_with": "none"}),
        ("add_person", None, date(2026, 4, 2), NEW),
        ("change_roles", None, date(2026, 4, 3), {"person": NEW["email"], "roles": "admin_agent"}),
        ("change_roles", None, date(2026, 5, 1), {"person": NEW["email"], "roles": "mpn_partner_admin"}),
        ("remove_person", None, date(2026, 5, 20), {"person": NEW["email"]}),
        ("get_keys", "E-3", TODAY, AGREED),
    ):
        outcome = made(action, about, day=day, **told)
        assert isinstance(outcome, Done), outcome
    other = made("assign_seat", "E-6", actor="other_admin", partner="P-2", person=EMAILS["other_admin"])
    assert isinstance(other, Done)
    yield made
    made.close()


def made(deeds: Deeds, asked: Period = YEAR) -> tuple[Evidence, dict[str, bytes], bytes]:
    file = BytesIO()
    with deeds.store.snapshot() as snapshot:
        told = write_evidence(snapshot, asked, TODAY, file)
    return told, members(file.getvalue()), file.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_who_held_which_seat_and_credit_is_told_from_when_to_when(deeds: Deeds) -> None:
    held = rows(made(deeds)[1]["held.csv"])
    by_deed = [
        (one["holding"], one["name"], one["from_on"], one["until_on"]) for one in held if one["origin"] == "deed"
    ]
    assert sorted(by_deed) == [
        ("credit", "Gloria Admin", "2026-04-01", ""),
        ("seat", "Marta Partner", "2026-06-09", ""),
        ("seat", "Ursula Users", "2026-02-02", "2026-06-08"),
    ]
    of_file = {one["email"] for one in held if one["origin"] == "file"}
    assert EMAILS["employee"] in of_file


def test_only_what_lies_in_the_days_is_there(deeds: Deeds) -> None:
    held = rows(made(deeds, Period("P-1", date(2026, 4, 1), date(2026, 4, 30)))[1]["held.csv"])
    assert {one["name"] for one in held if one["origin"] == "deed"} == {"Gloria Admin", "Ursula Users"}
    deeds_of_june = rows(made(deeds, JUNE)[1]["deeds.csv"])
    assert {one["on_day"] for one in deeds_of_june} == {"2026-06-08", "2026-06-09", "2026-06-15"}


def test_roles_are_told_from_when_to_when_and_by_whom(deeds: Deeds) -> None:
    roles = [one for one in rows(made(deeds)[1]["roles.csv"]) if one["email"] == NEW["email"]]
    assert [(one["roles"], one["from_on"], one["until_on"], one["given_by"]) for one in roles] == [
        ("", "2026-04-02", "2026-04-03", "Gloria Admin"),
        ("admin_agent", "2026-04-03", "2026-05-01", "Gloria Admin"),
        ("mpn_partner_admin", "2026-05-01", "2026-05-20", "Gloria Admin"),
    ]
    [of_file] = [one for one in rows(made(deeds)[1]["roles.csv"]) if one["email"] == EMAILS["user_admin"]]
    assert (of_file["roles"], of_file["origin"], of_file["until_on"]) == ("user_management_admin", "file", "")


def test_keys_are_named_by_their_digest_and_never_told(deeds: Deeds) -> None:
    found = made(deeds)[1]
    seen = rows(found["keys-seen.csv"])
    assert {(one["actor"], one["deed"], one["entitlement_id"]) for one in seen} == {("Gloria Admin", "get_keys", "E-3")}
    everything = b"".join(found.values())
    assert not [key for key in (CLOUD_KEY, SECOND_KEY) if key.encode() in everything]


def test_each_deed_has_its_hash_and_the_seal_names_the_latest(deeds: Deeds) -> None:
    told, found, _ = made(deeds)
    listed = json.loads(found["manifest.json"])
    heads = {one["stream_id"]: one["hash"] for one in listed["ledger"]["heads"]}
    by_version = {int(one["version"]): one for one in rows(found["deeds.csv"]) if one["partner_id"] == "P-1"}
    assert by_version[max(by_version)]["hash"] == heads["P-1"]
    assert all(by_version[n]["previous_hash"] == by_version[n - 1]["hash"] for n in by_version if n > 1)
    assert (listed["ledger"]["seal"], told.manifest) == (told.seal, sha256(found["manifest.json"]).hexdigest())
    assert {one["file"]: one["sha256"] for one in listed["members"]} == {
        name: sha256(content).hexdigest() for name, content in found.items() if name != "manifest.json"
    }


def test_the_policies_in_force_are_those_of_the_offers_held(deeds: Deeds) -> None:
    found = made(deeds)[1]
    policies = set(json.loads(found["manifest.json"])["policies"])
    assert policies == {one["policy"] for one in rows(found["permissions.csv"])}
    assert "mpn-2020-10" in policies
    assert rows(found["numbers.csv"])


def test_it_holds_one_partner_and_nothing_of_another(deeds: Deeds) -> None:
    everything = b"".join(made(deeds)[1].values())
    assert not [name for name in (b"Fabrikam", b"P-2", b"Otto Other", b"other-admin@") if name in everything]
    of_other = made(deeds, Period("P-2", YEAR.first, YEAR.last))[1]
    assert [one["name"] for one in rows(of_other["held.csv"])] == ["Otto Other"]
    assert not [name for name in (b"Contoso", b"P-1", b"Gloria") if name in b"".join(of_other.values())]


def test_the_same_state_gives_the_same_bytes(deeds: Deeds) -> None:
    assert made(deeds)[2] == made(deeds)[2]


@pytest.mark.parametrize("days", [(date(2026, 6, 2), date(2026, 6, 1)), (date(2026, 6, 16), date(2026, 6, 30))])
def test_days_that_are_no_period_are_refused(deeds: Deeds, days: tuple[date, date]) -> None:
    with pytest.raises(BenefitsError, match="is no period that has begun by 2026-06-15"):
        made(deeds, Period("P-1", *days))


def test_a_deed_meanwhile_stops_it(cast_home: Path) -> None:
    own = Deeds(cast_home)

    def meanwhile(part: str, done: int, parts: int) -> None:
        if done == 1:
            own("add_person", None, **NEW)

    with own.store.snapshot() as snapshot, pytest.raises(BenefitsError, match="Make it again"):
        write_evidence(snapshot, YEAR, TODAY, BytesIO(), meanwhile)
    own.close()


def changed(content: bytes, change: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as pack:
        for name, told in (members(content) | change).items():
            pack.writestr(ZipInfo(name), told)
    return file.getvalue()


def test_the_member_that_differs_is_named(deeds: Deeds) -> None:
    content = made(deeds)[2]
    assert check_pack(BytesIO(content), EVIDENCE).faults == ()
    other = members(content)["held.csv"].replace(b"2026-06-08", b"2026-06-09")
    found = check_pack(BytesIO(changed(content, {"held.csv": other})), EVIDENCE)
    assert [one.sentence() for one in found.faults] == ["held.csv is not as it was when the pack was made."]


def test_it_is_not_taken_for_a_month_end_pack(deeds: Deeds) -> None:
    with pytest.raises(BenefitsError, match="not a month-end pack"):
        check_pack(BytesIO(made(deeds)[2]))
    with pytest.raises(BenefitsError, match="not an evidence pack"):
        check_pack(BytesIO(b"PK"), EVIDENCE)


def test_a_row_that_is_changed_later_shows(cast_home: Path) -> None:
    own = Deeds(cast_home)
    assert isinstance(own("add_person", None, **NEW), Done)
    kept = check_pack(BytesIO(made(own)[2]), EVIDENCE).seal
    assert verify(own.store.ledger(), kept) == []
    own.close()
    with duckdb.connect(cast_home / "ledger" / "ledger.duckdb") as file:
        file.execute("UPDATE deed SET hash = 'x'")
    own = Deeds(cast_home)
    assert "seal_row_differs" in {one.code for one in verify(own.store.ledger(), kept)}
    own.close()


def test_a_command_writes_it_verifies_it_and_the_ledger_tells_of_it(cast_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "audit.zip"
    told = cast_terminal.run("evidence", "--partner", "P-1", "--from", "2026-01-01", "--to", "2026-06-15", "-o", file)
    assert (told.code, told.err) == (0, "")
    assert told.text.startswith("audit.zip: evidence of P-1 from 2026-01-01 to 2026-06-15, snapshot 1, ")
    assert sha256(file.read_bytes()).hexdigest() in told.text
    assert f"Seal of the ledger: {check_pack(BytesIO(file.read_bytes()), EVIDENCE).seal.seal}\n" in told.text
    whole = cast_terminal.run("evidence", "--verify", file)
    assert (whole.code, whole.err) == (0, "")
    assert whole.text.startswith("audit.zip is as it was made at ")
    [row] = cast_terminal.run("report", "audit", "--format", "json").json
    assert (row["actor"], row["deed"], row["subject"]) == ("operator", "export", "evidence")
    file.write_bytes(changed(file.read_bytes(), {"deeds.csv": b"other"}))
    broken = cast_terminal.run("evidence", "--verify", file)
    assert (broken.code, broken.text) == (2, "deeds.csv is not as it was when the pack was made.\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Say which partner with --partner"),
        ("--partner P-1 --from 2026-01-01 --to 2026-02-01", "Say which partner with --partner"),
        ("--partner P-9 --from 2026-01-01 --to 2026-02-01 -o x.zip", "P-9"),
        ("--partner P-1 --from 2027-01-01 --to 2027-02-01 -o x.zip", "is no period that has begun"),
        ("--verify no.zip", "There is no file no.zip."),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    cast_terminal: Terminal, tmp_path: Path, asked: str, said: str
) -> None:
    cast_terminal.environment.chdir(tmp_path)
    told = cast_terminal.run("evidence", *asked.split())
    assert told.code == 2
    assert said in told.err
    assert list(tmp_path.glob("*x.zip*")) == []


def test_on_the_page_a_reader_takes_the_evidence_of_a_partner_of_his(cast_home: Path) -> None:
    with visiting(cast_home) as visit:
        seen = visit("manager", "audit")
        assert list(seen.selectbox(key="evidence").options) == ["Contoso", "Fabrikam"]
        seen = seen.button(key="evidence.make").click().run()
        assert not seen.exception
        assert "is ready" in words(seen)
        [content] = [data for name, data in visit.files.items() if name.startswith("evidence-P-1_2026-06-15_")]
        found = check_pack(BytesIO(content), EVIDENCE)
        assert (found.about["partner"], found.faults, found.members) == ("P-1", (), 4 * len(PARTS) + 1)
        assert "is ready" not in words(seen.selectbox(key="evidence").set_value("P-2").run())
