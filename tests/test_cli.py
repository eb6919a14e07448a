"""`benefits`: a refusal is a sentence and exit 2, a fault of ours a reference and exit 1, and neither a traceback."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from pipelines import faults
from pipelines.commands.load_told import progress_bar
from pipelines.ingest import Progress
from pipelines.ingest.outcome import TotalsDisagree
from pipelines.ingest.templates import TEMPLATES
from pipelines.settings import PROJECT
from tests.terminal import Terminal, Told, run_apart
from tests.the_cast import FILES
from tests.usage_files import files_of

WHOLE = b"""The warehouse is whole: 1 snapshots, 1 is live.
The ledger is as it was written: 0 deeds in 0 streams.
There is no backup yet; `benefits backup` makes one.
"""
SECRET = "XXXXX-YYYYY-ZZZZZ"


def refused(told: Told, words: str) -> None:
    """A sentence with these words on stderr, nothing on stdout, exit 2."""
    assert words in told.err
    assert (told.code, told.out) == (2, b"")
    assert "Traceback" not in told.err


WRONG_USES = {
    "load": "Missing argument",
    "load --bogus": "No such option: --bogus",
    "report": "Missing argument",
    "report expiry --as-of 2026-13-01": "2026-13-01",
    "report expiry --format doc": "'table', 'csv', 'json', 'xlsx', 'parquet'",
    "report expiry --snapshot last": "--snapshot",
    "report expiry --filter partner": '"partner" is not a setting. Write it as KEY=VALUE.',
    "report expiry --filter =P-1": '"=P-1" is not a setting. Write it as KEY=VALUE.',
    "serve --port 99999": "--port",
    "template licences": "There are: partners, ",
    "steal": "No such command 'steal'",
}


@pytest.mark.parametrize("words", WRONG_USES)
def test_a_wrong_use_is_a_sentence(terminal: Terminal, words: str) -> None:
    refused(terminal.run(*words.split()), WRONG_USES[words])


def test_without_a_command_all_are_named(terminal: Terminal) -> None:
    assert all(name in terminal.run("--help").text for name in ("load", "report", "template", "demo", "serve", "check"))


def test_wrong_settings_are_named_by_every_command(terminal: Terminal) -> None:
    terminal.environment.setenv("BENEFITS_AS_OF", "yesterday")
    terminal.environment.setenv("BENEFITS_SNAPSHOTS_KEPT", "0")
    for words in ("check", "report expiry", "rollback", "demo", "serve", f"load {FILES / 'partners.csv'}"):
        told = terminal.run(*words.split())
        refused(told, "BENEFITS_AS_OF is 'yesterday', expected a day such as 2026-06-15")
        refused(told, "BENEFITS_SNAPSHOTS_KEPT is '0', expected a whole number from 2 to 1000")


def test_a_home_that_is_a_file_is_refused(terminal: Terminal) -> None:
    terminal.home.write_text("not a folder")
    refused(terminal.run("check"), f"The folder {terminal.home} cannot be used: ")


def test_the_terminal_speaks_the_language_of_the_settings(terminal: Terminal) -> None:
    terminal.environment.setenv("BENEFITS_LANGUAGE", "zh-Hant")
    assert terminal.run("check").text.splitlines() == [
        "資料倉儲完整：0 個快照，0 有效。",
        "台帳與寫入時一致：0 個串流中共 0 筆記錄。",
        "還沒有備份；請用 `benefits backup` 建立。",
    ]
    refused(terminal.run("load", "no.csv"), "沒有檔案 no.csv。")


def test_a_fault_of_ours_has_a_reference_and_its_details_are_in_the_log(cast_terminal: Terminal) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    cast_terminal.environment.setattr("pipelines.commands.report.rows", fail)
    told = cast_terminal.run("report", "expiry")
    assert (told.code, told.out) == (1, b"")
    assert len(told.err.splitlines()) == 1
    log = (cast_terminal.home / faults.LOG).read_text("utf-8")
    entry = json.loads(log)
    assert f"(reference {entry['reference']})" in told.err
    assert str(cast_terminal.home / faults.LOG) in told.err
    assert entry["raised"][0]["kind"] == "ZeroDivisionError"
    assert entry["raised"][0]["at"][-1].endswith(" fail")
    assert SECRET not in log + told.err


def test_the_log_names_what_led_to_a_fault(tmp_path: Path) -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise RuntimeError(SECRET) from first
    except RuntimeError as fault:
        faults.record(fault, tmp_path)
    entry = json.loads((tmp_path / faults.LOG).read_text("utf-8"))
    assert [one["kind"] for one in entry["raised"]] == ["RuntimeError", "KeyError"]


def test_where_no_log_can_be_written_the_details_are_one_line_on_stderr(cast_terminal: Terminal) -> None:
    cast_terminal.environment.setattr("pipelines.commands.report.rows", lambda *_: 1 // 0)
    (cast_terminal.home / faults.LOG).mkdir()
    told = cast_terminal.run("report", "expiry")
    details, sentence = told.err.splitlines()
    assert json.loads(details)["reference"] in sentence
    assert told.code == 1


def test_where_the_log_takes_no_more_the_details_are_one_line_on_stderr(cast_terminal: Terminal) -> None:
    cast_terminal.environment.setattr("pipelines.commands.report.rows", lambda *_: 1 // 0)
    (cast_terminal.home / faults.LOG).symlink_to("/dev/full")
    told = cast_terminal.run("report", "expiry")
    details, sentence = told.err.splitlines()
    assert json.loads(details)["reference"] in sentence
    assert told.code == 1


@pytest.mark.parametrize(
    "words",
    [
        "can --as global-admin@contoso.example",
        "act assign_seat --as global-admin@contoso.example --entitlement E-1 --set person=x@contoso.example",
        "check",
        "audit verify",
        "backup",
        "deliver",
        "remind",
        "token list",
        "pack --month 2026-05 -o pack.zip",
        "erase x@contoso.example",
        "rotate-key",
        "rollback",
    ],
)
def test_whatever_the_command_a_fault_of_ours_has_a_reference_and_tells_nothing(
    cast_terminal: Terminal, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError(SECRET)

    cast_terminal.environment.setattr("pipelines.store.Store.__init__", fail)
    told = cast_terminal.run(*words.split())
    [entry] = [json.loads(line) for line in (cast_terminal.home / faults.LOG).read_text("utf-8").splitlines()]
    assert (told.code, told.out) == (1, b"")
    assert f"(reference {entry['reference']})" in told.err
    assert SECRET not in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("fault", [ZeroDivisionError(), TotalsDisagree(file="f", control="1 USD", stored="2 USD")])
def test_a_fault_of_ours_during_a_load_changes_nothing(cast_terminal: Terminal, fault: Exception) -> None:
    def fail(*_: object) -> None:
        raise fault

    before = files_of(cast_terminal.home / "warehouse")
    cast_terminal.environment.setattr(sys.modules["pipelines.ingest.take"], "record_file", fail)
    told = cast_terminal.run("load", FILES / "people.csv", "--set", "partner=P-1")
    assert (told.code, told.out) == (1, b"")
    assert "Traceback" not in told.err
    assert files_of(cast_terminal.home / "warehouse") == before


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_every_template_loads_as_it_is_after_that_of_partners(terminal: Terminal, tmp_path: Path, suffix: str) -> None:
    for name in sorted(TEMPLATES, key=lambda name: name != "partners"):
        file = tmp_path / f"{name}.{suffix}"
        assert terminal.run("template", name, "-o", file) == Told(0, b"", "")
        assert terminal.run("load", file).code == 0
    assert terminal.run("check").code == 0


def test_a_template_is_printed_where_no_file_is_named(terminal: Terminal) -> None:
    header, example = terminal.run("template", "people").out.decode("utf-8-sig").splitlines()
    assert header == "partner_id,email,name,member_type,in_directory,roles"
    assert "@" in example


def test_rollback_brings_the_state_before_the_last_load_back(cast_terminal: Terminal, tmp_path: Path) -> None:
    before = cast_terminal.run("report", "loads", "--format", "csv").out
    partner = tmp_path / "partners.csv"
    partner.write_text("partner_id,legal_name,country,currency\nP-9,Ninth,US,USD\n")
    assert cast_terminal.run("load", partner).code == 0
    assert cast_terminal.run("report", "loads", "--format", "csv").out != before
    assert cast_terminal.run("rollback") == Told(0, b"Snapshot 1 is live again.\n", "")
    assert cast_terminal.run("report", "loads", "--format", "csv").out == before
    refused(
        cast_terminal.run("rollback"),
        "Snapshot 1 is live and none before it is kept, so there is nothing to go back to.",
    )


def test_an_older_state_is_read_by_its_number(cast_terminal: Terminal, tmp_path: Path) -> None:
    before = cast_terminal.run("report", "credit-usage", "--format", "csv").out
    usage = tmp_path / "usage.csv"
    usage.write_bytes((FILES / "usage.csv").read_bytes().replace(b'"250.5"', b'"260.5"'))
    assert cast_terminal.run("load", usage).code == 0
    assert cast_terminal.run("report", "credit-usage", "--format", "csv").out != before
    assert cast_terminal.run("report", "credit-usage", "--format", "csv", "--snapshot", 1).out == before
    refused(cast_terminal.run("report", "credit-usage", "--snapshot", 7), "There is no snapshot 7. Kept are: 1, 2.")


def test_a_whole_warehouse_is_clean(cast_terminal: Terminal) -> None:
    assert cast_terminal.run("check") == Told(0, WHOLE, "")


def test_a_letter_that_changed_in_a_stored_name_is_found_and_said(cast_terminal: Terminal) -> None:
    file = cast_terminal.home / "warehouse" / "1.duckdb"
    file.write_bytes(file.read_bytes().replace(b"Contoso Production", b"Contoso production"))
    told = cast_terminal.run("check")
    assert (told.code, told.err) == (2, "")
    assert told.text.startswith("The file of snapshot 1 is damaged. Restore it from a backup")
    assert "There is no good backup." in told.text
    assert len(told.text.splitlines()) == 2


@pytest.mark.parametrize("words", ["check", "report expiry", f"load {FILES / 'partners.csv'}"])
def test_a_file_that_is_no_database_any_more_is_a_sentence_to_every_command(
    cast_terminal: Terminal, words: str
) -> None:
    (cast_terminal.home / "warehouse" / "1.duckdb").write_bytes(b"\xff" * 8192)
    told = cast_terminal.run(*words.split())
    assert told.code == 2
    assert re.match(
        r"(The file of s|S)napshot 1 (is damaged|cannot be read: its file is damaged)[.,]", told.text + told.err
    )


def test_a_pointer_that_cannot_be_read_is_a_sentence(cast_terminal: Terminal) -> None:
    pointer = cast_terminal.home / "warehouse" / "live.json"
    pointer.write_text("{")
    refused(cast_terminal.run("report", "expiry"), "warehouse/live.json names the live snapshot but cannot be read.")
    assert cast_terminal.run("check").code == 2


def test_the_demo_loads_and_is_whole_and_again_changes_nothing(terminal: Terminal) -> None:
    made = terminal.run("demo")
    assert (made.code, made.err) == (0, "")
    assert made.text.splitlines()[-1] == "Loaded. Snapshot 1 is live."
    assert terminal.run("check").code == 0
    assert (
        terminal.run("demo").text.splitlines()[-1] == "Unchanged: every row was there already. Snapshot 1 stays live."
    )


def test_the_app_is_started_in_the_project_on_the_home_that_was_meant(terminal: Terminal, tmp_path: Path) -> None:
    started = []
    terminal.environment.chdir(tmp_path)
    terminal.environment.setenv("BENEFITS_HOME", "here")
    terminal.environment.setattr(os, "execve", lambda *call: started.append((Path.cwd(), *call)))
    assert terminal.run("serve", "--port", 8600).code == 0
    [(folder, program, command, environment)] = started
    assert (folder, program) == (PROJECT, sys.executable)
    told = ["--server.port", "8600", "--server.maxUploadSize", "500"]
    assert command[1:] == ["-m", "streamlit", "run", "app.py", *told]
    assert environment["BENEFITS_HOME"] == str(tmp_path / "here")


@pytest.mark.parametrize(
    ("named", "told"), [(None, "http://localhost:8600"), ("https://benefits.example", "https://benefits.example")]
)
def test_links_name_the_port_that_was_asked_for_unless_an_address_is_set(
    terminal: Terminal, named: str | None, told: str
) -> None:
    started = []
    terminal.environment.setattr(os, "execve", lambda program, command, environment: started.append(environment))
    terminal.environment.setattr(os, "chdir", lambda folder: None)
    if named:
        terminal.environment.setenv("BENEFITS_ADDRESS", named)
    begun = terminal.run("serve", "--port", 8600)
    assert f"signs in at {told} and" in begun.err
    assert started[0]["BENEFITS_ADDRESS"] == told


def test_the_bar_shows_rows_where_stderr_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar() as watch:
        watch(Progress("usage.csv", 0, 1, 10, 40))
        watch(Progress("usage.csv", 0, 1, 40, 40))


def test_the_program_ends_with_its_exit_codes_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert run_apart(tmp_path, "load", FILES / "partners.csv").code == 0
    refused(run_apart(tmp_path, "report", "costs"), 'There is no report "costs".')
    refused(run_apart(tmp_path, "load", "--never"), "No such option: --never")


def test_letters_that_a_terminal_lacks_do_not_stop_a_load(tmp_path: Path) -> None:
    partner = tmp_path / "partners.csv"
    partner.write_text(
        "partner_id,legal_name,country,currency\nP-1,Müller 合作,DE,EUR\nP-合,x,DE,EUR\n", encoding="utf-8"
    )
    told = run_apart(tmp_path / "home", "load", partner, "--keep-good", PYTHONIOENCODING="latin-1")
    assert (told.code, told.err) == (3, "")
    assert r"found P-\u5408" in told.text
