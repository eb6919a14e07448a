"""`benefits load`: the exit codes and the JSON that automation relies on."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.load_process import lock_holder
from tests.terminal import Terminal, Told
from tests.the_cast import FILES
from tests.usage_files import COST, HEADER, SUBSCRIPTIONS, Row, cost_of, files_of, usage_rows, write_csv

FILE_KEYS = {
    *("file", "format", "rows_read", "rows_loaded", "rows_unchanged", "rows_rejected"),
    *("control_totals", "stored_totals", "problems"),
}
PARTNERS, SEATS = FILES / "partners.csv", FILES / "visual-studio-P-1.csv"


def usage(folder: Path, rows: list[Row], name: str = "usage.csv") -> Path:
    return write_csv(folder, name, rows).path


def bad(rows: list[Row]) -> list[Row]:
    """The rows, with a cost in the second that is none."""
    second = [*rows[1][:COST], "1,5", *rows[1][COST + 1 :]]
    return [rows[0], second, *rows[2:]]


def load_json(terminal: Terminal, *words: object) -> tuple[int, dict]:
    told = terminal.run("load", *words, "--format", "json")
    return told.code, told.json


def test_a_load_is_told_field_by_field(terminal: Terminal, tmp_path: Path) -> None:
    rows = usage_rows(1, 200)
    code, told = load_json(terminal, usage(tmp_path, rows))
    assert (code, told["load_id"], told["status"], told["quarantine"]) == (0, 1, "loaded", None)
    [file] = told["files"]
    assert file.keys() >= FILE_KEYS
    assert (file["file"], file["format"]) == ("usage.csv", "azure-sponsorship-usage")
    counts = [file[name] for name in ("rows_read", "rows_loaded", "rows_unchanged", "rows_rejected")]
    assert counts == [200, 200, 0, 0]
    assert file["problems"] == []
    [control], [stored] = file["control_totals"], file["stored_totals"]
    assert control.keys() == {"currency", "amount"}
    assert control == stored
    assert (control["currency"], Decimal(control["amount"])) == ("USD", cost_of(rows))


def test_amounts_are_in_full_however_small(terminal: Terminal, tmp_path: Path) -> None:
    row = ["Lab", SUBSCRIPTIONS[0], "1/2/2026", "r", "Storage", "Blob", "EU West", "Hours", "2E-06", "1E-12"]
    _, told = load_json(terminal, usage(tmp_path, [row]))
    assert told["files"][0]["stored_totals"] == [{"currency": "USD", "amount": "0.000000000001"}]


def test_a_file_loaded_again_is_unchanged(terminal: Terminal, tmp_path: Path) -> None:
    file = usage(tmp_path, usage_rows(1, 50))
    load_json(terminal, file)
    before = files_of(terminal.home / "warehouse")
    code, told = load_json(terminal, file)
    assert (code, told["load_id"], told["status"]) == (0, None, "unchanged")
    assert [told["files"][0][name] for name in ("rows_read", "rows_loaded", "rows_unchanged")] == [50, 0, 50]
    assert files_of(terminal.home / "warehouse") == before


def test_a_bad_cell_refuses_the_load_and_is_named(terminal: Terminal, tmp_path: Path) -> None:
    load_json(terminal, PARTNERS)
    before = files_of(terminal.home)
    code, told = load_json(terminal, usage(tmp_path, bad(usage_rows(2, 10))))
    assert (code, told["load_id"], told["status"], told["quarantine"]) == (2, None, "refused", None)
    expected = 'a number with "." for decimals and no thousands separators'
    assert told["files"][0]["problems"] == [{"line": 3, "column": "Cost", "found": "1,5", "expected": expected}]
    assert files_of(terminal.home) == before


def test_an_empty_cell_is_found_as_nothing(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("partner_id,email,name\nP-1,,Rosa\n")
    load_json(terminal, PARTNERS)
    _, told = load_json(terminal, file)
    assert [(one["line"], one["column"], one["found"]) for one in told["files"][0]["problems"]] == [(2, "email", None)]
    assert "found an empty cell" in terminal.run("load", file).text


def test_the_good_rows_are_loaded_and_the_others_lie_in_a_file_that_can_be_mended(
    terminal: Terminal, tmp_path: Path
) -> None:
    rows = usage_rows(3, 20)
    code, told = load_json(terminal, usage(tmp_path, bad(rows)), "--keep-good")
    assert (code, told["load_id"], told["status"]) == (3, 1, "loaded")
    assert [told["files"][0][name] for name in ("rows_read", "rows_loaded", "rows_rejected")] == [20, 19, 1]
    mended = Path(told["quarantine"])
    mended.write_bytes(mended.read_bytes().replace(b'"1,5"', rows[1][COST].encode()))
    code, told = load_json(terminal, mended)
    assert (code, told["files"][0]["rows_loaded"], told["quarantine"]) == (0, 1, None)
    report = terminal.run("report", "credit-usage", "--format", "json").json
    assert sum(Decimal(row["cost"]) for row in report) == cost_of(rows)


def test_rows_set_aside_of_several_files_lie_in_several_files(terminal: Terminal, tmp_path: Path) -> None:
    files = [usage(tmp_path, bad(usage_rows(seed, 5)), f"usage-{seed}.csv") for seed in (1, 2)]
    code, told = load_json(terminal, *files, "--keep-good")
    assert code == 3
    assert len({Path(path) for path in told["quarantine"] if Path(path).is_file()}) == 2


def test_a_dry_run_says_what_a_load_would_do_and_does_nothing(terminal: Terminal, tmp_path: Path) -> None:
    load_json(terminal, PARTNERS)
    before = files_of(terminal.home)
    code, told = load_json(terminal, usage(tmp_path, bad(usage_rows(4, 10))), "--dry-run", "--keep-good")
    assert (code, told["load_id"], told["status"], told["quarantine"]) == (3, None, "dry-run", None)
    assert [told["files"][0][name] for name in ("rows_loaded", "rows_rejected")] == [9, 1]
    code, told = load_json(terminal, usage(tmp_path, usage_rows(4, 10)), "--dry-run")
    assert (code, told["status"], told["files"][0]["rows_loaded"]) == (0, "dry-run", 10)
    assert files_of(terminal.home) == before


def test_all_files_are_loaded_or_none(terminal: Terminal, tmp_path: Path) -> None:
    files = [usage(tmp_path, usage_rows(1, 5), "good.csv"), usage(tmp_path, bad(usage_rows(2, 5)), "bad.csv")]
    code, told = load_json(terminal, *files)
    assert (code, [one["file"] for one in told["files"]]) == (2, ["good.csv", "bad.csv"])
    assert terminal.run("report", "loads", "--format", "json").json == []


def test_what_the_file_leaves_open_is_asked_and_answered(terminal: Terminal) -> None:
    load_json(terminal, PARTNERS)
    code, told = load_json(terminal, SEATS)
    assert code == 2
    assert told["files"][0]["refusal"]["question"] == {"setting": "partner", "choices": ["P-1", "P-2", "P-3"]}
    code, told = load_json(terminal, SEATS, "--set", "partner=P-1", "--set", "date_order=mdy")
    assert (code, told["status"]) == (0, "loaded")
    assert told["files"][0]["settings"] == {"partner": "P-1", "date_order": "mdy"}


def test_a_currency_is_told(terminal: Terminal, tmp_path: Path) -> None:
    file = usage(tmp_path, usage_rows(5, 5))
    code, told = load_json(terminal, file, "--set", "currency=NOPE")
    assert (code, told["status"], told["files"][0]["refusal"]["code"]) == (2, "refused", "setting_wrong")
    assert 'The setting currency cannot be "NOPE"' in terminal.run("load", file, "--set", "currency=NOPE").text
    _, told = load_json(terminal, file, "--set", "currency=EUR")
    assert [one["currency"] for one in told["files"][0]["stored_totals"]] == ["EUR"]


@pytest.mark.parametrize("word", ["currency", "=EUR", "curency=EUR"])
def test_a_misspelt_setting_is_refused_and_not_taken_for_nothing(terminal: Terminal, tmp_path: Path, word: str) -> None:
    told = terminal.run("load", usage(tmp_path, usage_rows(5, 5)), "--set", word)
    assert (told.code, told.out) == (2, b"")
    assert f'"{word.removesuffix("=EUR") if word[0] != "=" else word}"' in told.err


def test_a_layout_is_told_and_an_unknown_one_refused(terminal: Terminal, tmp_path: Path) -> None:
    file = usage(tmp_path, usage_rows(6, 5))
    code, told = load_json(terminal, file, "--layout", "unknown")
    assert code == 2
    assert 'There is no layout "unknown". Known are: ' in told["files"][0]["refusal"]["sentence"]
    code, told = load_json(terminal, file, "--layout", "partners")
    assert (code, told["status"]) == (2, "refused")
    code, told = load_json(terminal, file, "--layout", "azure-sponsorship-usage")
    assert (code, told["status"]) == (0, "loaded")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b"PK\x03\x04 no workbook"])
def test_a_wrong_file_is_refused_and_nothing_changes(terminal: Terminal, tmp_path: Path, content: bytes) -> None:
    load_json(terminal, PARTNERS)
    before = files_of(terminal.home)
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    code, told = load_json(terminal, file)
    assert (code, told["status"]) == (2, "refused")
    assert told["files"][0]["refusal"]["sentence"].endswith(".")
    assert files_of(terminal.home) == before


def test_a_file_that_is_not_there_is_told_in_json_too(terminal: Terminal, tmp_path: Path) -> None:
    told = terminal.run("load", tmp_path / "none.csv", "--format", "json")
    assert told.code == 2
    assert told.err == f"There is no file {tmp_path / 'none.csv'}.\n"
    assert {name: told.json[name] for name in ("load_id", "status", "files", "quarantine")} == {
        "load_id": None,
        "status": "refused",
        "files": [],
        "quarantine": None,
    }


def test_the_terminal_tells_a_load_in_sentences(terminal: Terminal, tmp_path: Path) -> None:
    first = terminal.run("load", usage(tmp_path, [[*usage_rows(7, 1)[0][:COST], "2.50"]]))
    assert first.text.splitlines() == [
        "usage.csv: taken for azure-sponsorship-usage; rows read 1, loaded 1, unchanged 0, set aside 0",
        "  currency USD was assumed, the default of this layout; say another with --set currency=…",
        "  USD: the file says 2.5, stored is 2.5",
        "Loaded. Snapshot 1 is live.",
    ]


def test_the_terminal_tells_what_was_set_aside_removed_and_not_read(terminal: Terminal, tmp_path: Path) -> None:
    row = ["Lab", SUBSCRIPTIONS[0], "1/2/2026", "r", "Storage", "Blob", "EU West", "Hours", "1", "2"]
    terminal.run("load", usage(tmp_path, [row, row]))
    file = tmp_path / "again.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([[*HEADER, "Tag"], [*row, "x"]])
    again = terminal.run("load", file).text
    assert "rows stored before that this file replaces: 1" in again
    assert "columns that were not read: Tag" in again
    other = terminal.run("load", usage(tmp_path, bad(usage_rows(8, 3)), "aside.csv"), "--keep-good").text
    assert "line 3, Cost: found 1,5; expected a number" in other
    assert "Rows set aside, to mend and load again: " in other


def test_the_terminal_shows_the_first_problems_and_json_all(terminal: Terminal, tmp_path: Path) -> None:
    rows = [[*row[:COST], "dear"] for row in usage_rows(9, 50)]
    file = usage(tmp_path, rows)
    text = terminal.run("load", file).text
    assert text.count("found dear") == 20
    assert "and 30 more; --format json names all" in text
    _, told = load_json(terminal, file)
    assert [one["line"] for one in told["files"][0]["problems"]] == list(range(2, 52))


def test_a_cell_cannot_send_codes_to_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    rows = [[*row[:COST], "\x1b]0;mine\x07\n2"] for row in usage_rows(9, 1)]
    told = terminal.run("load", usage(tmp_path, rows))
    assert r"found \x1b]0;mine\x07\x0a2;" in told.text
    assert "\x1b" not in told.text


def test_a_load_that_another_one_holds_up_is_refused(terminal: Terminal) -> None:
    terminal.environment.setenv("BENEFITS_LOAD_LOCK_SECONDS", "0")
    with lock_holder(terminal.home) as pid:
        told = terminal.run("load", PARTNERS)
    assert (told.code, told.out) == (2, b"")
    assert str(pid) in told.err


def test_told_is_the_same_whatever_else_is_asked(terminal: Terminal) -> None:
    assert terminal.run("load", PARTNERS, "--as-of", "2026-01-31") == Told(
        0,
        b"partners.csv: taken for partners; rows read 3, loaded 3, unchanged 0, set aside 0\n"
        b"Loaded. Snapshot 1 is live.\n",
        "",
    )
