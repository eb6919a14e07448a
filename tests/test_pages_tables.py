"""Tables: the same rows as their downloads, in the reader's words."""

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.reports import columns
from pipelines.text import text
from tests.page_visits import FAMILIES, Visits, csv_of, visiting, words

# Page, how it is grouped, and the reports of its tables from top to bottom.
TABLES = [
    ("overview", {}, [("next-actions", "action")]),
    *(
        ("utilization", {"by": by}, [("utilization", by)])
        for by in ("product", "partner", "family", "offer", "entitlement")
    ),
    ("expiry", {}, [("expiry", "date")]),
    *(
        ("credits", {"statement": by}, [("credit-balance", by), ("credit-thresholds", "threshold")])
        for by in ("credit", "month", "draw")
    ),
    ("credits", {"statement": "forecast"}, [("credit-forecast", "credit"), ("credit-thresholds", "threshold")]),
    ("value", {"currency": "USD"}, [("value", "offer")]),
    ("loads", {}, [("loads", "load")]),
    *(("reconcile", {"reconcile": by}, [("reconcile-loads", by)]) for by in ("file", "month", "dataset")),
]
# The table adds to it that a value is a sample.
MARKED = ("offer_name",)


@pytest.fixture(scope="module")
def visit(cast_files: Path) -> Iterator[Visits]:
    with visiting(cast_files) as visits:
        yield visits


def downloads(visit: Visits, report: str, suffix: str) -> list[bytes]:
    return [data for name, data in visit.reports.items() if name.startswith(f"{report}_") and name.endswith(suffix)]


def shown(test: AppTest, number: int) -> list[str]:
    """The columns in sight, in their order."""
    return list(test.dataframe[number].proto.column_order)


@pytest.mark.parametrize(("page", "address", "reports"), TABLES)
def test_the_csv_equals_the_table_row_for_row(
    visit: Visits, page: str, address: dict[str, str], reports: list[tuple[str, str]]
) -> None:
    seen = visit("finance", page, **address)
    for number, (report, by) in enumerate(reports):
        table = seen.dataframe[number].value
        [content] = downloads(visit, report, ".csv")
        rows = csv_of(content)
        named = [column.name for column in columns(report, by)]
        assert rows.columns == named == [name for name in table.columns if name != "open"]
        assert rows.height == len(table) > 0
        for column in columns(report, by):
            if column.kind in ("id", "text", "month") and column.name not in MARKED:
                assert rows[column.name].fill_null("").to_list() == [
                    str(cell) for cell in table[column.name].fillna("")
                ]
            if column.kind == "money":
                assert amounts(rows[column.name].to_list()) == amounts(table[column.name].to_list())


def amounts(cells: list[object]) -> list[Decimal | None]:
    return [None if cell is None else Decimal(str(cell)) for cell in cells]


def test_a_table_shows_words_and_its_file_the_codes(visit: Visits) -> None:
    seen = visit("finance", "expiry", "zh-Hant")
    assert set(seen.dataframe[0].value["family"]) <= {
        text(f"family.{f}", "zh-Hant") for f in ("visual_studio", "software", "cloud", "azure_credit", "technical")
    }
    [content] = downloads(visit, "expiry", ".csv")
    assert "visual_studio" in csv_of(content)["family"].to_list()


def test_a_status_has_a_mark_before_its_word(visit: Visits) -> None:
    assert set(visit("finance", "credits").dataframe[0].value["status"]) == {"● Running"}
    shown = set(visit("finance", "utilization", "zh-Hans", by="entitlement").dataframe[0].value["status"])
    assert "● 有效" in shown
    assert all(status[1] == " " for status in shown)


@pytest.mark.parametrize(("page", "address"), [(page, address) for page, address, _ in TABLES[:7]])
def test_counts_are_written_like_the_amounts_beside_them(visit: Visits, page: str, address: dict[str, str]) -> None:
    """`localized` would go by the browser's language: 1.234 beside 1,234.00 for a German reader of the English page."""
    configs = [json.loads(table.proto.columns) for table in visit("finance", page, **address).dataframe]
    formats = {one["type_config"]["format"] for config in configs for one in config.values() if _is_number(one)}
    assert formats
    assert [one for one in formats if not re.fullmatch(r"%,\.\df", one)] == []


def _is_number(config: dict[str, dict[str, str]]) -> bool:
    return config.get("type_config", {}).get("type") == "number"


def test_finance_takes_a_manifest_that_ties_to_the_csv_beside_it(visit: Visits) -> None:
    visit("manager", "credits", statement="month")
    told = [json.loads(content) for name, content in visit.files.items() if name.endswith(".manifest.json")]
    assert [(one["report"], one["by"]) for one in told] == [
        ("credit-balance", "month"),
        ("credit-thresholds", "threshold"),
    ]
    for one in told:
        content = visit.files[one["file"]]
        assert (one["sha256"], one["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
        assert one["rows"] == csv_of(content).height
        assert one["filters"]["partner"] == ["P-1", "P-2"]
    visit("finance", "credits")
    told = next(json.loads(content) for name, content in visit.files.items() if name.endswith(".manifest.json"))
    assert told["filters"] == {}


def test_a_file_is_named_by_its_report_day_and_digest(visit: Visits) -> None:
    visit("finance", "utilization")
    csv, workbook = sorted(visit.reports)
    assert csv.removesuffix(".csv") == workbook.removesuffix(".xlsx")
    assert len(csv.removesuffix(".csv").removeprefix("utilization_2026-06-15_")) == 12


def test_what_is_the_same_in_each_row_is_said_once(visit: Visits) -> None:
    alone = visit("global_admin", "expiry")
    assert not {"partner", "currency"} & set(shown(alone, 0))
    assert "Value idle, USD" in alone.dataframe[0].proto.columns
    both = visit("manager", "expiry")
    assert "partner" in shown(both, 0)


def test_the_next_actions_begin_with_a_link_to_the_page_of_their_form(visit: Visits) -> None:
    seen = visit("manager", language="zh-Hans")
    assert shown(seen, 0)[0] == "open"
    links = seen.dataframe[0].value["open"]
    assert {link.split("?")[0] for link in links} <= {"/credits", "/membership", *(f"/{one}" for one in FAMILIES)}
    assert all("language=zh-Hans" in link for link in links)


def test_a_link_of_an_action_leads_to_its_benefit(visit: Visits) -> None:
    actions = visit("manager").dataframe[0].value
    for row in actions[actions["entitlement_id"].notna()].to_dict("records"):
        page, _, address = row["open"].partition("?")
        seen = visit("manager", page.removeprefix("/"), **{name: one for name, [one] in parse_qs(address).items()})
        chosen = [one.value for one in seen.selectbox if one.key == "entitlement"]
        assert (chosen or list(seen.dataframe[0].value["entitlement_id"])) == [row["entitlement_id"]]


def test_the_worth_most_is_done_first(visit: Visits) -> None:
    worth = visit("manager").dataframe[0].value["value"].dropna().to_list()
    assert worth == sorted(worth, reverse=True)
    assert words(visit("manager")).count("Do next, worth most first") == 1
