"""The page of Visual Studio seats: who has which, what can be done with them, what cannot and why."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.several import people
from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.store import Store
from pipelines.text import LANGUAGES, text
from tests.forms import Form
from tests.page_visits import Visits, csv_of, words
from tests.the_cast import EMAILS, FILES, TODAY

TESTER, DEVELOPER = "tester@contoso.example", "developer@contoso.example"


def seats(seen: AppTest) -> dict[str, dict[str, object]]:
    """The rows of the table of seats by e-mail."""
    [table] = [one.value for one in seen.dataframe if "free_in" in one.value.columns]
    return {row["email"]: row for row in table.to_dict("records")}


def test_each_seat_says_from_when_it_is_free_to_move(visit: Visits) -> None:
    seen = visit("global_admin", "visual_studio")
    found = {email: row["free_in"] for email, row in seats(seen).items()}
    expected = {DEVELOPER: "now", TESTER: "now", EMAILS["guest"]: "now", EMAILS["employee"]: "in 72 days"}
    assert found == expected
    assert "Seats free to move now: 1, 2, and 3." in words(seen)


def test_the_file_of_the_seats_has_days_and_no_words(visit: Visits) -> None:
    visit("global_admin", "visual_studio")
    [content] = [content for name, content in visit.reports.items() if name.startswith("seats_") and "csv" in name]
    rows = {row["email"]: row for row in csv_of(content).to_dicts()}
    employee = rows[EMAILS["employee"]]
    assert (employee["free_on"], employee["free_in"], employee["said_by"]) == ("2026-08-26", "72", "file")


def test_an_assigned_person_has_a_seat_at_once_and_it_is_in_the_history(visit: Visits) -> None:
    form = Form(visit("global_admin", "visual_studio"), "assign_seat")
    seen = form.send(person=EMAILS["mpn_admin"], reference="Team Blue")
    assert "Done: Seat assigned. Receipt P-1-1" in words(seen)
    assert seats(seen)[EMAILS["mpn_admin"]]["said_by"] == "Deed, open"
    assert "10 held, 5 assigned" in words(seen)
    assert "Marta Partner" in words(seen)


def test_a_seat_that_is_locked_is_refused_with_its_dates_the_rule_and_the_source(visit: Visits) -> None:
    form = Form(visit("mpn_admin", "visual_studio"), "reassign_seat")
    seen = form.send(person=EMAILS["employee"], to_person=EMAILS["mpn_admin"])
    assert "This seat was assigned on 28 May 2026." in words(seen)
    assert "from 26 Aug 2026" in words(seen)
    assert "Rule reassign_seat.locked · S2 row 57" in words(seen)
    assert EMAILS["employee"] in seats(seen)


def test_a_seat_that_is_free_goes_to_somebody_else(visit: Visits) -> None:
    form = Form(visit("global_admin", "visual_studio"), "reassign_seat")
    seen = form.send(person=TESTER, to_person=EMAILS["mpn_admin"])
    assert EMAILS["mpn_admin"] in seats(seen)
    assert TESTER not in seats(seen)


def test_a_seat_is_taken_back(visit: Visits) -> None:
    seen = Form(visit("global_admin", "visual_studio"), "remove_seat").send(person=TESTER)
    assert "Done: Seat taken back." in words(seen)
    assert TESTER not in seats(seen)


def test_the_bulk_add_file_comes_with_the_deed_that_made_it(visit: Visits) -> None:
    Form(visit("global_admin", "visual_studio"), "assign_seat").send(person=EMAILS["mpn_admin"])
    seen = Form(visit("global_admin", "visual_studio"), "export_bulk_add").send()
    assert "Done: Bulk-add file made." in words(seen)
    [content] = [content for name, content in visit.files.items() if name.startswith("bulk-add_")]
    assert csv_of(content)["Sign-in Email"].to_list() == [EMAILS["mpn_admin"]]


def test_the_bulk_add_file_is_not_there_before(visit: Visits) -> None:
    seen = Form(visit("global_admin", "visual_studio"), "export_bulk_add").send()
    assert "No assignment of this benefit waits" in words(seen)
    assert not [name for name in visit.files if name.startswith("bulk-add_")]


def test_a_list_of_people_is_assigned_one_by_one_with_a_word_for_each(visit: Visits) -> None:
    seen = visit("global_admin", "visual_studio")
    asked = [EMAILS["mpn_admin"], EMAILS["employee"], "nobody@nowhere.example", EMAILS["admin_agent"], "no address"]
    [field] = [one for one in seen.text_area if one.label == text("several.emails")]
    field.set_value("\n".join(asked))
    [button] = [one for one in seen.button if one.label == text("several.button")]
    seen = button.click().run()
    assert "2 of 5 done." in words(seen)
    [report] = [one.value.replace("\\", "") for one in seen.markdown if EMAILS["mpn_admin"] in one.value]
    lines = [line.split(" · ", 2) for line in report.splitlines()]
    assert [outcome for _, outcome, *_ in lines] == ["✓ Done", "✕ Refused", "✕ Refused", "✓ Done", "✕ Refused"]
    assert "already has a seat" in lines[1][2]
    assert "not among the partner's users" in lines[2][2]
    assert "expected an e-mail address" in lines[4][2]
    assert {EMAILS["mpn_admin"], EMAILS["admin_agent"]} <= set(seats(seen))


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("", []),
        (" a@x.example \n\nB@x.example\r\na@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example; b@x.example,c@x.example", ["a@x.example", "b@x.example", "c@x.example"]),
    ],
)
def test_a_pasted_list_is_read_by_lines_commas_and_semicolons_each_person_once(
    pasted: str, expected: list[str]
) -> None:
    assert people(pasted) == expected


def test_an_employee_sees_only_the_seat_that_is_hers_and_can_give_none(visit: Visits) -> None:
    seen = visit("employee", "visual_studio")
    assert list(seats(seen)) == [EMAILS["employee"]]
    assert all(Form(seen, action).disabled for action in ("assign_seat", "remove_seat", "reassign_seat"))
    assert "Gloria Admin" in words(seen)


def test_where_nobody_has_a_seat_there_is_nothing_to_reassign(visit: Visits) -> None:
    seen = visit("other_admin", "visual_studio")
    assert text("seats.none") in words(seen)
    assert Form(seen, "reassign_seat").disabled
    assert "Nobody has a seat of this benefit yet." in words(seen)


def test_what_the_first_seat_opens_comes_below_the_button_that_gave_it(visit: Visits) -> None:
    titles = [one.value for one in visit("global_admin", "visual_studio").subheader]
    opened = [titles.index(text(f"action.{one}.title")) for one in ("reassign_seat", "remove_seat", "export_bulk_add")]
    assert titles.index(text("action.assign_seat.title")) < min(opened)


def load_again(home: Path, folder: Path) -> None:
    """Loads Contoso's export after all deeds, with a seat opened since, and without those of the deeds."""
    file = folder / "visual-studio-P-1.csv"
    told = (FILES / file.name).read_text("utf-8").replace("0003,New", "0003,Used")
    file.write_text(told, "utf-8")
    asked = Incoming(file.name, file, {"partner": "P-1", "date_order": "mdy"})
    store = Store(home)
    report = load(store, [asked], Order(OPERATOR, datetime.now(UTC) + timedelta(minutes=1), TODAY, {}))
    store.close()
    assert report.status == "loaded"


def test_where_a_later_export_disagrees_the_page_shows_both_and_the_deed_holds(visit: Visits, tmp_path: Path) -> None:
    Form(visit("global_admin", "visual_studio"), "reassign_seat").send(person=TESTER, to_person=EMAILS["mpn_admin"])
    load_again(visit.home, tmp_path)
    seen = visit("global_admin", "visual_studio")
    assert seats(seen)[EMAILS["mpn_admin"]]["said_by"] == "Deed, disputed"
    assert TESTER not in seats(seen)
    assert "A later export disagrees with the deeds on this benefit in 2 places." in words(seen)
    [lines] = [one.value for one in seen.dataframe if "deed_says" in one.value.columns]
    assert lines.sort_values("email")[["email", "deed_says", "file_says"]].to_numpy().tolist() == [
        [EMAILS["mpn_admin"], "Has it", "Does not have it"],
        [TESTER, "Does not have it", "Has it"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(visit: Visits, language: str) -> None:
    seen = visit("global_admin", "visual_studio", language)
    assert not seen.exception
    assert text("seats.title", language) in words(seen)
    assert text("seats.in_days", language, days="72") in words(seen)
