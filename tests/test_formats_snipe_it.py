"""Licences from Snipe-IT: they become benefits, and nothing that is secret or personal comes with them."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.ingest import LoadReport
from pipelines.store import Store
from tests.desk import Desk, cells, desk_with_partners, told

FILE = (Path(__file__).parent / "vendor_files" / "snipe-it-licences.csv").read_text("utf-8")
HEADER = FILE.splitlines()[0]
SERIAL = "QWER1-TYUI2-OPAS3-DFGH4-JKLZ5"
ANSWERS = {"partner": "P-1", "held_under": "success-core-2026", "currency": "USD"}
STORED = (
    "SELECT product, quantity, assigned, unit, purchased_on, use_until, unit_value, currency FROM entitlement "
    "ORDER BY product"
)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def licence(name: str = "Office 365 E3", **cells: str) -> dict[str, str]:
    return {"Item name": name, "seats": "5", "serial number": SERIAL} | cells


def listed(*licences: dict[str, str]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, HEADER.split(","))
    table.writeheader()
    table.writerows(licences)
    return text.getvalue()


def asked(report: LoadReport) -> tuple[str, tuple[str, ...]]:
    assert report.question is not None, told(report)
    return report.question.setting, report.question.choices


def test_licences_become_benefits_of_the_offer_that_was_named(desk: Desk) -> None:
    file = desk.loaded(FILE, **ANSWERS)
    assert (file.format, file.rows_read, file.rows_loaded, file.unknown_columns) == ("snipe-it-licences", 3, 2, ())
    assert desk.rows(STORED) == [
        (
            *("microsoft-365-copilot", Decimal(3), Decimal(0), "seats"),
            *(date(2026, 1, 15), date(2027, 1, 14), None, None),
        ),
        (
            *("office-365-e3", Decimal(5), Decimal(2), "seats"),
            *(date(2025, 7, 13), date(2027, 1, 27), Decimal("12.58"), "USD"),
        ),
    ]
    assert desk.load(FILE, settings=ANSWERS).status == "unchanged"


def test_what_the_file_does_not_say_is_asked(desk: Desk) -> None:
    answers: dict[str, str] = {}
    for setting in ("partner", "held_under", "currency"):
        assert asked(desk.load(FILE, settings=answers))[0] == setting
        answers[setting] = ANSWERS[setting]
    assert "success-core-2026" in asked(desk.load(FILE, settings={"partner": "P-1"}))[1]
    wrong = desk.load(FILE, settings=ANSWERS | {"held_under": "the gold one"})
    assert told(wrong)[0].startswith('The setting held_under cannot be "the gold one". Known are:')


def test_an_unknown_name_is_asked_with_the_nearest_products(desk: Desk) -> None:
    content = listed(licence("Office 365 Enterprise E3"))
    setting, choices = asked(desk.load(content, settings=ANSWERS))
    assert setting == "product:Office 365 Enterprise E3"
    assert "office-365-e3" in choices
    assert choices[-1] == "not-a-benefit"
    desk.loaded(content, **ANSWERS | {setting: "office-365-e3"})
    assert desk.rows("SELECT product FROM entitlement") == [("office-365-e3",)]


def test_what_is_no_benefit_is_set_aside_and_the_rest_is_loaded(desk: Desk) -> None:
    content = listed(licence(), licence("Photo Shop Pro"))
    answers = ANSWERS | {"product:Photo Shop Pro": "not-a-benefit"}
    report = desk.load(content, settings=answers)
    assert [(line, column) for line, column, _ in cells(report)] == [(3, "Item name")]
    assert desk.load(content, settings=answers, keep_good=True).status == "loaded"
    assert desk.rows("SELECT product FROM entitlement") == [("office-365-e3",)]


def test_seats_of_several_licences_of_a_product_add_up_and_of_several_rows_of_one_do_not(desk: Desk) -> None:
    first = licence(**{"Email": "a@contoso.example", "expiration date": "12/31/2026"})
    second = licence(**{"serial number": "", "seats": "2", "expiration date": "6/30/2027", "purchase cost": "$3"})
    desk.loaded(listed(first, first | {"Email": "b@contoso.example"}, second), **ANSWERS)
    held = desk.rows("SELECT quantity, assigned, use_until, unit_value FROM entitlement")
    assert held == [(Decimal(7), Decimal(2), date(2026, 12, 31), None)]


def test_yes_and_no_in_any_words_months_first_or_iso_and_notes_of_several_lines_are_read(desk: Desk) -> None:
    rows = [
        licence(**{"maintained": "TRUE", "reassignable": "no", "purchase date": "07/13/2025", "notes": "a\nb, c"}),
        licence(
            "Microsoft 365 Copilot", **{"maintained": "Yes", "reassignable": "false", "purchase date": "2025-07-13"}
        ),
    ]
    assert desk.loaded(listed(*rows), **ANSWERS).rows_loaded == 2
    assert desk.rows("SELECT DISTINCT purchased_on FROM entitlement") == [(date(2025, 7, 13),)]


def test_wrong_cells_are_named_by_line_and_column_and_only_their_form_is_told(desk: Desk) -> None:
    wrong = licence(**{"seats": "none", "purchase date": "31/12/2025", "purchase cost": "1,2", "maintained": "perhaps"})
    report = desk.load(listed(licence("Microsoft 365 Copilot"), wrong), settings=ANSWERS)
    assert cells(report) == [
        (3, "purchase date", "xx/xx/xxxx"),
        (3, "purchase cost", "x,x"),
        (3, "maintained", "xxxxxxx"),
        (3, "seats", "xxxx"),
    ]


def test_a_wrong_row_takes_the_others_of_its_product_with_it(desk: Desk) -> None:
    report = desk.load(listed(licence(), licence(seats="0"), licence("Microsoft 365 Copilot")), settings=ANSWERS)
    assert [(line, column) for line, column, _ in cells(report)] == [(2, "seats"), (3, "seats")]


def test_a_benefit_keeps_its_id_and_what_the_list_does_not_say(desk: Desk) -> None:
    desk.loaded(
        "entitlement_id,partner_id,offer,product,quantity,activate_by,used\n"
        "E-1,P-1,success-core-2026,office-365-e3,1,2026-12-31,4\n"
    )
    desk.loaded(FILE, **ANSWERS)
    held = desk.rows(
        "SELECT entitlement_id, quantity, activate_by, used FROM entitlement WHERE product = 'office-365-e3'"
    )
    assert held == [("E-1", Decimal(5), date(2026, 12, 31), Decimal(4))]


def test_no_serial_number_and_no_name_of_a_person_is_kept_told_or_written(desk: Desk) -> None:
    answers = ANSWERS | {"product:Word Star": "not-a-benefit"}
    report = desk.load(FILE + listed(licence("Word Star")).splitlines()[1] + "\n", settings=answers, keep_good=True)
    assert report.status == "loaded"
    secrets = (SERIAL, "Lovelace", "ada@contoso.example")
    said = repr(report) + " ".join(path.read_text("utf-8") for path in report.quarantine)
    assert [secret for secret in secrets if secret in said] == []
    files = [path for path in desk.store.home.path.rglob("*") if path.is_file()]
    assert [path for path in files for secret in secrets if secret.encode() in path.read_bytes()] == []
