"""Settings: read from the environment, refused in a sentence; and the signing key."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import PROJECT, KeyFileWrong, Settings, SettingsWrong, load_settings
from pipelines.text import catalog


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HOME", "SIGN_IN", "AS_OF", "LANGUAGE", "SNAPSHOTS_KEPT"):
        monkeypatch.delenv(f"BENEFITS_{name}", raising=False)
    return monkeypatch


def test_without_any_setting_data_stay_in_the_project_and_nobody_can_sign_in() -> None:
    settings = load_settings()
    assert settings.home == PROJECT / "data" / "local"
    assert settings.sign_in is None
    assert settings.as_of is None


def test_settings_come_from_the_environment(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("BENEFITS_HOME", str(tmp_path))
    environment.setenv("BENEFITS_AS_OF", "2026-06-15")
    environment.setenv("BENEFITS_SIGN_IN", "")
    settings = load_settings()
    assert (settings.home, settings.as_of, settings.sign_in) == (tmp_path, date(2026, 6, 15), None)


def test_wrong_values_are_named_together_with_what_is_expected(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BENEFITS_AS_OF", "15/06/2026")
    environment.setenv("BENEFITS_SIGN_IN", "password")
    with pytest.raises(SettingsWrong) as wrong:
        load_settings()
    assert str(wrong.value) == (
        "Settings cannot be used: "
        "BENEFITS_SIGN_IN is 'password', expected 'demo', 'proxy', 'oidc', or nothing so that nobody can sign in; "
        "BENEFITS_AS_OF is '15/06/2026', expected a day such as 2026-06-15."
    )


def test_every_setting_says_what_it_expects() -> None:
    assert [name for name in Settings.model_fields if f"setting.{name}" not in catalog("en")] == []


def test_the_signing_key_is_made_once_and_is_for_its_owner_alone(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("BENEFITS_HOME", str(tmp_path / "new"))
    key = load_settings().signing_key()
    file = tmp_path / "new" / "secret.key"
    assert load_settings().signing_key() == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_a_damaged_key_is_refused_and_not_used(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("BENEFITS_HOME", str(tmp_path))
    (tmp_path / "secret.key").write_bytes(b"")
    with pytest.raises(KeyFileWrong, match=r"secret\.key"):
        load_settings().signing_key()
