"""The parts of one export are one statement; other files of a load may not state the same day."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.ingest import Incoming, LoadReport
from pipelines.ingest.written import noted, sentence
from pipelines.store import Store
from pipelines.store.check import check
from tests.charge_files import DATA, Charge, charges, export, month, rows
from tests.usage_files import load_file

# One day of one subscription goes on in the next part.
PARTS = (
    [*month(1, 2), Charge(cost="0.5")],
    [Charge(cost="0.5"), *month(2, 3, of=Charge(cost="2"))],
    month(1, of=Charge(subscription=DATA, cost="4")),
)


def parts(folder: Path, suffix: str = ".csv") -> list[Incoming]:
    return [export(folder, f"part_{number}_0001{suffix}", part) for number, part in enumerate(PARTS)]


def refusals(report: LoadReport) -> str:
    return " | ".join(sentence(file.refusal) for file in report.files if file.refusal)


def stored(store: Store) -> list[tuple[object, ...]]:
    return charges(store, "subscription_id, usage_on, cost")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_parts_in_any_order_are_one_statement_and_each_row_names_its_own_file(
    store: Store, tmp_path: Path, order: tuple[int, ...]
) -> None:
    given = [parts(tmp_path)[number] for number in order]
    report = load_file(store, *given)
    assert report.status == "loaded"
    assert [file.rows_loaded for file in report.files] == [len(PARTS[number]) for number in order]
    assert [file.control_totals for file in report.files] == [file.stored_totals for file in report.files]
    files = rows(
        store, "SELECT file, count(*)::INT FROM charge JOIN load_file USING (load_id, file_no) GROUP BY 1 ORDER BY 1"
    )
    assert files == [(f"part_{number}_0001.csv", len(part)) for number, part in enumerate(PARTS)]
    assert rows(store, "SELECT min(source_line), max(source_line)::INT FROM charge") == [(2, 4)]
    assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18) FROM charge_daily") == [(Decimal(11),)]
    assert check(store) == []


def test_loading_the_parts_again_in_another_order_changes_nothing(store: Store, tmp_path: Path) -> None:
    load_file(store, *parts(tmp_path))
    before = charges(store, "*")
    again = load_file(store, *reversed(parts(tmp_path)))
    assert again.status == "unchanged"
    assert [file.rows_unchanged for file in again.files] == [1, 3, 3]
    assert charges(store, "*") == before


def test_a_part_with_a_header_alone_is_no_month_of_zero(store: Store, tmp_path: Path) -> None:
    report = load_file(store, *parts(tmp_path), export(tmp_path, "part_3_0001.csv", []))
    assert (report.status, [note.code for note in report.files[3].notes]) == ("loaded", ["no_rows"])
    assert len(stored(store)) == 7


def test_a_restated_row_in_one_part_replaces_its_day_in_all(store: Store, tmp_path: Path) -> None:
    first, _, third = parts(tmp_path)
    load_file(store, *parts(tmp_path))
    changed = export(tmp_path, "part_1_0001.csv", [Charge(cost="0.25"), *PARTS[1][1:]])
    report = load_file(store, first, changed, third)
    assert (report.status, report.files[1].rows_loaded, report.files[0].rows_loaded) == ("loaded", 1, 0)
    assert [note.code for note in report.files[0].notes] == ["half_month", "restated", "total_falls"]
    assert rows(store, "SELECT sum(cost)::DECIMAL(38, 18) FROM charge_daily") == [(Decimal("10.75"),)]
    assert check(store) == []


def test_a_part_alone_would_take_away_what_the_others_say_and_is_a_fall(store: Store, tmp_path: Path) -> None:
    load_file(store, *parts(tmp_path))
    told = load_file(store, parts(tmp_path)[0]).files[0]
    (fall,) = (noted(note) for note in told.notes if note.code == "total_falls")
    assert "on 2 of the replaced days" in fall


def test_two_files_that_are_no_parts_and_state_one_day_are_refused(store: Store, tmp_path: Path) -> None:
    report = load_file(store, export(tmp_path, "may.csv", month(1, 2)), export(tmp_path, "late.csv", month(2, 3)))
    assert report.status == "refused"
    assert "may.csv and late.csv both state 2026-05-02 of subscription 8ddd4f4b" in refusals(report)
    assert "one after the other" in refusals(report)
    assert stored(store) == []


def test_files_of_other_days_and_subscriptions_load_together(store: Store, tmp_path: Path) -> None:
    report = load_file(
        store,
        export(tmp_path, "early.csv", month(1, 2)),
        export(tmp_path, "late.csv", month(3)),
        export(tmp_path, "other.csv", month(1, of=Charge(subscription=DATA))),
    )
    assert report.status == "loaded"
    assert len(stored(store)) == 4
    assert check(store) == []


def test_a_file_that_is_loaded_already_does_not_hide_that_another_states_its_days(store: Store, tmp_path: Path) -> None:
    first, second = (
        export(tmp_path, "may.csv", month(1, 2)),
        export(tmp_path, "late.csv", month(2, of=Charge(cost="2"))),
    )
    load_file(store, first)
    for both in ((first, second), (second, first)):
        assert load_file(store, *both).status == "refused"


def test_the_parts_of_two_exports_with_the_same_names_are_two_statements(store: Store, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("web", "data")]
    for folder in folders:
        folder.mkdir()
    web = [export(folders[0], f"part_{n}_0001.csv", month(1)) for n in range(2)]
    data = [export(folders[1], f"part_{n}_0001.csv", month(1, of=Charge(subscription=DATA))) for n in range(2)]
    assert load_file(store, *web, *data).status == "loaded"
    assert len(stored(store)) == 4
    assert "both state" in refusals(load_file(store, *web, *web))


def test_a_faulty_row_refuses_all_parts_even_where_good_rows_are_kept(store: Store, tmp_path: Path) -> None:
    first = parts(tmp_path)[0]
    report = load_file(store, first, export(tmp_path, "part_1_0001.csv", [Charge(cost="much")]), keep_good=True)
    assert (report.status, report.quarantine) == ("refused", [])
    assert [(one.line, one.column, one.found) for one in report.files[1].problems] == [
        (2, "CostInBillingCurrency", "much")
    ]
    assert "no row of them is set aside" in noted(report.files[0].notes[-1])
    assert stored(store) == []


def test_parts_ask_together_before_a_resource_group_goes(store: Store, tmp_path: Path) -> None:
    load_file(store, export(tmp_path, "may.csv", [Charge(), Charge(group="data"), Charge(group="lab")]))
    split = [export(tmp_path, f"part_{n}_0001.csv", [Charge(group=group)]) for n, group in enumerate(("web", "data"))]
    report = load_file(store, *split)
    assert report.question is not None
    assert "lab on 2026-05-01 (such losses: 1)" in refusals(report)
    answered = [Incoming(split[0].name, split[0].path, {"replace": "yes"}), split[1]]
    assert load_file(store, *answered).status == "loaded"
    assert charges(store, "resource_group, usage_on") == [("data", date(2026, 5, 1)), ("web", date(2026, 5, 1))]
