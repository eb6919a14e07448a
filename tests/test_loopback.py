"""Commands find the ledger: here, or in the app that holds it, with the same output and exit code."""

import json
import os
import shutil
import socket
import stat
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pipelines.commands import where
from pipelines.commands.loopback import PATH, Door, find_door, open_door
from pipelines.settings import PROJECT
from pipelines.store import Store
from pipelines.store.errors import LedgerBusy
from tests.backend import copied
from tests.serving import WAIT_SECONDS, server_process, serving
from tests.terminal import PROGRAM, Terminal, Told, run_apart
from tests.the_cast import EMAILS, TODAY

DAY = {"BENEFITS_AS_OF": TODAY.isoformat()}
ADMIN = ("--as", EMAILS["global_admin"])
# Each command beside the app's own words for the same, with settings of its own where there are some.
COMMANDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("check", {}),
    ("check", {"BENEFITS_LANGUAGE": "zh-Hant"}),
    ("report overview --format json", {}),
    ("report expiry", {}),
    ("report expiry", {"BENEFITS_AS_OF": "2026-12-31"}),
    ("report expiry --as-of 2026-12-31 --format csv", {}),
    ("report utilization --by family", {"BENEFITS_LANGUAGE": "zh-Hans"}),
    ("report loads --format xlsx", {}),
    ("report nothing", {}),
    ("report expiry --snapshot 7", {}),
    ("report expiry --format csv -o no-such-folder/expiry.csv", {}),
    ("report expiry --format csv -o expiry.csv --manifest", {}),
    ("report --help", {}),
    ("report expiry --never", {}),
    ("can --as {admin}", {}),
    ("can --as {admin} --format json", {"BENEFITS_LANGUAGE": "zh-Hans"}),
    ("can --as nobody", {}),
    (
        "act change_roles --as {employee} --set partner=P-1 --set person={employee} --set roles=global_admin --dry-run",
        {},
    ),
    ("act no_such_action --as {admin}", {}),
    ("token list", {}),
    ("audit seal", {}),
    ("audit seal -o ledger.seal", {}),
    ("audit verify --seal ledger.seal", {}),
    ("audit verify --seal missing.seal", {}),
    ("pack --month 2026-05 -o may.zip", {}),
    ("pack --month 2027-05 -o never.zip", {}),
    ("report usage-detail -o detail.csv --manifest", {}),
    ("report usage-detail --format csv", {}),
    ("report usage-detail -o no-such-folder/detail.xlsx", {}),
)


def told(terminal: Terminal, folder: Path) -> list[tuple[str, Told]]:
    """What the commands say, one after the other, run in a folder of their own."""
    folder.mkdir()
    terminal.environment.chdir(folder)
    return [(words, one(terminal, words, settings)) for words, settings in COMMANDS]


def one(terminal: Terminal, words: str, settings: dict[str, str]) -> Told:
    for name, value in {"BENEFITS_HOME": str(terminal.home), "BENEFITS_LANGUAGE": "", **DAY, **settings}.items():
        terminal.environment.setenv(name, value)
    return terminal.run(*words.format(**EMAILS, admin=EMAILS["global_admin"]).split())


def left(folder: Path) -> dict[str, bytes]:
    """The files in a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_command_says_and_leaves_the_same_beside_the_app(
    cast_terminal: Terminal, cast_files: Path, tmp_path: Path
) -> None:
    copy = copied(cast_files, tmp_path / "alone")
    alone = told(Terminal(copy, cast_terminal.environment, cast_terminal.captured), tmp_path / "quiet")
    with serving(cast_terminal.home, tmp_path / "server.log"):
        beside = told(cast_terminal, tmp_path / "busy")
    assert beside == alone
    assert left(tmp_path / "busy") == left(tmp_path / "quiet")
    files = (
        "expiry.csv",
        "expiry.csv.manifest.json",
        "ledger.seal",
        "may.zip",
        "detail.csv",
        "detail.csv.manifest.json",
    )
    assert left(tmp_path / "busy").keys() == {*files}
    assert list((cast_terminal.home / "work").iterdir()) == []


@pytest.fixture(scope="module")
def held(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Door]]:
    """A home that a running app holds, and how the app is reached."""
    place = tmp_path_factory.mktemp("held")
    home = copied(cast_files, place / "home")
    with serving(home, place / "server.log"):
        door = find_door(home)
        assert door is not None
        yield home, door


def test_a_deed_at_the_terminal_is_done_in_the_app_and_once(held: tuple[Path, Door]) -> None:
    home, _ = held
    added = ("--set", "email=new@contoso.example", "--set", "name=New", "--set", "member_type=member")
    words = ("act", "add_person", *ADMIN, *added, "--request-id", "r-1", "--format", "json")
    first, again = run_apart(home, *words), run_apart(home, *words)
    assert (first.code, first.json["outcome"]) == (0, "done")
    assert again == first
    assert "1 deeds in 1 streams" in run_apart(home, "audit", "verify").text


def test_commands_at_once_are_all_answered(held: tuple[Path, Door]) -> None:
    home, _ = held
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: run_apart(home, "report", "expiry", "--format", "csv"), range(4)))
    assert {one.code for one in told} == {0}
    assert len({one.out for one in told}) == 1


def test_commands_at_once_wait_for_each_other_where_no_app_runs(cast_home: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _: run_apart(cast_home, "check"), range(3)))
    assert [(one.code, one.err) for one in told] == [(0, "")] * 3


def test_a_proxy_of_the_environment_is_not_asked(held: tuple[Path, Door]) -> None:
    nobody = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy"), "http://127.0.0.1:9")
    assert run_apart(held[0], "check", **nobody).code == 0


def asked(door: Door, headers: dict[str, str], body: str = "{}", method: str = "POST") -> int:
    """The status of the app's answer to a message."""
    with closing(HTTPConnection("127.0.0.1", door.port, timeout=WAIT_SECONDS)) as connection:
        connection.request(method, PATH, body, headers)
        return connection.getresponse().status


def message(*words: str) -> str:
    return json.dumps({"words": words, "folder": "/", "as_of": None, "language": "en"})


def test_the_app_answers_only_who_knows_the_word_and_asks_from_this_machine(held: tuple[Path, Door]) -> None:
    _, door = held
    known = {"Authorization": f"Bearer {door.token}"}
    assert asked(door, known, message("check")) == 200
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {door.token}x"},
        {"Authorization": door.token},
        {**known, "X-Forwarded-For": "10.0.0.7"},
        {**known, "Forwarded": "for=10.0.0.7"},
    ):
        assert asked(door, headers, message("check")) == 403, headers
    for host in ("evil.example", "10.0.0.7:8501"):
        assert asked(door, {**known, "Host": host}, message("check")) == 421, host


@pytest.mark.parametrize(
    "body",
    ["", "{}", "[]", message(), message("serve"), message("load", "x.csv"), message("demo"), message("rollback")],
)
def test_the_app_runs_no_other_command(held: tuple[Path, Door], body: str) -> None:
    assert asked(held[1], {"Authorization": f"Bearer {held[1].token}"}, body) == 400


def test_the_word_is_for_its_owner_alone_and_goes_with_the_app(cast_home: Path, tmp_path: Path) -> None:
    with serving(cast_home, tmp_path / "server.log") as address:
        file = cast_home / "app.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert address.endswith(f":{json.loads(file.read_text())['port']}")
    assert not file.exists()
    assert run_apart(cast_home, "check").code == 0


def test_the_word_of_an_app_that_was_killed_is_in_nobodys_way(cast_home: Path, tmp_path: Path) -> None:
    with server_process(cast_home, tmp_path / "server.log") as (process, _):
        while find_door(cast_home) is None:
            assert process.poll() is None
        process.kill()
        process.wait()
    assert find_door(cast_home) is not None
    assert run_apart(cast_home, "check").code == 0
    with serving(cast_home, tmp_path / "again.log"):
        assert run_apart(cast_home, "check").code == 0


def test_the_word_of_another_home_is_not_taken(held: tuple[Path, Door], cast_home: Path) -> None:
    shutil.copy(held[0] / "app.json", cast_home / "app.json")
    for path in (cast_home / "warehouse").iterdir():
        path.unlink()
    assert "0 snapshots" in run_apart(cast_home, "check").text


@contextmanager
def answering(say: bytes) -> Iterator[int]:
    """A port at which somebody says something and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    line, _ = server.accept()
                    line.recv(65_536)
                    line.sendall(say)
                    line.close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_an_app_that_ends_before_it_answers_is_told_as_that(cast_home: Path) -> None:
    store = Store(cast_home)
    store.open()
    with answering(b"") as port, open_door(cast_home, port, "word"):
        told = run_apart(cast_home, "check")
    store.close()
    assert (told.code, told.out) == (1, b"")
    assert told.err.startswith("The app ended while it ran this command, so what came of it is not known.")


def busy(_: object) -> int:
    raise LedgerBusy(pid=os.getpid(), seconds=0)


def test_who_holds_the_ledger_for_long_is_named(cast_terminal: Terminal) -> None:
    cast_terminal.environment.setattr(where, "_PATIENCE_SECONDS", 0.3)
    for say in (None, b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"):
        with answering(say or b"") as port:
            left = open_door(cast_terminal.home, port if say else port + 1, "word")
            with left, pytest.raises(LedgerBusy, match=rf"process {os.getpid()}\)"):
                where.where_the_ledger_is(["check"], busy)


def test_what_the_app_left_for_a_terminal_that_never_came_goes_when_it_starts_again(cast_home: Path) -> None:
    (cast_home / "work" / "left-behind").write_text("rows")
    with open_door(cast_home, 1, "word"):
        assert list((cast_home / "work").iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "null"])
def test_a_word_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "app.json").write_text(content)
    assert find_door(tmp_path) is None


def test_the_app_does_not_start_where_another_program_holds_the_ledger(cast_home: Path, tmp_path: Path) -> None:
    store, log = Store(cast_home), tmp_path / "server.log"
    store.open()
    with server_process(cast_home, log) as (process, _):
        assert process.wait(timeout=WAIT_SECONDS) == 1
    store.close()
    told = log.read_text()
    assert f"Another program (process {os.getpid()}) holds the ledger" in told
    assert "Traceback" not in told


def test_a_reader_that_hangs_up_ends_the_command_quietly(held: tuple[Path, Door]) -> None:
    told = {"BENEFITS_HOME": str(held[0]), "BENEFITS_AS_OF": TODAY.isoformat()}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, "report", "credit-usage", "--by", "day"],
        cwd=PROJECT,
        env={**os.environ, **told},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")
