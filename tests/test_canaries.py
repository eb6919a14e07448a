"""Fifty secrets through the life of a home: none of them is told in any place that is not its own."""

import io
import json
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import streamlit as st
import structlog
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.ui import session
from pages.ui.identity import COOKIE, demo_cookie
from pages.ui.proxy import SECRET_HEADER
from pages.ui.routes import middleware, routes
from pipelines.actions import Done, Order, act, outbox
from pipelines.actions.mailed_link import token_of
from pipelines.actions.reminders import new_calendar
from pipelines.commands.exchange import Data, Kept, Line
from pipelines.commands.output import writing_to
from pipelines.commands.program import run, told
from pipelines.faults import record
from pipelines.reports import REPORTS, Request
from pipelines.reports import run as run_report
from pipelines.reports.export import to_csv, to_json, to_xlsx
from pipelines.secrets import key_ring
from pipelines.settings import Settings, load_settings
from pipelines.store import EVERYTHING, Store
from pipelines.store.chain import APP
from tests.backend import copied
from tests.canaries import LETTERS, Canaries, drawn, rows_of
from tests.page_visits import PAGES, visiting
from tests.reminding import round_of
from tests.serving import free_port, serving
from tests.terminal import run_apart
from tests.the_cast import EMAILS, NOW, TODAY
from tests.tokens import made, with_bearer

CLOUD, SOFTWARE = "E-3", "E-5"
REVEALED = 10
GROUPS = "BCDFGHJKMNPQRTVWXY2346789"
HERE = "http://localhost:8501"
# What the short run looks at; the long one looks at all there is.
SOME_PAGES = ("cloud", "tokens", "messages")
SOME_REPORTS = ("keys", "tokens", "messages", "audit", "history", "loads")
CONTACT = {"name": "Pia Primary", "email": "pia@contoso.example", "language": "en"}


@dataclass
class Life:
    """A home, its settings, and the canaries that were planted in it."""

    home: Path
    canaries: Canaries
    settings: Settings

    def terminal(self, *words: str, secret: bool = False) -> list[str]:
        """Runs a command; gives the lines it printed. What is printed to be taken away (`secret`) is not looked at."""
        kept = Kept(self.home.parent)
        with writing_to(kept):
            code = told(lambda: run(words))
        lines = [one.line for one in kept.written if isinstance(one, Line)]
        place = "taken away" if secret else "terminal"
        self.canaries.says(place, f"{words} {code}\n" + "\n".join(lines))
        for one in kept.written:
            if not isinstance(one, Line):
                self.canaries.says("exports", one.content if isinstance(one, Data) else one.left.read_bytes())
        return lines


def product_key() -> str:
    return "-".join("".join(secrets.choice(GROUPS) for _ in range(5)) for _ in range(5))


@pytest.fixture(scope="module")
def life(cast_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """What was said and left, from the first load to the erasure of a person."""
    home = copied(cast_files, tmp_path_factory.mktemp("canaries") / "home")
    session._store_at.cache_clear()
    canaries, log = Canaries(), io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    with pytest.MonkeyPatch.context() as patch, redirect_stderr(log), structlog.testing.capture_logs() as events:
        lived = Life(home, canaries, _settings(patch, home, canaries))
        with closing(Store(home)) as held:
            held.open()
            for chapter in (_loaded, _done, _asked, _kept):
                chapter(lived)
            session.store().close()
        session._store_at.cache_clear()
        canaries.says("logs", log.getvalue() + json.dumps(events, default=str))
        yield lived
    logging.getLogger().removeHandler(handler)
    session._store_at.cache_clear()
    st.cache_data.clear()


def _settings(patch: pytest.MonkeyPatch, home: Path, canaries: Canaries) -> Settings:
    """Settings with every secret that there is, and a mail server that nobody answers for."""
    for name in [name for name in os.environ if name.startswith("BENEFITS_")]:
        patch.delenv(name)
    plain = {"home": home, "sign_in": "demo", "as_of": TODAY, "smtp_host": "127.0.0.1", "smtp_port": free_port()}
    plain |= {"smtp_user": "benefits", "mail_from": "benefits@contoso.example", "tries_per_minute": 100_000}
    secret = {name: canaries.plant(name, secrets.token_hex(20)) for name in _secret_settings()}
    for name, value in (plain | secret).items():
        patch.setenv(f"BENEFITS_{name.upper()}", str(value))
    settings = load_settings()
    canaries.plant("signing key", settings.signing_key().hex())
    _plant_ring(home, canaries)
    return settings


def _plant_ring(home: Path, canaries: Canaries) -> None:
    ring = key_ring(home / "keys.json")
    canaries.plant(f"ring key {ring.current}", ring.keys[ring.current].hex())
    canaries.plant("digest secret", ring.digest_secret.hex())


def _secret_settings() -> list[str]:
    """Those that are a secret and nothing else: the address of a server is one with a password in it."""
    secret = [name for name, one in Settings.model_fields.items() if "SecretStr" in str(one.annotation)]
    return [name for name in secret if name not in ("ledger", "warehouse")]


def _loaded(lived: Life) -> None:
    """Product keys of a cloud licence and of software, some in rows that are set aside; half of them are revealed."""
    keys = [lived.canaries.plant(f"product key {number}", product_key()) for number in range(25)]
    rows = [f"{CLOUD if number < REVEALED else SOFTWARE},{key},1" for number, key in enumerate(keys[:20])]
    rows += [f"{CLOUD},{key}-X,1" for key in keys[20:23]] + [f"E-9,{key},1" for key in keys[23:]]
    file = lived.home.parent / "product-keys.csv"
    file.write_text("entitlement_id,key,seats\n" + "\n".join(rows) + "\n")
    lived.terminal("load", str(file), "--format", "json")
    lived.terminal("load", str(file), "--keep-good")
    asked = ("--set", "acknowledged=yes", "--set", "tenant_checked=yes")
    shown = lived.terminal("act", "get_keys", "--as", EMAILS["mpn_admin"], "--entitlement", CLOUD, *asked, secret=True)
    assert set(keys[:REVEALED]) <= set(shown)


def _done(lived: Life) -> None:
    """Tokens, calendars, mailed links, letters and reminders; a fault; a code for a first run."""
    store, canaries = Store(lived.home), lived.canaries
    for cast in ("global_admin", "mpn_admin", "manager", "finance", "auditor", "other_admin"):
        canaries.plant(f"token of {cast}", made(store, cast).text)
        canaries.plant(f"cookie of {cast}", demo_cookie(EMAILS[cast], lived.settings))
        calendar = new_calendar()
        canaries.plant(f"calendar of {cast}", calendar.text)
        _deed(store, "create_calendar", cast, APP, calendar.told)
    for number in range(4):
        _deed(store, "send_verification", "global_admin", "P-1", CONTACT | {"email": f"pia{number}@contoso.example"})
    links = store.ledger().query("SELECT facts ->> 'link' AS link FROM message WHERE kind = 'verification'")["link"]
    for number, link in enumerate(links):
        canaries.plant(f"mailed link {number}", token_of(link, store.home))
    round_of(store)
    outbox.deliver(store, NOW)
    record(ValueError(*canaries.secrets.values()), lived.home)
    store.close()
    _first_run(lived)


def _deed(store: Store, action: str, cast: str, stream: str, given: dict[str, str]) -> None:
    order = Order(action, EMAILS[cast], stream, None, given, secrets.token_hex(8), NOW, TODAY)
    assert isinstance(act(store, order), Done), action


def _first_run(lived: Life) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENEFITS_HOME", str(lived.home.parent / "first"))
        [code] = [line for line in lived.terminal("setup-code", secret=True) if line.count("-") == 3]
        lived.canaries.plant("set-up code", code)
        lived.terminal("check")
    shutil.copytree(lived.home.parent / "first", lived.home / "first")


def _asked(lived: Life) -> None:
    """What the server answers: to those who have a secret, and to those who have nearly one, in each place of an
    address."""
    app = Starlette(routes=routes(lived.settings), middleware=middleware(lived.settings))
    with TestClient(app, HERE, client=("127.0.0.1", 50000), follow_redirects=False) as client:
        _ask(lived, client)


def _ask(lived: Life, client: httpx.Client) -> None:
    secret, ask = lived.canaries.secrets, _asking(lived.canaries, client)
    for name, value in secret.items():
        if name.startswith("token of"):
            for report in ("tokens", "audit", "messages", "no-such-report"):
                ask(f"/api/reports/{report}.csv", with_bearer(value))
            ask("/api/reports/tokens.csv", with_bearer(f"{value}x"))
            ask(f"/api/reports/tokens.csv?token={value}", {})
        elif name.startswith("calendar"):
            ask(f"/calendar/{value}.ics", {})
            ask(f"/calendar/{value}x.ics", {})
        elif name.startswith("mailed link"):
            ask(f"/verify?token={value}", {})
            ask(f"/verify?token={value}", {}, "POST")
        elif name.startswith("cookie"):
            ask("/media/nothing.csv", {"cookie": f"{COOKIE}={value}"})
            ask("/sign-out", {"cookie": f"{COOKIE}={value}"})
    ask("/metrics", {"authorization": f"Bearer {secret['metrics_token']}"})
    ask("/metrics", {"authorization": f"Bearer {secret['metrics_token']}x"})
    ask("/readyz", {SECRET_HEADER: secret["proxy_secret"], "X-Forwarded-Email": EMAILS["manager"]})
    ask("/nowhere", {SECRET_HEADER: secret["proxy_secret"]})


def _asking(canaries: Canaries, client: httpx.Client) -> Callable[..., None]:
    def ask(address: str, headers: dict[str, str], method: str = "GET") -> None:
        answer = client.request(method, address, headers=headers)
        # A redirect may lead back to what was asked.
        told = {name: value for name, value in answer.headers.items() if name != "location"}
        canaries.says("answers", f"{answer.status_code} {told}".encode() + answer.content)

    return ask


def _kept(lived: Life) -> None:
    """Files that are taken away, backups, checks, a new key, and a person erased."""
    folder, passphrase = lived.home.parent, lived.canaries.plant("passphrase", secrets.token_hex(16))
    (folder / "passphrase").write_text(f"{passphrase}\n")
    backups = str(lived.home / "backups")
    commands = (
        f"pack --month 2026-05 -o {folder}/may.zip",
        f"evidence --partner P-1 --from 2026-01-01 --to 2026-06-15 -o {folder}/evidence.zip",
        f"backup --to {backups} --with-keys {folder}/passphrase",
        "rotate-key",
        f"backup --to {backups}",
        f"erase {EMAILS['employee']}",
        "token list",
        "check",
        "audit seal",
        "audit verify",
        "deliver",
        "remind --dry-run",
        f"report audit --format json -o {folder}/audit.json",
    )
    for words in commands:
        lived.terminal(*words.split())
    _plant_ring(lived.home, lived.canaries)
    for wrong in ("metrics_token", "proxy_secret"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(f"BENEFITS_{wrong.upper()}", lived.canaries.plant(f"short {wrong}", secrets.token_hex(8)))
            lived.terminal("check")


def exported(lived: Life, names: tuple[str, ...]) -> None:
    """Takes reports out as files of each kind."""
    store = Store(lived.home)
    with store.snapshot() as snapshot:
        for name, by in ((report, one) for report in names for one in REPORTS[report].by):
            frame = run_report(snapshot, Request(name, TODAY, by), EVERYTHING)
            lived.canaries.says("exports", to_csv(frame) + to_json(frame))
            lived.canaries.says("exports", to_xlsx(frame))
    store.close()


def visited(lived: Life, pages: tuple[str, ...], cast: str = "global_admin") -> None:
    """Opens pages as somebody who has revealed no key."""
    with visiting(lived.home) as visit:
        for page in pages:
            seen = visit(cast, page)
            assert not seen.exception, (page, seen.exception)
            lived.canaries.says("pages", drawn(seen))
            for content in visit.files.values():
                lived.canaries.says("exports", content)
    session.store().close()
    session._store_at.cache_clear()


def test_fifty_and_more_are_planted_and_the_search_finds_one_wherever_it_stands(life: Life, tmp_path: Path) -> None:
    canaries = life.canaries
    assert len(canaries.secrets) > 50
    assert len(set(canaries.secrets.values())) == len(canaries.secrets)
    for name, secret in canaries.secrets.items():
        assert canaries.hits(f"x{secret.upper()}x".encode("utf-16-le")) == [name]
    shutil.make_archive(str(tmp_path / "a"), "zip", life.home.parent, "passphrase")
    assert canaries.hits((tmp_path / "a.zip").read_bytes()) == ["passphrase"]
    assert canaries.hits((life.home / "keys.json").read_bytes())


def test_none_stands_in_a_file_of_the_home(life: Life) -> None:
    assert life.canaries.in_files(life.home) == {}
    assert not list((life.home / LETTERS).glob("*.eml"))


def test_none_stands_in_a_row_of_either_store(life: Life) -> None:
    session._store_at.cache_clear()
    files = [life.home / "ledger" / "ledger.duckdb", *(life.home / "warehouse").glob("*.duckdb")]
    assert [hit for file in files for rows in rows_of(file) for hit in life.canaries.hits(rows)] == []
    assert any(b"send_verification" in rows for rows in rows_of(files[0]))


def test_none_is_in_a_backup_with_or_without_keys(life: Life) -> None:
    backups = [path for path in (life.home / "backups").iterdir() if path.is_file()]
    assert len(backups) == 2
    assert [life.canaries.hits(path.read_bytes()) for path in backups] == [[], []]


def test_none_is_in_a_file_that_is_taken_away(life: Life) -> None:
    exported(life, SOME_REPORTS)
    assert life.canaries.heard("exports") == []


@pytest.mark.parametrize("place", ["terminal", "answers", "logs"])
def test_none_is_told_at_the_terminal_by_the_server_or_in_a_log(life: Life, place: str) -> None:
    assert b"".join(life.canaries.said[place])
    assert life.canaries.heard(place) == []


def test_none_is_drawn_on_a_page_or_stands_in_its_address(life: Life) -> None:
    visited(life, SOME_PAGES)
    assert life.canaries.heard("pages") == []


@pytest.mark.deep
def test_none_is_in_any_report_or_on_any_page(life: Life) -> None:
    exported(life, tuple(REPORTS))
    for cast in ("global_admin", "manager", "auditor"):
        visited(life, tuple(PAGES), cast)
    assert (life.canaries.heard("exports"), life.canaries.heard("pages")) == ([], [])


@pytest.mark.deep
def test_none_is_in_the_log_of_the_real_server(life: Life, tmp_path: Path) -> None:
    home, log = copied(life.home, tmp_path / "home"), tmp_path / "server.log"
    with serving(home, log) as address, httpx.Client(base_url=address) as client:
        _ask(life, client)
        assert run_apart(home, "check").code == 0
    assert life.canaries.hits(log.read_bytes()) == []
    assert life.canaries.in_files(home) == {}
    assert life.canaries.heard("answers") == []
