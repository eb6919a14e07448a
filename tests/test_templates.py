"""Templates load as they are given out, as CSV and as workbooks; the demo loads through the same formats."""

import io
from pathlib import Path

import fastexcel
import pytest

from pipelines.demo import make
from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.ingest.templates import TEMPLATES, UnknownTemplate, template
from pipelines.store import Store
from tests.desk import Desk, told
from tests.the_cast import NOW, TODAY

TABLES = ("partner", "offer_held", "entitlement", "person", "credit_grant", "product_key", "support_use", "answer")


def state(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: desk.rows(f"SELECT * EXCLUDE (load_id, file_no, source_line) FROM {table} ORDER BY ALL")
        for table in TABLES
    }


def test_there_is_a_template_for_each_of_our_layouts() -> None:
    assert set(TEMPLATES) == {
        "partners", "offers", "entitlements", "people", "credit_grants", "keys", "support_use", "answers"
    }  # fmt: skip


def test_a_template_is_utf8_with_bom_a_header_and_one_row() -> None:
    header, row, end = template("people").decode("utf-8-sig").split("\r\n")
    assert header == "partner_id,email,name,member_type,in_directory,roles"
    assert len(row.split(",")) == len(header.split(","))
    assert end == ""
    assert template("people").startswith(b"\xef\xbb\xbf")


def test_a_template_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(UnknownTemplate, match="partners, people, offers, entitlements, "):
        template("licences")


def test_all_templates_load_as_they_are_and_as_workbooks_to_the_same_state(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    report = desk.load(*(template(name) for name in TEMPLATES))
    assert report.status == "loaded", told(report)
    stored = state(desk)
    assert [len(rows) for rows in stored.values()] == [1] * len(TABLES)
    assert desk.load(*(template(name, "xlsx") for name in TEMPLATES)).status == "unchanged"
    assert state(desk) == stored


def test_a_workbook_template_has_the_cells_of_the_csv() -> None:
    for name in TEMPLATES:
        sheet = fastexcel.read_excel(io.BytesIO(template(name, "xlsx")).getvalue()).load_sheet(0, header_row=None)
        rows = template(name).decode("utf-8-sig").splitlines()
        assert [",".join(cell or "" for cell in row) for row in sheet.to_polars().iter_rows()] == rows


def test_the_demos_files_load_in_one_load_and_change_nothing_the_second_time(store: Store, tmp_path: Path) -> None:
    files = [Incoming(one.path.name, one.path, one.settings) for one in make(tmp_path / "demo", on_day=TODAY)]
    order = Order(OPERATOR, NOW, TODAY, {})
    first = load(store, files, order)
    assert first.status == "loaded", told(first)
    assert not [name for file in first.files for name in file.unknown_columns]
    assert load(store, files, order).status == "unchanged"
