"""What operators, programs and readers are told of a damaged home: a sentence with the last good backup, no fault."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.ui import session
from pages.ui.routes import middleware, routes
from pipelines.settings import Settings
from pipelines.store import Store
from tests.backups import add, backed_up
from tests.damage import HEAD
from tests.page_visits import PAGES, visiting
from tests.terminal import Terminal
from tests.the_cast import EMAILS, FILES


def cut(path: Path) -> None:
    """Leaves half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Leaves nothing of a file."""
    path.write_bytes(b"")


def strike(path: Path) -> None:
    """Changes a byte of every kilobyte behind a database's head: whatever is read is not as it was written."""
    content = bytearray(path.read_bytes())
    for at in range(HEAD + 512, len(content), 1024):
        content[at] ^= 1
    path.write_bytes(content)


DAMAGED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a snapshot cut off": ("warehouse/1.duckdb", cut),
    "a snapshot struck": ("warehouse/1.duckdb", strike),
    "an empty ledger": ("ledger/ledger.duckdb", empty),
    "a ledger struck": ("ledger/ledger.duckdb", strike),
    "a pointer cut off": ("warehouse/live.json", cut),
}
COMMANDS = (
    "report expiry",
    "report requests --format csv",
    "check",
    f"can --as {EMAILS['global_admin']}",
    f"act add_person --as {EMAILS['global_admin']} --set partner=P-1 --set email=new@contoso.example --set name=New",
    "audit verify",
    "token list",
    f"person disable {EMAILS['employee']}",
    "backup",
    "deliver",
    "remind",
    "setup-code",
    "rotate-key",
    f"erase {EMAILS['stranger']}",
    "evidence --partner P-1 --from 2026-05-01 --to 2026-05-31 -o evidence.zip",
    "pack --month 2026-05 -o pack.zip",
    f"load {FILES / 'partners.csv'}",
)
# One damage in the short form; the others are a long one's.
FIRST = "a ledger struck"
OTHERS = [pytest.param(name, marks=pytest.mark.deep) for name in DAMAGED if name != FIRST]
FEW = ["overview", "requests"]
ADDRESSES = ("/readyz", "/api/reports/expiry.csv", "/calendar/abc.ics", "/media/x.csv", "/verify?token=abc", "/metrics")


@pytest.fixture
def backup(cast_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a backup of the cast's home with deeds."""
    with closing(Store(cast_home)) as store:
        add(store, "first")
    monkeypatch.setenv("BENEFITS_BACKUP_FOLDER", str(tmp_path / "backups"))
    return backed_up(cast_home, tmp_path / "backups").path.name


def damage(home: Path, name: str) -> None:
    """Damages a file of the home."""
    file, do = DAMAGED[name]
    do(home / file)


@pytest.mark.parametrize("name", [FIRST, *OTHERS])
def test_every_command_names_the_backup_and_none_ends_with_a_fault(
    cast_terminal: Terminal, backup: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    cast_terminal.environment.setenv("BENEFITS_BACKUP_FOLDER", str(tmp_path / "backups"))
    monkeypatch.chdir(tmp_path)
    damage(cast_terminal.home, name)
    for command in COMMANDS:
        told = cast_terminal.run(*command.split())
        assert (told.code in (0, 3, 4)) or (told.code == 2 and backup in told.text + told.err), (command, told)
    assert cast_terminal.run("check").code == 2
    assert not (cast_terminal.home / "faults.log").exists()
    assert cast_terminal.run("restore", backup, "--replace").code == 0
    assert cast_terminal.run("check").code == 0


@pytest.fixture
def told_in_full() -> Iterator[None]:
    """Lets a page without the server's handler tell what it ends with."""
    st.set_option("client.showErrorDetails", "full")
    yield
    st.set_option("client.showErrorDetails", "none")


@pytest.mark.usefixtures("told_in_full")
@pytest.mark.parametrize("pages", [FEW, pytest.param(list(PAGES), marks=pytest.mark.deep)])
@pytest.mark.parametrize("name", DAMAGED)
def test_every_page_names_the_backup(cast_home: Path, backup: str, name: str, pages: list[str]) -> None:
    damage(cast_home, name)
    session._store_at.cache_clear()
    with visiting(cast_home) as visit:
        for page in pages:
            seen = visit("finance", page)
            # What the script ends with is shown by the server in the same words.
            refused = [one.value for one in seen.error] + [one.message for one in seen.exception]
            assert all(backup in one for one in refused), (page, refused)
    session._store_at.cache_clear()


@pytest.mark.parametrize("name", DAMAGED)
def test_every_address_answers_in_a_sentence(
    cast_home: Path, backup: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("BENEFITS_HOME", str(cast_home))
    damage(cast_home, name)
    session._store_at.cache_clear()
    settings = Settings(home=cast_home, sign_in="demo", metrics_token="m" * 32)
    app = Starlette(routes=routes(settings), middleware=middleware(settings))
    asking = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    for address in ADDRESSES:
        told = asking.get(address, headers={"Authorization": f"Bearer {'m' * 32}"})
        assert told.status_code < 500 or (told.status_code == 503 and backup in told.text), (address, told.text)
    assert asking.get("/healthz").status_code == 200
    session._store_at.cache_clear()
