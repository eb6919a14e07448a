"""What a monitor is told, and that nobody else is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.ui import session
from pages.ui.routes import middleware, routes
from pipelines.settings import Settings, SettingsWrong, load_settings
from pipelines.store.backup import back_up
from tests.done import Deeds
from tests.role_cells import furnished

TOKEN = "m" * 32
LET_IN = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def settings(cast_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("BENEFITS_HOME", str(cast_home))
    token: Any = TOKEN
    yield Settings(home=cast_home, metrics_token=token)
    session._store_at.cache_clear()


def client(settings: Settings) -> TestClient:
    app = Starlette(routes=routes(settings), middleware=middleware(settings))
    return TestClient(app, base_url="http://localhost:8501")


def measured(settings: Settings) -> dict[tuple[str, tuple[str, ...]], float]:
    """What /metrics says, by name and labels, as a monitor reads it."""
    answer = client(settings).get("/metrics", headers=LET_IN)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = text_string_to_metric_families(answer.text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def test_without_its_setting_there_is_no_such_address(settings: Settings) -> None:
    closed = settings.model_copy(update={"metrics_token": None})
    assert client(closed).get("/metrics", headers=LET_IN).status_code == 404


@pytest.mark.parametrize("told", ["", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"bearer {TOKEN[:-1]}", TOKEN])
def test_without_its_token_nothing_is_told(settings: Settings, told: str) -> None:
    answer = client(settings).get("/metrics", headers={"authorization": told})
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_monitor_reads_the_state_of_the_data(settings: Settings) -> None:
    deeds = Deeds(settings.home)
    deeds("add_person", None, email="new@contoso.example", name="New", member_type="member")
    deeds("add_person", None, actor="auditor", email="x@contoso.example", name="X", member_type="member")
    back_up(deeds.store, settings.backups, datetime.now(UTC) - timedelta(hours=1), 7)
    deeds.close()
    told = measured(settings)
    assert told["benefits_snapshot", ()] == 1
    assert told["benefits_files", ("people",)] == 1
    assert told["benefits_deeds", ("add_person", "done")] == 1
    assert told["benefits_deeds", ("add_person", "refused")] == 1
    assert 3600 <= told["benefits_backup_age_seconds", ()] < 4000


def test_letters_are_told_by_state_and_no_backup_as_none(settings: Settings) -> None:
    furnished(settings.home)
    told = measured(settings)
    with session.store().snapshot() as snapshot:
        every = snapshot.ledger.query("SELECT count(*) FROM message").item()
    assert sum(count for (name, _), count in told.items() if name == "benefits_letters") == every > 0
    assert ("benefits_backup_age_seconds", ()) not in told


def test_answers_are_counted_by_kind_and_status(settings: Settings) -> None:
    before = measured(settings)
    asking = client(settings)
    for path in ("/api/reports/expiry.csv", "/healthz", "/no-such-page", "/no-such-page/either"):
        asking.get(path)
    after = measured(settings)
    for labels, more in {("api", "401"): 1, ("healthz", "200"): 1, ("page", "404"): 2}.items():
        name = ("benefits_requests_total", labels)
        assert after[name] - before.get(name, 0) == more


def test_no_person_and_no_address_is_a_label(settings: Settings) -> None:
    client(settings).get("/employee@contoso.example")
    text = client(settings).get("/metrics", headers=LET_IN).text
    assert "@" not in text
    assert TOKEN not in text


def test_data_that_cannot_be_read_are_said_to_be_so(settings: Settings) -> None:
    (settings.home / "warehouse" / "live.json").write_text('{"live": 7, "base": 0, "published": [7]}', "utf-8")
    assert client(settings).get("/metrics", headers=LET_IN).status_code == 503


def test_a_token_that_is_too_short_is_refused_and_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENEFITS_METRICS_TOKEN", "hunter2")
    with pytest.raises(SettingsWrong, match="BENEFITS_METRICS_TOKEN") as wrong:
        load_settings()
    assert "hunter2" not in str(wrong.value)
