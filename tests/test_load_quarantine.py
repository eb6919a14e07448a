"""Bad cells are named one by one; what is set aside can be mended and loaded, and nothing is lost on the way."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest import Incoming, LoadReport
from pipelines.store import Store
from pipelines.store.check import check
from pipelines.text import text
from tests.usage_files import (
    COST,
    DATE,
    HEADER,
    QUANTITY,
    RESOURCE,
    Row,
    cost_of,
    daily,
    files_of,
    load_file,
    stored,
    total,
    usage_rows,
    write_csv,
)

GUID, SERVICE, NOTE = (HEADER.index(name) for name in ("SubscriptionGuid", "ServiceName", "ServiceResource"))
BAD: dict[int, tuple[str, ...]] = {
    DATE: ("31/12/2025", "2/30/2025", "", "soon", "2025-01-05", "1/5/1899", "1/5/25"),
    GUID: ("", "Contoso", "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a1", "{8ddd4f4b}"),
    QUANTITY: ("two", "1,5", "", "1.000.000", "=1+1"),
    COST: ("abc", "$5", "(3.00)", "NaN", "1,234.50", "", "-", "1e99"),
}
ALL_BUT_LOAD = "* EXCLUDE (load_id)"
Cell = tuple[int, str, str | None]


@dataclass
class Planted:
    """A clean file, the same with bad cells, and where those stand: row, column's place."""

    clean: list[Row]
    bad: list[Row]
    cells: list[tuple[int, int]]

    @property
    def named(self) -> list[Cell]:
        """The bad cells as a report names them: line, column, text found."""
        lines = lines_of(self.bad)
        return [(lines[row], HEADER[place], self.bad[row][place] or None) for row, place in self.cells]

    @property
    def mended(self) -> dict[tuple[int, str], str]:
        """What should stand there, by line and column."""
        lines = lines_of(self.bad)
        return {(lines[row], HEADER[place]): self.clean[row][place] for row, place in self.cells}


def planted(count: int, faults: int, seed: int = 5) -> Planted:
    """A file with notes of several lines, names that look like formulas, and bad cells of every kind."""
    clean = usage_rows(seed, count)
    for row in clean[5::97]:
        row[NOTE] = 'Hours,\nof "Contoso"'
    for row in clean[::31]:
        row[SERVICE] = "=Storage"
    chance = Random(seed)
    kinds = [(place, text) for place, texts in BAD.items() for text in texts]
    bad = [list(row) for row in clean]
    cells = []
    for number, row in enumerate(sorted(chance.sample(range(count), faults))):
        place, wrong = kinds[number % len(kinds)]
        bad[row][place] = wrong
        cells.append((row, place))
    return Planted(clean, bad, cells)


def lines_of(rows: Sequence[Row]) -> list[int]:
    """The line that each row begins on, the header being line 1."""
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    return lines


def named(report: LoadReport) -> list[Cell]:
    """The cells that a report names."""
    return [(one.line, one.column, one.found) for one in report.files[0].problems]


def mend(source: Path, target: Path, cells: Mapping[tuple[int, str], str]) -> Incoming:
    """The set-aside file with some cells written anew, as somebody does in a spreadsheet."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        for place, name in enumerate(header):
            row[place] = cells.get((int(row[1]), name), row[place])
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return Incoming(target.name, target)


@pytest.fixture
def clean_store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "clean")
    yield store
    store.close()


def test_the_report_names_exactly_the_50_bad_cells_and_nothing_changes(store: Store, tmp_path: Path) -> None:
    file = planted(20_000, 50)
    load_file(store, write_csv(tmp_path, "before.csv", usage_rows(1, 200)))
    before = files_of(store.home.path)
    report = load_file(store, write_csv(tmp_path, "usage.csv", file.bad))
    assert named(report) == file.named
    assert (report.status, report.load_id, report.snapshot, report.quarantine) == ("refused", None, 1, [])
    assert (report.files[0].rows_read, report.files[0].rows_rejected) == (20_000, 50)
    assert files_of(store.home.path) == before


def test_each_bad_cell_is_told_what_was_expected(store: Store, tmp_path: Path) -> None:
    report = load_file(store, write_csv(tmp_path, "usage.csv", planted(400, 24).bad))
    told = {(one.column, one.found): text(one.expected, **dict(one.facts)) for one in report.files[0].problems}
    assert told["Date", "soon"] == "a date as M/D/YYYY from 2000 to 2199"
    assert told["Cost", "$5"] == 'a number with "." for decimals and no thousands separators'
    assert told["Quantity", None] == told["SubscriptionGuid", None] == "a value; the cell must not be empty"
    assert told["SubscriptionGuid", "Contoso"].startswith("a GUID such as")


def test_the_good_rows_are_loaded_and_the_mended_file_gives_the_state_of_a_clean_one(
    store: Store, clean_store: Store, tmp_path: Path
) -> None:
    file = planted(20_000, 50)
    report = load_file(store, write_csv(tmp_path, "usage.csv", file.bad), keep_good=True)
    assert named(report) == file.named
    assert (report.status, report.files[0].rows_loaded, report.files[0].rows_rejected) == ("loaded", 19_950, 50)
    wrong = {row for row, _ in file.cells}
    assert total(store) == cost_of([row for number, row in enumerate(file.clean) if number not in wrong])

    mended = mend(report.quarantine[0], tmp_path / "mended.csv", file.mended)
    assert load_file(store, mended).status == "loaded"
    load_file(clean_store, write_csv(tmp_path, "clean.csv", file.clean))
    assert stored(store, ALL_BUT_LOAD).equals(stored(clean_store, ALL_BUT_LOAD))
    assert daily(store).equals(daily(clean_store))
    assert total(store) == cost_of(file.clean)
    assert check(store) == []


def _set_aside(store: Store, folder: Path, file: Planted) -> Path:
    return load_file(store, write_csv(folder, "usage.csv", file.bad), keep_good=True).quarantine[0]


def test_the_mended_file_again_and_the_whole_clean_file_after_it_change_nothing(store: Store, tmp_path: Path) -> None:
    file = planted(1_000, 30)
    mended = mend(_set_aside(store, tmp_path, file), tmp_path / "mended.csv", file.mended)
    load_file(store, mended)
    before = stored(store, "*"), files_of(store.home.path)
    assert load_file(store, mended).status == "unchanged"
    turned = mend(mended.path, tmp_path / "again.csv", {})
    assert load_file(store, turned).status == "unchanged"
    assert load_file(store, write_csv(tmp_path, "clean.csv", file.clean)).status == "unchanged"
    assert stored(store, "*").equals(before[0])
    assert files_of(store.home.path) == before[1]


def test_mending_in_two_rounds_gives_the_state_of_a_clean_file(
    store: Store, clean_store: Store, tmp_path: Path
) -> None:
    file = planted(1_000, 30)
    aside = _set_aside(store, tmp_path, file)
    half = dict(list(file.mended.items())[::2])
    first = load_file(store, mend(aside, tmp_path / "round-1.csv", half), keep_good=True)
    assert (first.files[0].rows_read, first.files[0].rows_rejected) == (30, 15)
    second = load_file(store, mend(first.quarantine[0], tmp_path / "round-2.csv", file.mended))
    assert (second.status, second.files[0].rows_read) == ("loaded", 15)
    load_file(clean_store, write_csv(tmp_path, "clean.csv", file.clean))
    assert stored(store, ALL_BUT_LOAD).equals(stored(clean_store, ALL_BUT_LOAD))
    assert daily(store).equals(daily(clean_store))
    assert check(store) == []


def _one_group() -> list[Row]:
    """Four rows of one resource and day, two of them equal."""
    row = usage_rows(2, 1)[0]
    return [[*row[:COST], cost] for cost in ("1.5", "2.5", "2.5", "4")]


@pytest.mark.parametrize("bad", [(0,), (1,), (1, 2), (0, 3), (0, 1, 2), (0, 1, 2, 3)])
def test_a_bad_row_comes_back_among_its_good_siblings(
    store: Store, clean_store: Store, tmp_path: Path, bad: tuple[int, ...]
) -> None:
    clean = _one_group()
    file = Planted(clean, [[*row[:COST], "?"] if n in bad else row for n, row in enumerate(clean)], [])
    file.cells = [(row, COST) for row in bad]
    aside = _set_aside(store, tmp_path, file)
    assert total(store) == cost_of([row for number, row in enumerate(clean) if number not in bad])
    load_file(store, mend(aside, tmp_path / "mended.csv", file.mended))
    load_file(clean_store, write_csv(tmp_path, "clean.csv", clean))
    assert stored(store, ALL_BUT_LOAD).equals(stored(clean_store, ALL_BUT_LOAD))


@pytest.mark.parametrize("bad", [(0,), (1,), (1, 2)])
def test_the_mended_file_saved_anew_and_loaded_again_doubles_no_equal_row(
    store: Store, tmp_path: Path, bad: tuple[int, ...]
) -> None:
    clean = _one_group()
    file = Planted(clean, [[*row[:COST], "?"] if n in bad else row for n, row in enumerate(clean)], [])
    file.cells = [(row, COST) for row in bad]
    mended = mend(_set_aside(store, tmp_path, file), tmp_path / "mended.csv", file.mended)
    load_file(store, mended)
    mended.path.write_text(mended.path.read_text("utf-8-sig").replace("\r\n", "\n"), "utf-8", newline="\n")
    assert load_file(store, mended).status == "unchanged"
    assert total(store) == cost_of(clean)


@pytest.mark.parametrize("line", ["9000", "", "seven", "2"])
def test_a_set_aside_file_with_a_line_that_was_not_set_aside_is_refused(
    store: Store, tmp_path: Path, line: str
) -> None:
    clean = _one_group()
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    mended = mend(_set_aside(store, tmp_path, file), tmp_path / "mended.csv", file.mended)
    mended.path.write_text(mended.path.read_text("utf-8-sig").replace("1,5,", f"1,{line},"), "utf-8")
    report = load_file(store, mended)
    assert (report.status, total(store)) == ("refused", cost_of(clean[:3]))


def test_a_set_aside_row_that_stands_twice_is_refused(store: Store, tmp_path: Path) -> None:
    clean = _one_group()
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    mended = mend(_set_aside(store, tmp_path, file), tmp_path / "mended.csv", file.mended)
    header, row = mended.path.read_text("utf-8-sig").splitlines()
    mended.path.write_text(f"{header}\n{row}\n{row}", "utf-8")
    assert load_file(store, mended).status == "refused"
    assert total(store) == cost_of(clean[:3])


def test_siblings_loaded_before_the_faulty_file_are_kept_once(store: Store, tmp_path: Path) -> None:
    clean = _one_group()
    load_file(store, write_csv(tmp_path, "early.csv", clean[:2]))
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    aside = _set_aside(store, tmp_path, file)
    load_file(store, mend(aside, tmp_path / "mended.csv", file.mended))
    assert total(store) == cost_of(clean)
    assert len(stored(store)) == 4


def test_a_mended_file_that_would_undo_a_later_load_is_refused(store: Store, tmp_path: Path) -> None:
    clean = _one_group()
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    aside = _set_aside(store, tmp_path, file)
    load_file(store, write_csv(tmp_path, "later.csv", [[*clean[0][:COST], "9"]]))
    before = files_of(store.home.path)
    report = load_file(store, mend(aside, tmp_path / "mended.csv", file.mended))
    assert report.status == "refused"
    assert report.files[0].refusal is not None
    assert report.files[0].refusal.code == "superseded"
    assert report.files[0].refusal.facts == {"mends": 1, "later": 2}
    assert files_of(store.home.path) == before


def test_a_mended_file_loads_where_a_later_load_stated_other_groups(store: Store, tmp_path: Path) -> None:
    clean = _one_group()
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    aside = _set_aside(store, tmp_path, file)
    other = [[*clean[0][:RESOURCE], "another", *clean[0][RESOURCE + 1 :]]]
    load_file(store, write_csv(tmp_path, "later.csv", other))
    assert load_file(store, mend(aside, tmp_path / "mended.csv", file.mended)).status == "loaded"
    assert total(store) == cost_of([*clean, *other])


def test_a_mended_file_of_a_load_that_was_rolled_back_takes_no_row_away(store: Store, tmp_path: Path) -> None:
    clean = _one_group()
    load_file(store, write_csv(tmp_path, "whole.csv", clean))
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    aside = _set_aside(store, tmp_path, file)
    store.rollback()
    report = load_file(store, mend(aside, tmp_path / "mended.csv", file.mended))
    assert report.status in ("refused", "unchanged")
    assert total(store) == cost_of(clean)


def test_a_mended_file_of_a_rolled_back_load_takes_no_row_of_the_load_that_got_its_number(
    store: Store, tmp_path: Path
) -> None:
    clean = _one_group()
    load_file(store, write_csv(tmp_path, "early.csv", usage_rows(4, 3)))
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    aside = _set_aside(store, tmp_path, file)
    store.rollback()
    later = [[*row[:COST], "100"] for row in clean]
    load_file(store, write_csv(tmp_path, "later.csv", later))
    before = total(store)
    assert load_file(store, mend(aside, tmp_path / "mended.csv", file.mended)).status == "refused"
    assert total(store) == before


def test_a_load_that_is_refused_leaves_no_set_aside_file(store: Store, tmp_path: Path) -> None:
    file = planted(100, 4)
    page = tmp_path / "page.csv"
    page.write_text("<html><body>Sign in</body></html>", encoding="utf-8")
    report = load_file(store, write_csv(tmp_path, "usage.csv", file.bad), Incoming("page.csv", page), keep_good=True)
    assert (report.status, report.quarantine) == ("refused", [])
    assert list(store.home.quarantine.iterdir()) == []


def test_two_files_of_one_name_are_each_set_aside(store: Store, tmp_path: Path) -> None:
    incoming = []
    for folder in ("may", "june"):
        (tmp_path / folder).mkdir()
        row = [*usage_rows(2, 1)[0][:COST], folder]
        incoming.append(write_csv(tmp_path / folder, "usage.csv", [row]))
    report = load_file(store, *incoming, keep_good=True)
    assert len(set(report.quarantine)) == 2
    assert "may" in report.quarantine[0].read_text("utf-8-sig")
    assert "june" in report.quarantine[1].read_text("utf-8-sig")


def test_two_decoded_files_of_one_name_are_both_loaded(store: Store, tmp_path: Path) -> None:
    incoming = []
    rows = [usage_rows(seed, 3) for seed in (1, 2)]
    for number in (0, 1):
        (tmp_path / str(number)).mkdir()
        one = write_csv(tmp_path / str(number), "usage.csv", rows[number])
        one.path.write_text(one.path.read_text("utf-8"), encoding="utf-16")
        incoming.append(one)
    assert load_file(store, *incoming).status == "loaded"
    assert total(store) == cost_of([*rows[0], *rows[1]])


def test_lines_are_right_below_blank_lines_and_cells_of_several_lines(store: Store, tmp_path: Path) -> None:
    rows = usage_rows(6, 6)
    rows[1][NOTE] = "a\r\nb\nc"
    rows[5][COST] = "?"
    path = write_csv(tmp_path, "usage.csv", rows).path
    lines = path.read_text("utf-8").split("\r\n")
    lines[2:2] = ["", ""]
    path.write_bytes("\r\n".join(lines).encode())
    at = next(number for number, line in enumerate(path.read_bytes().split(b"\n"), 1) if line.rstrip().endswith(b",?"))
    assert named(load_file(store, Incoming("usage.csv", path))) == [(at, "Cost", "?")]


def test_a_title_above_the_header_moves_the_lines_down(store: Store, tmp_path: Path) -> None:
    rows = usage_rows(6, 3)
    rows[2][DATE] = "?"
    path = write_csv(tmp_path, "usage.csv", rows).path
    path.write_bytes(b"Usage of Contoso\r\n\r\n" + path.read_bytes())
    assert named(load_file(store, Incoming("usage.csv", path))) == [(6, "Date", "?")]


def test_a_mended_file_is_refused_where_a_later_load_only_dropped_rows(store: Store, tmp_path: Path) -> None:
    clean = _one_group()
    file = Planted(clean, [*clean[:3], [*clean[3][:COST], "?"]], [(3, COST)])
    aside = _set_aside(store, tmp_path, file)
    load_file(store, write_csv(tmp_path, "later.csv", clean[:1]))
    assert load_file(store, mend(aside, tmp_path / "mended.csv", file.mended)).status == "refused"
    assert total(store) == cost_of(clean[:1])


def test_every_row_names_the_file_of_its_load(store: Store, tmp_path: Path) -> None:
    rows = [usage_rows(seed, 3) for seed in (1, 2)]
    load_file(store, *(write_csv(tmp_path, f"{n}.csv", one) for n, one in enumerate(rows)))
    with store.snapshot() as snap:
        sums = snap.query(
            "SELECT file.file, sum(usage.cost)::DECIMAL(38, 18) AS cost FROM usage JOIN load_file AS file "
            "USING (load_id, file_no) GROUP BY file.file ORDER BY file.file"
        )
    assert sums.rows() == [("0.csv", cost_of(rows[0])), ("1.csv", cost_of(rows[1]))]
