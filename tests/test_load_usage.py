"""A sponsorship file ties to what is stored, and loading it again in any form changes nothing."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest import Incoming, Progress
from pipelines.store import Store
from pipelines.store.check import check
from tests.usage_files import (
    COST,
    DATE,
    HEADER,
    RESOURCE,
    SUBSCRIPTIONS,
    Row,
    cost_of,
    daily,
    day_of,
    exact_sum,
    files_of,
    group_of,
    load_file,
    restated,
    stored,
    total,
    usage_rows,
    write_csv,
)


def _year() -> list[Row]:
    """1,600 rows, two of them identical, two of one resource and day."""
    rows = usage_rows(7, 1_598)
    twin = list(rows[10])
    twin[COST] = "0.125"
    return [*rows, list(rows[3]), twin]


def test_the_control_total_is_the_stored_total_is_the_sum_of_the_text(store: Store, tmp_path: Path) -> None:
    rows = _year()
    told = load_file(store, write_csv(tmp_path, "usage.csv", rows, quote=True)).files[0]
    assert (told.rows_read, told.rows_loaded, told.rows_rejected) == (1_600, 1_600, 0)
    assert told.control_totals == told.stored_totals == [("USD", cost_of(rows))]
    assert total(store) == exact_sum([str(cost) for cost in daily(store)["cost"]]) == cost_of(rows)
    assert check(store) == []


def test_quantities_in_exponents_are_stored_exactly(store: Store, tmp_path: Path) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    assert exact_sum([str(quantity) for quantity in stored(store)["quantity"]]) == exact_sum([row[8] for row in rows])
    assert Decimal("0.000002") in set(stored(store)["quantity"])


def test_months_are_months_where_no_day_exceeds_12(store: Store, tmp_path: Path) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    by_month: dict[int, list[str]] = {}
    for row in rows:
        by_month.setdefault(int(row[DATE].split("/")[0]), []).append(row[COST])
    with store.snapshot() as snapshot:
        found = snapshot.query(
            "SELECT month(usage_on) AS month_no, sum(cost)::DECIMAL(38, 18) AS cost FROM usage_daily GROUP BY ALL"
        )
    assert dict(found.iter_rows()) == {month: exact_sum(costs) for month, costs in by_month.items()}


def test_identical_rows_and_rows_of_one_resource_and_day_are_all_kept(store: Store, tmp_path: Path) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    wanted = Counter((row[1], row[2], row[3], Decimal(row[COST])) for row in rows)
    columns = "subscription_id, strftime(usage_on, '%-m/%-d/%Y') AS day, resource_id, cost"
    assert Counter(stored(store, columns).iter_rows()) == wanted
    assert max(wanted.values()) == 2


def test_names_lose_their_no_break_spaces(store: Store, tmp_path: Path) -> None:
    load_file(store, write_csv(tmp_path, "usage.csv", _year()))
    assert set(stored(store)["subscription"]) == {"Contoso Sponsorship 0", "Contoso Sponsorship 1"}


def _shuffled(folder: Path, rows: list[Row]) -> list[Incoming]:
    Random(1).shuffle(rows)
    return [write_csv(folder, "shuffled.csv", rows)]


def _halves(folder: Path, rows: list[Row]) -> list[Incoming]:
    first, second = restated(rows, date(2025, 6, 5))
    return [write_csv(folder, "first.csv", first), write_csv(folder, "second.csv", second)]


AGAIN = {
    "as it is": lambda folder, rows: [write_csv(folder, "usage.csv", rows)],
    "shuffled": _shuffled,
    "with LF": lambda folder, rows: [write_csv(folder, "feeds.csv", rows, newline="\n")],
    "with quotes": lambda folder, rows: [write_csv(folder, "quotes.csv", rows, quote=True)],
    "in two halves that overlap": _halves,
}


@pytest.mark.parametrize("way", AGAIN)
def test_loading_again_changes_nothing(store: Store, tmp_path: Path, way: str) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    before = stored(store, "*"), daily(store), files_of(store.home.warehouse)
    for again in AGAIN[way](tmp_path, rows):
        report = load_file(store, again)
        assert (report.status, report.load_id, report.snapshot) == ("unchanged", None, 1)
        assert report.files[0].rows_unchanged == report.files[0].rows_read
        assert report.files[0].control_totals == report.files[0].stored_totals
    assert stored(store, "*").equals(before[0])
    assert daily(store).equals(before[1])
    assert files_of(store.home.warehouse) == before[2]


def test_both_halves_in_one_load_give_the_whole(store: Store, tmp_path: Path) -> None:
    rows = _year()
    report = load_file(store, *_halves(tmp_path, rows))
    assert report.status == "loaded"
    assert total(store) == cost_of(rows)
    assert load_file(store, write_csv(tmp_path, "usage.csv", rows)).status == "unchanged"
    assert check(store) == []


def _of_subscription(folder: Path, rows: list[Row]) -> list[Incoming]:
    """A file for each subscription; they share days."""
    return [
        write_csv(folder, f"{n}.csv", [row for row in rows if row[1] == guid]) for n, guid in enumerate(SUBSCRIPTIONS)
    ]


def _of_half_year(folder: Path, rows: list[Row]) -> list[Incoming]:
    early = [row for row in rows if day_of(row) < date(2025, 7, 1)]
    late = [row for row in rows if day_of(row) >= date(2025, 7, 1)]
    return [write_csv(folder, "early.csv", early), write_csv(folder, "late.csv", late)]


def _of_resource(folder: Path, rows: list[Row]) -> list[Incoming]:
    """Two files that share subscriptions and days, but no resource."""
    first = [row for row in rows if row[RESOURCE] < "resource-2"]
    second = [row for row in rows if row[RESOURCE] >= "resource-2"]
    return [write_csv(folder, "first.csv", first), write_csv(folder, "second.csv", second)]


@pytest.mark.parametrize("apart", [_of_subscription, _of_half_year, _of_resource])
@pytest.mark.parametrize("at_once", [True, False])
def test_files_that_share_no_group_each_tie_to_their_own_rows(
    store: Store, tmp_path: Path, apart: Callable[[Path, list[Row]], list[Incoming]], at_once: bool
) -> None:
    rows = _year()
    files = apart(tmp_path, rows)
    reports = [load_file(store, *files)] if at_once else [load_file(store, file) for file in files]
    told = [one for report in reports for one in report.files]
    assert [(one.rows_loaded, one.rows_unchanged) for one in told] == [(one.rows_read, 0) for one in told]
    assert [one.control_totals for one in told] == [one.stored_totals for one in told]
    assert (sum(one.rows_read for one in told), total(store)) == (1_600, cost_of(rows))
    assert check(store) == []


def test_a_restated_group_is_replaced_and_no_other(store: Store, tmp_path: Path) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    mine = [row for row in rows if group_of(row) == group_of(rows[3])]
    report = load_file(store, write_csv(tmp_path, "later.csv", [[*rows[3][:COST], "7.5"]]))
    assert (report.files[0].rows_loaded, report.files[0].rows_removed) == (1, len(mine))
    assert total(store) == cost_of(rows) - cost_of(mine) + Decimal("7.5")
    assert check(store) == []


@pytest.mark.parametrize("form", ["{0}", "{{{0}}}", "upper", "braces and upper"])
def test_a_guid_in_braces_or_capitals_is_the_same_subscription(store: Store, tmp_path: Path, form: str) -> None:
    rows = [row for row in usage_rows(3, 60) if row[1] == SUBSCRIPTIONS[0]]
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    write = {"upper": str.upper, "braces and upper": lambda guid: f"{{{guid.upper()}}}"}.get(form, form.format)
    other = [[row[0], write(row[1]), *row[2:]] for row in rows]
    assert load_file(store, write_csv(tmp_path, "other.csv", other)).status == "unchanged"
    assert set(stored(store)["subscription_id"]) == {SUBSCRIPTIONS[0]}


def test_a_dry_run_says_what_would_be_and_changes_no_byte(store: Store, tmp_path: Path) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows[:1_000]))
    before = files_of(store.home.path)
    report = load_file(store, write_csv(tmp_path, "more.csv", rows), dry_run=True)
    assert (report.status, report.load_id, report.snapshot) == ("dry-run", None, 1)
    assert report.files[0].rows_loaded + report.files[0].rows_unchanged == 1_600
    assert files_of(store.home.path) == before
    assert load_file(store, write_csv(tmp_path, "more.csv", rows)).files[0].rows_loaded == report.files[0].rows_loaded


def test_a_dry_run_of_a_faulty_file_sets_nothing_aside(store: Store, tmp_path: Path) -> None:
    rows = _year()
    rows[8][COST] = "much"
    report = load_file(store, write_csv(tmp_path, "usage.csv", rows), dry_run=True, keep_good=True)
    assert (report.status, report.quarantine, len(report.files[0].problems)) == ("dry-run", [], 1)
    assert list(store.home.quarantine.iterdir()) == []


def test_a_file_with_a_header_and_no_row_changes_nothing(store: Store, tmp_path: Path) -> None:
    load_file(store, write_csv(tmp_path, "usage.csv", _year()))
    report = load_file(store, write_csv(tmp_path, "none.csv", []))
    assert (report.status, report.files[0].rows_read, report.snapshot) == ("unchanged", 0, 1)


def test_another_currency_is_kept_apart(store: Store, tmp_path: Path) -> None:
    report = load_file(store, write_csv(tmp_path, "usage.csv", _year()), settings={"currency": "EUR"})
    assert [currency for currency, _ in report.files[0].stored_totals] == ["EUR"]
    assert set(stored(store)["currency"]) == {"EUR"}


def test_progress_counts_up_to_the_rows_of_the_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.ingest.table.BATCH_ROWS", 400)
    seen: list[Progress] = []
    load_file(store, write_csv(tmp_path, "usage.csv", _year()), watch=seen.append)
    rows = [one.rows for one in seen]
    assert rows == sorted(rows)
    assert len(set(rows)) > 1
    assert (rows[-1], seen[-1].file) == (1_600, "usage.csv")
    assert seen[-1].of_rows in (1_600, 1_601)


def test_columns_are_found_by_name_in_any_order_and_case(store: Store, tmp_path: Path) -> None:
    rows = _year()
    load_file(store, write_csv(tmp_path, "usage.csv", rows))
    lines = [";".join(f" {name.upper()} " for name in (*reversed(HEADER), "Note"))]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in (*reversed(row), "seen")] for row in rows]
    path = tmp_path / "turned.csv"
    path.write_text("\n".join(lines + [";".join(row) for row in quoted]), encoding="utf-8")
    report = load_file(store, Incoming("turned.csv", path))
    assert (report.status, report.files[0].unknown_columns) == ("unchanged", (" NOTE ",))


def _large_with_tail(folder: Path, tail: bytes) -> tuple[Incoming, list[Row]]:
    """Some 20 megabytes, and a last row whose service is `tail`."""
    rows = [[*row[:7], "x" * 2_000, *row[8:]] for row in usage_rows(4, 10_000)]
    large = write_csv(folder, "large.csv", rows)
    row = b",".join([*(cell.encode() for cell in rows[0][:3]), b"last", tail, b"t", b"r", b"x", b"1", b"0.5"])
    large.path.write_bytes(large.path.read_bytes() + row + b"\r\n")
    return large, rows


def test_the_encoding_of_a_large_file_is_asked_where_only_its_end_is_not_utf_8(store: Store, tmp_path: Path) -> None:
    large, rows = _large_with_tail(tmp_path, "Gerät".encode("cp1252"))
    report = load_file(store, large)
    assert report.status == "refused"
    assert report.question is not None
    assert report.question.setting == "encoding"
    large.path.write_bytes(large.path.read_bytes().replace("\u00a0".encode(), b"\xa0"))
    assert load_file(store, large, settings={"encoding": "cp1252"}).status == "loaded"
    assert "Gerät" in set(stored(store)["service"])
    assert total(store) == cost_of(rows) + Decimal("0.5")


def test_a_large_file_with_nul_bytes_at_its_end_is_refused(store: Store, tmp_path: Path) -> None:
    report = load_file(store, _large_with_tail(tmp_path, b"a\x00b")[0])
    assert report.status == "refused"
    assert report.files[0].refusal is not None
    assert (report.files[0].refusal.code, report.files[0].refusal.facts["line"]) == ("nul_bytes", 10_002)
    assert total(store) == 0


def test_an_assumed_currency_never_replaces_one_that_was_stated(store: Store, tmp_path: Path) -> None:
    rows = usage_rows(3, 20)
    load_file(store, write_csv(tmp_path, "euro.csv", rows), settings={"currency": "EUR"})
    again = write_csv(tmp_path, "again.csv", rows[:5])
    report = load_file(store, again)
    assert report.status == "refused"
    assert report.question is not None
    assert (report.question.setting, set(report.question.choices)) == ("currency", {"EUR", "USD"})
    assert load_file(store, again, settings={"currency": "EUR"}).status == "unchanged"


def test_a_file_says_which_currency_was_assumed(store: Store, tmp_path: Path) -> None:
    one = write_csv(tmp_path, "usage.csv", usage_rows(3, 5))
    assert load_file(store, one).files[0].assumed == ("currency",)
    assert load_file(store, one, settings={"currency": "USD"}).files[0].assumed == ()


def test_a_refused_load_reports_no_row_as_loaded(store: Store, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<html></html>", encoding="utf-8")
    report = load_file(store, write_csv(tmp_path, "usage.csv", usage_rows(3, 5)), Incoming("page.csv", page))
    assert [(one.rows_loaded, one.stored_totals) for one in report.files] == [(0, []), (0, [])]


@pytest.mark.parametrize("day", ["6/1/2026 09:00 x", "6/1/2026 9:00 to 10:00"])
def test_words_behind_a_clock_time_are_named_and_not_dropped(store: Store, tmp_path: Path, day: str) -> None:
    row = usage_rows(3, 1)[0]
    row[2] = day
    report = load_file(store, write_csv(tmp_path, "usage.csv", [row]))
    assert report.status == "refused"
    assert [(one.column, one.found) for one in report.files[0].problems] == [("Date", day)]
    row[2] = "6/1/2026 12:00:00 AM"
    assert load_file(store, write_csv(tmp_path, "usage.csv", [row])).status == "loaded"
