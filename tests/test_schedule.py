"""The app's own jobs: done again and again, a failure logged and tried again; a backup a day."""

import asyncio
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from pages.ui.schedule import Job, at_work, back_up_daily
from pipelines.errors import BenefitsError
from pipelines.store import Store
from pipelines.store.backup_folder import backups
from tests.backups import backed_up, faults
from tests.serving import serving
from tests.terminal import run_apart
from tests.the_cast import EMAILS

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def done(store: Store, work: Callable[[Store, datetime], object], rounds: list[object]) -> None:
    """Does a job until it has had three rounds."""

    async def wait() -> None:
        async with at_work([Job("test", 0.01, work)], store):
            while len(rounds) < 3:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(wait(), 60))


def test_a_job_has_round_after_round_until_the_app_ends(store: Store) -> None:
    rounds: list[object] = []
    done(store, lambda *told: rounds.append(told), rounds)
    ended = len(rounds)
    assert {told[0] for told in rounds if isinstance(told, tuple)} == {store}
    assert len(rounds) == ended


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (BenefitsError("not_writable", path="/backups", reason="no space"), "/backups"),
        (ZeroDivisionError("a secret"), "reference"),
    ],
)
def test_a_job_that_fails_is_logged_with_a_reference_and_tried_again(store: Store, fault: Exception, said: str) -> None:
    rounds: list[object] = []

    def fails(*told: object) -> None:
        rounds.append(told)
        raise fault

    with capture_logs() as logged:
        done(store, fails, rounds)
    assert len(logged) >= 2
    assert {(one["event"], one["job"]) for one in logged} == {("job_failed", "test")}
    assert all(said in one["reason"] and "a secret" not in one["reason"] for one in logged)
    assert logged[0]["reference"] in (store.home.path / "faults.log").read_text()


def test_there_is_one_backup_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_HOME", str(store.home.path))
    for hours in (0, 1, 14, 15, 16, 40):
        back_up_daily(store, NOW + timedelta(hours=hours))
    days = [one.made_at.date().isoformat() for one in backups(store.home.path / "backups")]
    assert days == ["2026-06-15", "2026-06-16", "2026-06-17"]


def test_no_backup_is_made_where_none_is_to_be_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_HOME", str(store.home.path))
    monkeypatch.setenv("BENEFITS_BACKUPS_KEPT", "0")
    back_up_daily(store, NOW)
    assert not (store.home.path / "backups").exists()


def test_backups_go_where_the_settings_say(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BENEFITS_HOME", str(store.home.path))
    monkeypatch.setenv("BENEFITS_BACKUP_FOLDER", str(tmp_path / "disk"))
    back_up_daily(store, NOW)
    assert len(backups(tmp_path / "disk")) == 1


def added(home: Path, name: str) -> str:
    """What comes of a deed at the terminal: a person more."""
    person = ("--set", f"email={name}@contoso.example", "--set", f"name={name}", "--set", "member_type=member")
    told = run_apart(home, "act", "add_person", "--as", EMAILS["global_admin"], *person, "--format", "json")
    return str(told.json["outcome"])


def answers(address: str) -> None:
    """Waits until the server answers."""
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError(address)


def test_a_running_app_makes_a_backup_and_takes_up_what_is_restored(cast_home: Path, tmp_path: Path) -> None:
    with serving(cast_home, tmp_path / "server.log") as address:
        assert added(cast_home, "first") == "done"
        assert run_apart(cast_home, "backup", "--to", tmp_path / "backups").code == 0
        assert added(cast_home, "second") == "done"
        (made,) = backups(tmp_path / "backups")
        refused = run_apart(cast_home, "restore", made.path)
        assert (refused.code, "already holds data" in refused.err) == (2, True)
        told = run_apart(cast_home, "restore", made.path, "--replace")
        assert (told.code, told.err) == (0, "")
        assert "restart the app" not in told.text
        answers(address)
        assert added(cast_home, "third") == "done"
        assert "2 deeds in 1 streams" in run_apart(cast_home, "audit", "verify").text
    assert faults(cast_home) == []
    assert backed_up(cast_home, tmp_path / "after").manifest.rows > 0
    assert '"event": "restored"' in (tmp_path / "server.log").read_text()
