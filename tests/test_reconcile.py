"""What a file says is stored, shown and in the CSV, to the last digit; else it is said why."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.ingest import OPERATOR, Incoming, LoadReport, Order, load
from pipelines.ingest.formats import FORMATS
from pipelines.reports import Request, run
from pipelines.reports.export import to_csv
from pipelines.store import EVERYTHING, Scope, Snapshot, Store
from tests.desk import PARTNERS, Desk
from tests.ledger_rows import SUBSCRIPTION, charged, usage, warehouse
from tests.the_cast import FILES as CAST_FILES
from tests.the_cast import NOW, TODAY
from tests.usage_files import HEADER

COST_FILES = Path(__file__).parent / "cost_files"
GOLDEN = Path(__file__).parent / "golden"
# The last day that any of the files names is before it.
LATER = date(2030, 1, 1)
EXACT = Context(prec=76)
PLACES = Decimal("1e-18")
MONEY_FILES = [*sorted(COST_FILES.glob("*.csv")), *sorted(CAST_FILES.glob("*usage*.csv"))]
Totals = dict[str, Decimal]


def text_totals(path: Path, form_name: str) -> Totals:
    """The sum of the amounts of a file by currency, straight from its text: each rounded half even at 18 places."""
    form = next(form for form in FORMATS if form.name == form_name)
    headers = {column.name: [known.casefold() for known in column.known_as] for column in form.columns}
    sums: Totals = defaultdict(Decimal)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            cells = {name.strip().casefold(): cell for name, cell in row.items() if name}
            amount = next(cells[known] for known in headers["cost"] if known in cells) or "0"
            currency = next((cells[known] for known in headers.get("currency", ()) if known in cells), "USD")
            rounded = Decimal(amount).quantize(PLACES, ROUND_HALF_EVEN, EXACT)
            sums[currency] = EXACT.add(sums[currency], rounded)
    return dict(sums)


def load_one(store: Store, path: Path) -> LoadReport:
    settings = {"subscription": SUBSCRIPTION} if "cost_analysis" in path.name else {}
    return load(store, [Incoming(path.name, path, settings)], Order(OPERATOR, NOW, TODAY, {}))


def ask(snap: Snapshot, report: str, by: str, as_of: date = TODAY, **filters: list[str]) -> pl.DataFrame:
    return run(snap, Request(report, as_of, by, filters), EVERYTHING)


def sums(rows: pl.DataFrame, column: str) -> Totals:
    return dict(rows.group_by("currency").agg(pl.col(column).sum()).iter_rows())


def sums_of_csv(rows: pl.DataFrame) -> Totals:
    found: Totals = defaultdict(Decimal)
    for row in csv.DictReader(io.StringIO(to_csv(rows).decode("utf-8-sig"))):
        found[row["currency"]] = EXACT.add(found[row["currency"]], Decimal(row["cost"]))
    return dict(found)


@pytest.mark.parametrize("path", MONEY_FILES, ids=lambda path: path.name)
def test_the_file_the_store_the_reports_and_their_csv_have_one_total(path: Path, store: Store) -> None:
    report = load_one(store, path)
    assert report.status == "loaded"
    [file] = report.files
    said = text_totals(path, str(file.format))
    assert dict(file.control_totals) == dict(file.stored_totals) == said
    with store.snapshot() as snap:
        for by in ("file", "month"):
            rows = ask(snap, "reconcile-loads", by, LATER)
            assert [sums(rows, name) for name in ("control_total", "stored_total", "page_total")] == [said] * 3
            assert set(rows["reason"]) == {"agrees"}
        for by in ("month", "day", "service", "resource_group", "subscription", "currency"):
            rows = ask(snap, "credit-usage", by, LATER)
            assert sums(rows, "cost") == sums_of_csv(rows) == said
        assert sums(ask(snap, "usage-detail", "row", LATER), "cost") == said


def test_some_of_the_files_have_more_places_than_are_kept() -> None:
    texts = "".join(path.read_text("utf-8-sig") for path in MONEY_FILES)
    assert "1.0000000000000000005000001" in texts


def usage_file(*days: tuple[str, str]) -> str:
    rows = (f"Lab,{SUBSCRIPTION},{day},r-1,Storage,Disks,US,P10,1,{cost}" for day, cost in days)
    return "\n".join((",".join(HEADER), *rows, ""))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    one = Desk(store, tmp_path)
    one.loaded(PARTNERS)
    return one


def lines(desk: Desk, by: str = "file", as_of: date = TODAY) -> list[tuple[Any, ...]]:
    with desk.store.snapshot() as snap:
        rows = ask(snap, "reconcile-loads", by, as_of)
    return rows.select("load_id", "control_total", "stored_total", "page_total", "difference", "reason").rows()


def test_a_restated_day_is_said_to_be_replaced_by_the_later_file(desk: Desk) -> None:
    desk.loaded(usage_file(("5/1/2026", "10"), ("5/2/2026", "20")))
    desk.loaded(usage_file(("5/2/2026", "15")))
    assert lines(desk) == [(3, 15, 15, 15, 0, "agrees"), (2, 30, 10, 10, 20, "replaced")]


def test_rows_that_an_earlier_file_stated_keep_its_name(desk: Desk) -> None:
    desk.loaded(usage_file(("5/1/2026", "10")))
    desk.loaded(usage_file(("5/1/2026", "10"), ("5/2/2026", "20")))
    assert lines(desk) == [(3, 30, 20, 20, 10, "held_earlier"), (2, 10, 10, 10, 0, "agrees")]


def test_a_day_after_the_reports_is_not_shown_yet(desk: Desk) -> None:
    desk.loaded(usage_file(("6/15/2026", "10"), ("6/16/2026", "5")))
    assert lines(desk) == [(2, 15, 15, 10, 5, "after_day")]
    assert lines(desk, as_of=date(2026, 6, 16)) == [(2, 15, 15, 15, 0, "agrees")]


def test_rows_set_aside_are_in_the_files_own_total_only(desk: Desk) -> None:
    content = usage_file(("5/1/2026", "10"), ("5/32/2026", "7"))
    assert desk.load(content, keep_good=True).status == "loaded"
    assert lines(desk) == [(2, 17, 10, 10, 7, "set_aside")]
    assert lines(desk, "month") == [(2, 10, 10, 10, 0, "agrees")]


def test_rows_that_are_gone_without_a_later_file_are_unexplained(desk: Desk) -> None:
    desk.loaded(usage_file(("5/1/2026", "10"), ("5/2/2026", "20")))
    with desk.store.writing() as writing:
        writing.draft.run("DELETE FROM usage WHERE cost = 20")
        writing.draft.keep = True
    assert lines(desk) == [(2, 30, 10, 10, 20, "unexplained")]
    with desk.store.snapshot() as snap:
        [month] = ask(snap, "reconcile-loads", "dataset").to_dicts()
    assert (month["stored_total"], month["page_total"], month["reason"]) == (10, 30, "unexplained")


USED = {
    "subscription_id": SUBSCRIPTION,
    "subscription": "Contoso Lab",
    "resource_id": "r-1",
    "service": "Storage",
    "service_type": "Disks",
    "region": "US",
    "resource": "P10",
    "quantity": 1,
    "currency": "USD",
}
COUNTS = {"rows_read": 3, "rows_loaded": 3, "rows_unchanged": 0, "rows_rejected": 0}
STATED = (
    {"dataset": "azure-sponsorship-usage", "control_total": 10},
    {"dataset": "actual", "control_total": 9},
    {"dataset": "amortized", "control_total": 8},
)


@pytest.fixture(scope="module")
def one_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """A day of which one file holds what the portal says, the actual and the amortized cost."""
    day, stated = date(2026, 5, 1), {"load_id": 1, "file_no": 0}
    rows = [
        usage(day, "10"),
        ("usage", {"dataset": "azure-sponsorship-usage"} | USED | {"usage_on": day, "cost": 10}),
        charged(day, "9"),
        ("charge", {"usage_on": day, "cost": 9}),
        charged(day, "8", dataset="amortized"),
        ("charge", {"usage_on": day, "cost": 8, "dataset": "amortized"}),
        ("load", {"load_id": 1, "loaded_at": "2026-06-01 08:00:00+00"}),
        ("load_file", stated | {"file": "a.csv"} | COUNTS),
        ("load_total", stated | {"currency": "USD", "control_total": 27, "stored_total": 27}),
        *(("load_month", stated | {"month": "2026-05", "usage_rows": 1} | one) for one in STATED),
    ]
    with warehouse(tmp_path_factory.mktemp("one-day"), *rows) as snapshot:
        yield snapshot


def test_what_another_dataset_states_is_stored_and_not_counted(one_day: Snapshot) -> None:
    months, datasets = (ask(one_day, "reconcile-loads", by) for by in ("month", "dataset"))
    [file] = ask(one_day, "reconcile-loads", "file").to_dicts()
    said = [("actual", 9, "another_counts"), ("amortized", 8, "amortized"), ("azure-sponsorship-usage", 0, "agrees")]
    assert months.select("dataset", "difference", "reason").rows() == said
    assert (file["difference"], file["reason"]) == (17, "amortized;another_counts")
    assert datasets.select("dataset", "difference", "reason").rows() == said


def test_the_months_of_files_are_written_byte_for_byte_as_agreed(one_day: Snapshot) -> None:
    assert to_csv(ask(one_day, "reconcile-loads", "month")) == (GOLDEN / "reconcile-loads.csv").read_bytes()


def test_files_can_be_chosen_by_a_month_or_dataset_that_they_state(one_day: Snapshot) -> None:
    assert ask(one_day, "reconcile-loads", "file", month=["2026-05"], dataset=["actual"]).height == 1
    assert ask(one_day, "reconcile-loads", "file", month=["2026-04"]).is_empty()
    assert ask(one_day, "reconcile-loads", "month", dataset=["amortized"])["difference"].to_list() == [8]


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Contoso's credit of 6,000, of which 100 were used in May and 50 in June, and what the vendor said on 31 May."""
    told = {"lot_id": "lot-1", "stated_on": date(2026, 5, 31), "balance": "5900"}
    rows = [
        ("credit_grant", {}),
        ("credit_grant", {"subscription_id": "unstated", "amount": 100}),
        usage(date(2026, 5, 1), "100"),
        usage(date(2026, 6, 1), "50"),
        ("vendor_credit", told),
        ("vendor_credit", told | {"stated_on": date(2026, 4, 30), "balance": "1"}),
        ("vendor_credit", told | {"lot_id": "lot-2", "original": 500, "balance": "499.5"}),
        ("vendor_credit", told | {"lot_id": "lot-3", "partner_id": "P-2", "original": 7, "balance": "7"}),
        ("vendor_credit", told | {"lot_id": "lot-4", "stated_on": date(2026, 6, 16), "balance": "2"}),
    ]
    with warehouse(tmp_path_factory.mktemp("stated"), *rows) as snapshot:
        yield snapshot


COMPARED = ("partner_id", "amount", "stated_on", "vendor_balance", "left", "difference", "agreement")


def test_the_comparison_is_written_byte_for_byte_as_agreed(stated: Snapshot) -> None:
    assert to_csv(ask(stated, "reconcile-credits", "credit")) == (GOLDEN / "reconcile-credits.csv").read_bytes()


def test_the_vendors_balance_is_held_against_ours_of_the_same_day(stated: Snapshot) -> None:
    rows = ask(stated, "reconcile-credits", "credit").select(COMPARED).rows()
    day = date(2026, 5, 31)
    assert rows == [
        ("P-1", 100, None, None, 100, None, "only_ours"),
        ("P-1", 500, day, Decimal("499.5"), None, None, "only_vendor"),
        ("P-1", 6000, day, 5900, 5900, 0, "agrees"),
        ("P-2", 7, day, 7, None, None, "only_vendor"),
    ]


def test_a_balance_that_differs_says_by_how_much(stated: Snapshot) -> None:
    rows = ask(stated, "reconcile-credits", "credit", date(2026, 6, 16)).filter(pl.col("amount") == 6000)
    assert rows.select(COMPARED).rows() == [("P-1", 6000, date(2026, 6, 16), 2, 5850, -5848, "differs")]


def test_a_list_in_cents_agrees_to_the_cent(tmp_path: Path) -> None:
    told = {"lot_id": "lot-1", "stated_on": date(2026, 5, 31), "balance": "5899.99"}
    rows = [("credit_grant", {}), usage(date(2026, 5, 1), "100.0123"), ("vendor_credit", told)]
    with warehouse(tmp_path, *rows) as snap:
        [row] = ask(snap, "reconcile-credits", "credit").to_dicts()
    assert (row["difference"], row["agreement"]) == (Decimal("0.0023"), "agrees")


def test_credits_that_are_alike_are_each_compared_once(tmp_path: Path) -> None:
    told = {"stated_on": date(2026, 5, 31), "balance": "6000"}
    rows = [
        ("credit_grant", {}),
        ("credit_grant", {"subscription_id": "second"}),
        *(("vendor_credit", told | {"lot_id": f"lot-{number}"}) for number in range(3)),
    ]
    with warehouse(tmp_path, *rows) as snap:
        found = ask(snap, "reconcile-credits", "credit")
    assert found["agreement"].to_list() == ["agrees", "agrees", "only_vendor"]
    assert found["subscription_id"].drop_nulls().n_unique() == 2


@pytest.mark.parametrize("report", ["reconcile-credits", "reconcile-loads"])
def test_a_reader_of_another_partner_sees_none_of_it(stated: Snapshot, report: str) -> None:
    rows = run(stated, Request(report, TODAY), Scope(("P-3",)))
    assert rows.is_empty()
