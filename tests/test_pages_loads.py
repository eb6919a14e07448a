"""Files on the page: a rehearsal at once, questions as choices, and only then a load."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import incoming
from pages.ui.people import Person
from tests.page_visits import Visits, csv_of, words
from tests.the_cast import FILES

USAGE = (FILES / "usage.csv").read_bytes()
SEATS = (FILES / "visual-studio-P-1.csv").read_bytes()
PEOPLE = b"partner_id,email,name\r\nP-1,new@contoso.example,Nora New\r\n"
WRONG = USAGE.replace(b"3/2/2026", b"31/31/2026")
GRID = (
    "Benefit Name\tSource (Program Name & Specialization)\tQuantity\tActivate By\n"
    "Microsoft 365 Copilot\tSuccess Expanded\t12 licenses\t8/31/2026\n"
)


def dropped(visit: Visits, cast: str, *files: tuple[str, bytes]) -> AppTest:
    seen = visit(cast, "loads")
    seen.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return seen.run()


def more_usage() -> bytes:
    """The cast's usage with one more day."""
    lines = USAGE.decode().rstrip("\n").split("\n")
    return ("\n".join([*lines, lines[-1].replace("6/1/2026", "6/2/2026")]) + "\n").encode()


def test_a_dropped_file_is_rehearsed_at_once_and_changes_nothing(visit: Visits) -> None:
    seen = dropped(visit, "finance", ("more.csv", more_usage()))
    said = words(seen)
    assert "Checked. Nothing has changed yet." in said
    assert "taken for azure-sponsorship-usage" in said
    assert "1 new or changed, 8 unchanged, 0 wrong of 9 rows" in said
    assert "snapshot 1" in visit("finance", "loads").caption[0].value


def test_the_button_loads_what_was_rehearsed_and_the_list_has_it(visit: Visits) -> None:
    seen = dropped(visit, "finance", ("more.csv", more_usage()))
    seen.button(key="loads.go").click().run()
    assert seen.success[0].value == "Loaded as load 2."
    assert "snapshot 2" in seen.caption[0].value
    newest = seen.dataframe[-1].value.iloc[0]
    assert (newest["file"], newest["loaded_by"]) == ("more.csv", "finance@contoso.example")
    assert not seen.file_uploader[0].value


def test_a_file_that_was_loaded_before_needs_no_load(visit: Visits) -> None:
    seen = dropped(visit, "finance", ("again.csv", USAGE))
    assert "Nothing new: all of it was loaded before." in words(seen)
    assert seen.button(key="loads.go").disabled


def test_a_wrong_cell_is_named_and_keeps_the_button_away_until_its_row_is_set_aside(visit: Visits) -> None:
    seen = dropped(visit, "finance", ("wrong.csv", WRONG))
    [faults] = [table.value for table in seen.dataframe if "expected" in table.value.columns]
    assert faults.iloc[0].to_dict() == {
        "file": "wrong.csv",
        "line": 2,
        "column": "Date",
        "found": "31/31/2026",
        "expected": "a date as M/D/YYYY from 2000 to 2199",
    }
    assert seen.button(key="loads.go").disabled
    seen.toggle(key="loads.keep_good").set_value(True).run()
    assert not seen.button(key="loads.go").disabled
    seen.button(key="loads.go").click().run()
    [aside] = [content for name, content in visit.files.items() if name.startswith("load-2")]
    assert csv_of(aside)["Date"].to_list() == ["31/31/2026"]


def set_aside(visit: Visits, cast: str, name: str, content: bytes) -> AppTest:
    """After a load of the good rows of this file."""
    seen = dropped(visit, cast, (name, content))
    seen.toggle(key="loads.keep_good").set_value(True).run()
    return seen.button(key="loads.go").click().run()


def test_rows_set_aside_can_be_fetched_later_by_who_loaded_them_and_who_sees_every_partner(visit: Visits) -> None:
    seen = set_aside(visit, "user_admin", "people.csv", PEOPLE + b"P-2,foreign@fabrikam.example,Fay Foreign\r\n")
    assert seen.success[0].value.startswith("Loaded as load 2, without the wrong rows.")
    for cast in ("user_admin", "finance", "auditor"):
        assert "Rows set aside, to mend and load again" in words(visit(cast, "loads"))
        assert csv_of(visit.files["load-2-1_people.csv"])["name"].to_list() == ["Fay Foreign"]
    for cast in ("global_admin", "manager", "other_admin"):
        assert "set aside, to mend" not in words(visit(cast, "loads"))
        assert "load-2-1_people.csv" not in visit.files


def test_a_file_that_is_gone_is_not_offered(visit: Visits) -> None:
    set_aside(visit, "finance", "wrong.csv", WRONG)
    (visit.home / "quarantine" / "load-2-1_wrong.csv").unlink()
    seen = visit("finance", "loads")
    assert not seen.exception
    assert "set aside, to mend" not in words(seen)


def test_a_file_of_no_known_format_leads_to_the_templates(visit: Visits) -> None:
    dropped(visit, "finance", ("wrong.csv", b"a,b\n1,2\n"))
    assert "entitlements.csv" in visit.files


def test_what_a_file_leaves_open_is_asked_and_the_answer_used(visit: Visits) -> None:
    seen = dropped(visit, "finance", ("seats.csv", SEATS))
    assert "A question is open, see above." in words(seen)
    [asked] = [one for one in seen.selectbox if "partner" in one.label]
    assert asked.options == ["Contoso", "Fabrikam", "Northwind"]
    asked.select("Contoso").run()
    assert "taken for visual-studio-export" in words(seen)
    assert "Nothing new" in words(seen) or "Checked." in words(seen)


def test_a_reader_of_one_partner_is_not_asked_which(visit: Visits) -> None:
    seen = dropped(visit, "global_admin", ("seats.csv", SEATS))
    assert not [one for one in seen.selectbox if "partner" in one.label]


def test_the_portals_grid_is_pasted(visit: Visits) -> None:
    seen = visit("global_admin", "loads")
    seen.text_area[0].set_value(GRID).run()
    assert "taken for portal-grid" in words(seen)
    assert "1 new or changed" in words(seen)


def test_several_files_are_one_load(visit: Visits) -> None:
    seen = dropped(visit, "finance", ("more.csv", more_usage()), ("wrong.csv", b"a,b\n1,2\n"))
    assert "No known format has these columns" in words(seen)
    assert seen.button(key="loads.go").disabled


@pytest.mark.parametrize("cast", ["admin_agent", "user_admin"])
def test_who_keeps_the_people_loads_people_and_nothing_else(visit: Visits, cast: str) -> None:
    assert "1 new or changed" in words(dropped(visit, cast, ("people.csv", PEOPLE)))
    assert "You may not load azure-sponsorship-usage" in words(dropped(visit, cast, ("usage.csv", more_usage())))


def test_a_people_file_gives_no_roles_its_loader_could_not_give(visit: Visits) -> None:
    grab = b"partner_id,email,name,roles\r\nP-1,user-admin@contoso.example,Ursula Users,global_admin\r\n"
    assert "1 wrong of 1 rows" in words(dropped(visit, "user_admin", ("people.csv", grab)))
    assert "1 wrong of 1 rows" not in words(dropped(visit, "global_admin", ("people.csv", grab)))


def test_an_admin_of_another_partner_loads_nothing_here(visit: Visits) -> None:
    assert "1 wrong of 1 rows" in words(dropped(visit, "other_admin", ("people.csv", PEOPLE)))


def test_the_auditor_sees_the_list_and_no_drop_zone(visit: Visits) -> None:
    seen = visit("auditor", "loads")
    assert not seen.file_uploader
    assert "loading is for" in words(seen)
    assert len(seen.dataframe[0].value) > 0


def test_the_templates_are_there_to_fill_in(visit: Visits) -> None:
    visit("global_admin", "loads")
    assert {"partners.csv", "offers.csv", "entitlements.csv", "people.csv", "credit_grants.csv"} <= visit.files.keys()


def test_a_file_gives_roles_only_where_its_loader_is_global_admin() -> None:
    both = {"P-1": ("global_admin",), "P-2": ("mpn_partner_admin",)}
    loader = incoming.loader(Person("x@contoso.example", "X", both, "member", "en"))
    assert (set(loader.of("offers").partners), loader.roles_at) == ({"P-1", "P-2"}, ("P-1",))
    assert loader.of("people").partners == ("P-1",)
