"""The audit trail: who did or tried what, found by filters, told in words, limited to what is the reader's to see."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import ledger_seal
from pipelines.actions import ACTIONS, OF_NO_PARTNER, Done, Order, app_rows, exports
from pipelines.errors import BenefitsError
from pipelines.reports import Request, run
from pipelines.store import EVERYTHING, Scope
from pipelines.store.audit import Seal, verify
from pipelines.text import LANGUAGES, text
from tests.backend import copied
from tests.done import Deeds
from tests.page_visits import Visits, csv_of, visiting, words
from tests.the_cast import EMAILS, NOW, TODAY

CONTOSO, FABRIKAM = Scope(("P-1",)), Scope(("P-2",))
NEW = {"email": "new@contoso.example", "name": "Nora New", "member_type": "member", "in_directory": "yes"}
HELD_ALREADY = "assign_seat.not_holder"
EXPORTED = {"report": "credit-usage", "rows": "3"}


@pytest.fixture(scope="module")
def deeds(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deeds]:
    """Deeds at Contoso, one of them refused, one at Fabrikam, and files taken by people of one, of both, of none."""
    made = Deeds(copied(cast_files, tmp_path_factory.mktemp("audit") / "home"))
    assert made.refused("assign_seat", "E-1", person=EMAILS["employee"]) == [HELD_ALREADY]
    assert isinstance(made("assign_seat", "E-1", person=EMAILS["user_admin"], day=date(2026, 6, 1)), Done)
    assert isinstance(made("add_person", None, **NEW), Done)
    other = made("assign_seat", "E-6", actor="other_admin", partner="P-2", person=EMAILS["other_admin"])
    assert isinstance(other, Done)
    with made.store.snapshot() as snapshot:
        for cast in ("global_admin", "manager", "other_admin", "finance"):
            exports.record(snapshot, EMAILS[cast], EXPORTED, NOW, TODAY)
        exports.record(snapshot, "operator", EXPORTED, NOW, TODAY, "terminal")
    yield made
    made.close()


@pytest.fixture(scope="module")
def visit(deeds: Deeds) -> Iterator[Visits]:
    with visiting(deeds.store.home.path) as visits:
        yield visits


def rows(deeds: Deeds, scope: Scope = EVERYTHING, **filters: str) -> list[dict[str, Any]]:
    with deeds.store.snapshot() as snapshot:
        asked = Request("audit", TODAY, filters={name.rstrip("_"): [value] for name, value in filters.items()})
        return run(snapshot, asked, scope).to_dicts()


def test_a_row_says_who_did_what_when_to_whom_and_where_it_stands_in_the_chain(deeds: Deeds) -> None:
    [row] = rows(deeds, deed="assign_seat", person=person(deeds, "global_admin"), outcome="done")
    told = (row["actor"], row["subject"], row["partner"], row["entitlement_id"], row["via"], row["on_day"])
    assert told == ("Gloria Admin", "Ursula Users", "Contoso", "E-1", "page", date(2026, 6, 1))
    assert row["product_name"].startswith("Visual Studio Enterprise")
    with deeds.store.snapshot() as snapshot:
        deed = snapshot.ledger.done(row["form_id"])
    assert deed is not None
    assert (row["hash"], row["previous_hash"], row["version"]) == (deed["hash"], deed["previous_hash"], 2)


def person(deeds: Deeds, cast: str) -> str:
    return str(deeds.query(f"SELECT person_id FROM identity WHERE email = '{EMAILS[cast]}'").item())


def test_each_filter_narrows_to_what_it_names(deeds: Deeds) -> None:
    assert [row["rules"] for row in rows(deeds, rule=HELD_ALREADY)] == [HELD_ALREADY]
    assert {row["outcome"] for row in rows(deeds, outcome="refused")} == {"refused"}
    assert {row["partner_id"] for row in rows(deeds, partner="P-2")} == {"P-2"}
    assert {row["deed"] for row in rows(deeds, person="operator")} == {"export"}
    assert [row["on_day"] for row in rows(deeds, to="2026-06-01")] == [date(2026, 6, 1)]
    assert all(row["on_day"] == TODAY for row in rows(deeds, from_="2026-06-02"))
    assert rows(deeds, from_="2026-06-16") == []


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20260615", ""])
def test_a_day_that_is_none_is_told(deeds: Deeds, day: str) -> None:
    with pytest.raises(BenefitsError, match="YYYY-MM-DD"):
        rows(deeds, from_=day)


def test_another_partner_s_deeds_are_never_there_whoever_is_asked_for(deeds: Deeds) -> None:
    assert {row["partner_id"] for row in rows(deeds, FABRIKAM)} == {"P-2", "app"}
    assert rows(deeds, FABRIKAM, partner="P-1") == []
    assert rows(deeds, FABRIKAM, person=person(deeds, "global_admin")) == []
    told = str(rows(deeds, FABRIKAM))
    assert not [name for name in ("Gloria", "Ursula", "Nora", "Contoso", "P-1", "Fiona", "operator") if name in told]


def test_what_belongs_to_no_partner_is_seen_by_those_who_see_its_people(deeds: Deeds) -> None:
    taken = {scope: rows(deeds, scope, deed="export") for scope in (EVERYTHING, CONTOSO, FABRIKAM)}
    who = {scope: sorted(row["actor"] for row in found) for scope, found in taken.items()}
    everybody = ["Fiona Finance", "Gloria Admin", "Mona Manager", "Otto Other", "operator"]
    assert who == {EVERYTHING: everybody, CONTOSO: ["Gloria Admin", "Mona Manager"], FABRIKAM: everybody[2:4]}


def test_what_somebody_of_two_partners_took_is_not_told_to_one_of_them(deeds: Deeds) -> None:
    about = {row["actor"]: row["subject"] for row in rows(deeds, CONTOSO, deed="export")}
    assert about == {"Gloria Admin": "credit-usage", "Mona Manager": None}


def test_what_is_done_to_somebody_s_access_is_seen_where_he_is_and_names_nobody_from_elsewhere(cast_home: Path) -> None:
    made = Deeds(cast_home)
    with made.store.snapshot() as snapshot:
        exports.record(snapshot, EMAILS["global_admin"], EXPORTED, NOW, TODAY)
        for number, actor in enumerate(("operator", EMAILS["other_admin"])):
            order = Order("revoke_token", actor, "app", None, {}, f"r-{number}", NOW, TODAY)
            app_rows.append(snapshot, order, "done", {}, subject=person(made, "global_admin"))
    seen = {scope: rows(made, scope, deed="revoke_token") for scope in (CONTOSO, FABRIKAM)}
    assert [(row["actor"], row["subject"]) for row in seen[CONTOSO]] == [
        (None, "Gloria Admin"),
        ("operator", "Gloria Admin"),
    ]
    assert seen[FABRIKAM] == []
    made.close()


def test_who_sees_only_their_own_finds_only_their_own(deeds: Deeds) -> None:
    assert rows(deeds, Scope(("P-1",), EMAILS["employee"])) == []
    own = rows(deeds, Scope(("P-1",), EMAILS["global_admin"]))
    assert {row["actor"] for row in own} == {"Gloria Admin"}


def test_who_has_left_is_still_told_for_what_he_did_while_he_was_there(cast_home: Path) -> None:
    made = Deeds(cast_home)
    with made.store.snapshot() as snapshot:
        exports.record(snapshot, EMAILS["user_admin"], EXPORTED, NOW, TODAY)
    assert isinstance(made("remove_person", None, person=EMAILS["user_admin"]), Done)
    assert [row["actor"] for row in rows(made, CONTOSO, deed="export")] == ["Ursula Users"]
    assert rows(made, FABRIKAM) == []
    made.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", sorted({**ACTIONS, **OF_NO_PARTNER}))
def test_every_action_has_words_in_every_language(action: str, language: str) -> None:
    said = text(f"deed.{action}", language)
    assert said != action
    assert (language == "en") == said.isascii()


def told(seen: AppTest) -> str:
    said = [one.value for kind in (seen.markdown, seen.caption, seen.warning) for one in kind]
    return "\n".join(said).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_that_the_chain_holds_and_shows_its_seal(visit: Visits, deeds: Deeds, language: str) -> None:
    seen = visit("auditor", "audit", language)
    assert not seen.exception
    assert seen.success[0].value.startswith(text("audit.holds", language, deeds=9, streams=3))
    [content] = [data for name, data in visit.files.items() if name.endswith(".seal")]
    kept = Seal.from_json(content)
    assert kept.seal in told(seen)
    assert verify(deeds.store.ledger(), kept) == []


def test_the_page_lists_deeds_in_words_and_offers_what_is_seen_as_a_file(visit: Visits) -> None:
    seen = visit("auditor", "audit", deed="export")
    assert "Export taken" in words(seen)
    [name] = [name for name in visit.files if name.startswith("audit_") and name.endswith(".csv")]
    assert set(csv_of(visit.files[name])["deed"]) == {"export"}
    assert len(seen.dataframe[0].value) == 5


def test_one_deed_is_told_with_the_rule_that_refused_it_and_its_source(visit: Visits) -> None:
    seen = visit("global_admin", "audit", receipt="P-1-1")
    assert "15 Jun 2026, 09:00 UTC, Gloria Admin: Assign an idle seat (" in told(seen)
    assert "It was refused, nothing was done." in told(seen)
    assert f"Rule {HELD_ALREADY} ·" in told(seen)
    assert len(seen.warning) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Seat assigned (Ursula Users, "), ("zh-Hans", "已分配席位（Ursula Users"), ("zh-Hant", "（Ursula Users")],
)
def test_a_deed_that_was_done_is_told_in_the_readers_language(visit: Visits, language: str, said: str) -> None:
    seen = visit("global_admin", "audit", language, receipt="P-1-2")
    assert said in told(seen)
    assert not seen.warning


def test_a_receipt_of_another_partner_opens_nothing(visit: Visits) -> None:
    seen = visit("other_admin", "audit", receipt="P-1-1", partner="P-1", person="0123456789abcdef")
    assert "was refused" not in told(seen)
    assert not [name for name in ("Gloria", "Contoso") if name in words(seen)]


@pytest.mark.parametrize("address", [{"from": "nonsense"}, {"to": "0001-01-01"}, {"rule": "no"}, {"outcome": "x"}])
def test_an_address_that_makes_no_sense_counts_as_not_chosen(visit: Visits, address: dict[str, str]) -> None:
    seen = visit("auditor", "audit", **address)
    assert not seen.exception
    assert not seen.error
    assert len(seen.dataframe) == 1


def test_days_that_nothing_lies_between_say_so(visit: Visits) -> None:
    seen = visit("auditor", "audit", **{"from": "2026-06-20", "to": "2026-06-21"})
    assert len(seen.dataframe) == 0
    assert text("empty.nothing_matches") in words(seen)


def test_a_changed_row_is_named_on_the_page(deeds: Deeds, cast_home: Path) -> None:
    made = Deeds(cast_home)
    assert isinstance(made("add_person", None, **NEW), Done)
    made.close()
    with duckdb.connect(cast_home / "ledger" / "ledger.duckdb") as file:
        file.execute("UPDATE deed SET actor = 'somebody'")
    with visiting(cast_home) as visits:
        seen = visits("auditor", "audit")
        assert "version 1 was changed after it was written" in seen.error[0].value.replace("\\", "")
        assert not seen.success


def test_the_chains_in_sight_are_read_in_one_go_and_again_only_where_they_grew(
    visit: Visits, deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def verified(ledger: Any, kept: Any, streams: list[str]) -> Any:
        asked.append(streams)
        return verify(ledger, kept, streams)

    monkeypatch.setattr(ledger_seal, "verify", verified)
    ledger_seal._whole.clear()
    for _ in range(2):
        assert not visit("finance", "audit").error
    [streams] = asked
    assert len(streams) > 1
    assert isinstance(deeds("add_person", None, **{**NEW, "email": "later@contoso.example"}), Done)
    assert not visit("finance", "audit").error
    assert asked[1:] == [["P-1"]]
