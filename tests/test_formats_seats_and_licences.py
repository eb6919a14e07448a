"""Exports of the vendor's portals: Visual Studio seats, Microsoft 365 licences and product names."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.desk import ADMIN, Desk, cells, desk_with_partners, told

HEADER_2021 = (
    "Subscriber Name,Email Notification,Email Address,AAD Group,Subscription Level,Assigned,Activated,"
    "Expiration Date (UTC),Reference,Downloads,Country,Language,Subscription Status,Subscription Guid,Usage Status"
)
HEADER_2024 = (
    "Subscriber Name,Email,Notification Email Address,Microsoft Entra group,Subscription Level,Assigned,Activated,"
    "Expiration Date (UTC),Reference,Downloads,Country,Language,Subscription Status,Subscription GUID,Usage Status"
)
LICENCES = "Product Title,Total Licenses,Expired Licenses,Assigned licenses\n"
NAMES = "Product_Display_Name;String_Id;GUID;Service_Plan_Name;Service_Plan_Id;Service_Plans_Included_Friendly_Names\n"
GUID = "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a{:02}"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def seat(number: int = 1, **cells: str) -> dict[str, str]:
    """A seat as the export has it, under the names of 2024."""
    return {
        "Subscriber Name": "Ada",
        "Email": "Ada@Contoso.example",
        "Notification Email Address": "ada.mail@contoso.example",
        "Subscription Level": "Visual Studio Enterprise",
        "Assigned": "2026-01-31 10:11:40",
        "Activated": "True",
        "Expiration Date (UTC)": "2026-07-30",
        "Downloads": "True",
        "Subscription Status": "Assigned",
        "Subscription GUID": GUID.format(number),
        "Usage Status": "Used",
    } | cells


def export(*seats: dict[str, str], header: str = HEADER_2024) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(header.split(","))
    table.writerows([one.get(name, "") for name in HEADER_2024.split(",")] for one in seats)
    return text.getvalue()


def test_addresses_are_read_by_name_in_both_generations_of_headers(desk: Desk) -> None:
    new = export(seat())
    row = new.splitlines()[1].split(",")
    old = f"{HEADER_2021}\n" + ",".join([row[0], row[2], row[1], *row[3:]]) + "\n"
    desk.loaded(new, partner="P-1")
    stored = desk.rows("SELECT email, notification_email, assigned_on, activated, used, status FROM seat")
    assert stored == [("ada@contoso.example", "ada.mail@contoso.example", date(2026, 1, 31), True, True, "assigned")]
    assert desk.load(old, settings={"partner": "P-1"}).status == "unchanged"


def test_columns_of_an_export_come_in_any_order_and_unknown_ones_are_counted(desk: Desk) -> None:
    rows = [line.split(",") for line in export(seat()).splitlines()]
    turned = "\n".join(",".join(["x", *reversed(row)]) for row in rows)
    assert desk.loaded(turned.upper(), partner="P-1").unknown_columns == ("X",)


@pytest.mark.parametrize(
    ("assigned", "ends", "order", "day"),
    [
        ("24/09/2018 10:11:40", "31/07/2021", "dmy", date(2018, 9, 24)),
        ("5/9/2018 10:11:40 PM", "31/07/2021", "dmy", date(2018, 9, 5)),
        ("5/9/2018", "7/31/2021", "mdy", date(2018, 5, 9)),
        ("05.09.2018 10:11", "31.07.2021", "dmy", date(2018, 9, 5)),
        ("2018/9/5", "2021/7/31", "iso", date(2018, 9, 5)),
        ("9/9/2018", "7/7/2021", "mdy", date(2018, 9, 9)),
    ],
)
def test_day_first_and_month_first_are_told_apart_from_all_dates(
    desk: Desk, assigned: str, ends: str, order: str, day: date
) -> None:
    file = desk.loaded(export(seat(**{"Assigned": assigned, "Expiration Date (UTC)": ends})), partner="P-1")
    assert file.settings["date_order"] == order
    assert desk.rows("SELECT assigned_on FROM seat") == [(day,)]


def test_an_order_of_day_and_month_that_cannot_be_told_is_asked(desk: Desk) -> None:
    content = export(seat(**{"Assigned": "5/9/2018", "Expiration Date (UTC)": "7/7/2021"}))
    report = desk.load(content, settings={"partner": "P-1"})
    assert report.question is not None
    assert (report.question.setting, report.question.choices) == ("date_order", ("mdy", "dmy"))
    desk.loaded(content, partner="P-1", date_order="dmy")
    assert desk.rows("SELECT assigned_on FROM seat") == [(date(2018, 9, 5),)]


def test_dates_that_contradict_each_other_are_asked_and_then_named(desk: Desk) -> None:
    content = export(seat(**{"Assigned": "24/09/2018", "Expiration Date (UTC)": "7/31/2021"}))
    assert desk.load(content, settings={"partner": "P-1"}).question is not None
    report = desk.load(content, settings={"partner": "P-1", "date_order": "mdy"})
    assert cells(report) == [(2, "Assigned", "24/09/2018")]


@pytest.mark.parametrize(
    ("shown", "activated", "on"),
    [("True", True, None), ("No", False, None), ("", False, None), ("2026-02-01", True, date(2026, 2, 1))],
)
def test_activated_is_a_word_or_a_day(desk: Desk, shown: str, activated: bool, on: date | None) -> None:
    desk.loaded(export(seat(Activated=shown)), partner="P-1")
    assert desk.rows("SELECT activated, activated_on FROM seat") == [(activated, on)]


@pytest.mark.parametrize(
    ("shown", "status"),
    [("OverClaimed", "over_claimed"), ("over claimed", "over_claimed"), ("UNASSIGNED", "unassigned")],
)
def test_a_status_is_read_whatever_its_case_and_blanks(desk: Desk, shown: str, status: str) -> None:
    desk.loaded(export(seat(**{"Subscription Status": shown, "Email": "", "Usage Status": ""})), partner="P-1")
    assert desk.rows("SELECT status, email, used FROM seat") == [(status, None, False)]


def test_a_seat_names_each_wrong_cell(desk: Desk) -> None:
    wrong = {
        "Email": "ada",
        "Assigned": "soon",
        "Activated": "perhaps",
        "Downloads": "some",
        "Subscription Status": "lent",
        "Subscription GUID": "1",
        "Usage Status": "broken",
        "Subscription Level": "",
    }
    report = desk.load(export(seat(), seat(2, **wrong)), settings={"partner": "P-1"})
    assert {(column, found or "") for _, column, found in cells(report)} == set(wrong.items())
    assert {line for line, _, _ in cells(report)} == {3}
    assert any("perhaps -> a date, or yes or no" in sentence for sentence in told(report))


def test_a_guid_that_stands_twice_is_named_on_its_second_line(desk: Desk) -> None:
    again = seat(**{"Subscription GUID": f"{{{GUID.format(1).upper()}}}"})
    report = desk.load(export(seat(), seat(2), again), settings={"partner": "P-1"})
    assert cells(report) == [(4, "Subscription GUID", again["Subscription GUID"])]


def test_an_export_states_all_seats_of_its_partner_and_of_no_other(desk: Desk) -> None:
    desk.loaded(export(seat(1), seat(2)), partner="P-1")
    desk.loaded(export(seat(3)), partner="P-2")
    file = desk.loaded(export(seat(2), seat(4)), partner="P-1")
    assert (file.rows_loaded, file.rows_unchanged, file.rows_removed) == (1, 1, 1)
    seats = desk.rows("SELECT partner_id, right(seat_id, 1) FROM seat ORDER BY partner_id, seat_id")
    assert seats == [("P-1", "2"), ("P-1", "4"), ("P-2", "3")]


def test_an_export_for_the_only_partner_one_may_load_for_is_not_asked(desk: Desk) -> None:
    assert desk.load(export(seat()), loader=ADMIN).status == "loaded"
    assert desk.rows("SELECT partner_id FROM seat") == [("P-1",)]


def test_an_export_before_any_partner_says_to_load_partners_first(store: Store, tmp_path: Path) -> None:
    report = Desk(store, tmp_path).load(export(seat()))
    assert "Load partners.csv first" in told(report)[0]


def test_licences_are_counted_by_title_and_a_later_list_replaces_the_partners_whole_list(desk: Desk) -> None:
    desk.loaded(f"{LICENCES}Microsoft 365 Copilot,10,0,6\nVisio Plan 2,5,5,0\n", partner="P-1")
    file = desk.loaded(f"{LICENCES}Microsoft 365 Copilot,10,0,7\n", partner="P-1")
    assert (file.rows_loaded, file.rows_removed) == (1, 2)
    stored = desk.rows(
        "SELECT product_title, total, expired, assigned, renews_on FROM licence_count ORDER BY product_title"
    )
    assert stored == [("Microsoft 365 Copilot", 10, 0, 7, None)]


def test_a_renewal_date_is_read_in_the_order_of_its_file(desk: Desk) -> None:
    licences = LICENCES.replace("\n", ",Renewal Date\n")
    desk.loaded(f"{licences}Microsoft 365 Copilot,10,0,6,2/28/2027\nVisio Plan 2,5,0,1,3/4/2027\n", partner="P-1")
    assert desk.rows("SELECT max(renews_on) FROM licence_count") == [(date(2027, 3, 4),)]


def test_licences_name_each_wrong_cell(desk: Desk) -> None:
    report = desk.load(f"{LICENCES},-1,x,1.5\nVisio Plan 2,1,0,0\nVisio Plan 2,1,0,0\n", settings={"partner": "P-1"})
    assert cells(report) == [
        (2, "Product Title", None),
        (2, "Total Licenses", "-1"),
        (2, "Expired Licenses", "x"),
        (2, "Assigned licenses", "1.5"),
        (4, "Product Title", "Visio Plan 2"),
    ]


def test_product_names_count_products_and_a_row_that_stands_twice_once(desk: Desk) -> None:
    plan = f"Caf\u00e9 \u2013 E3;SPE_E3;{GUID.format(1).upper()};EXCHANGE;{GUID.format(2)};Exchange\u00a0Online\n"
    other = f"Other;OTHER;{GUID.format(3)};EXCHANGE;{GUID.format(2)};Exchange Online\n"
    content = (NAMES + plan + plan + other).encode("cp1252")
    file = desk.loaded(content)
    assert (file.format, file.rows_read, file.groups) == ("m365-product-names", 3, 2)
    assert desk.load(content).status == "unchanged"
    assert desk.load((NAMES + plan + other).replace(";", ",")).status == "unchanged"
    stored = desk.rows("SELECT product_guid, product_name, service_plan_name FROM m365_product ORDER BY product_guid")
    assert stored[0] == (GUID.format(1), "Caf\u00e9 \u2013 E3", "Exchange Online")
    assert len(stored) == 2
