"""Settings in files: one for all of them, one for each secret; the environment goes before both."""

import os
from pathlib import Path

import pytest

from pipelines.errors import BenefitsError
from pipelines.settings import Settings, load_settings
from tests.terminal import Terminal

SECRET = "s" * 32


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith("BENEFITS_")]:
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.fixture
def file(environment: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "benefits.toml"
    environment.setenv("BENEFITS_SETTINGS_FILE", str(path))
    return path


def refused() -> str:
    with pytest.raises(BenefitsError) as wrong:
        load_settings()
    assert SECRET not in str(wrong.value)
    return str(wrong.value)


def test_settings_come_from_the_file_that_the_environment_names(file: Path) -> None:
    file.write_text('session_hours = 8\nsign_in = "demo"\nas_of = 2026-06-15\nlanguage = "zh-Hant"\n', "utf-8")
    settings = load_settings()
    assert (settings.session_hours, settings.sign_in, settings.language) == (8, "demo", "zh-Hant")
    assert settings.as_of is not None
    assert settings.as_of.isoformat() == "2026-06-15"


def test_the_environment_goes_before_the_file(file: Path, environment: pytest.MonkeyPatch) -> None:
    file.write_text("session_hours = 8\nsnapshots_kept = 5\n", "utf-8")
    environment.setenv("BENEFITS_SESSION_HOURS", "9")
    environment.setenv("BENEFITS_SNAPSHOTS_KEPT", "")
    settings = load_settings()
    assert (settings.session_hours, settings.snapshots_kept) == (9, 5)


def test_a_path_in_the_file_is_one_from_its_folder_on(file: Path, environment: pytest.MonkeyPatch) -> None:
    file.write_text('home = "data"\nkey_file = "/run/keys.json"\n', "utf-8")
    environment.chdir("/")
    settings = load_settings()
    assert (settings.home, settings.key_file) == (file.parent / "data", Path("/run/keys.json"))


def test_a_wrong_value_in_the_file_is_named_as_anywhere(file: Path) -> None:
    file.write_text('session_hours = 0\nsign_in = "password"\n', "utf-8")
    told = refused()
    assert "BENEFITS_SESSION_HOURS is '0'" in told
    assert "BENEFITS_SIGN_IN is 'password'" in told


def test_a_misspelt_setting_in_the_file_is_named_with_those_there_are(file: Path) -> None:
    file.write_text('sesion_hours = 8\n[proxy]\nsecret = "x"\n', "utf-8")
    told = refused()
    assert "(proxy, sesion_hours)" in told
    assert "session_hours" in told
    assert str(file) in told


@pytest.mark.parametrize("content", [f'proxy_secret = "{SECRET}\n', f"{SECRET}", f"proxy_secret = {SECRET}", "\udcff"])
def test_a_file_that_is_none_is_named_without_what_stands_in_it(file: Path, content: str) -> None:
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    told = refused()
    assert "BENEFITS_SETTINGS_FILE" in told
    assert str(file) in told


def test_a_file_that_is_missing_is_named(file: Path) -> None:
    assert f"The file {file} that BENEFITS_SETTINGS_FILE names cannot be used" in refused()


def test_a_secret_comes_from_a_file_of_its_own(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n", "utf-8")
    environment.setenv("BENEFITS_PROXY_SECRET_FILE", str(tmp_path / "secret"))
    settings = load_settings()
    assert settings.proxy_secret is not None
    assert settings.proxy_secret.get_secret_value() == SECRET
    assert SECRET not in repr(settings)


def test_a_secret_in_the_environment_goes_before_its_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("f" * 32, "utf-8")
    environment.setenv("BENEFITS_PROXY_SECRET_FILE", str(tmp_path / "secret"))
    environment.setenv("BENEFITS_PROXY_SECRET", SECRET)
    settings = load_settings()
    assert settings.proxy_secret is not None
    assert settings.proxy_secret.get_secret_value() == SECRET


def test_a_secrets_file_goes_before_the_file_of_settings(
    file: Path, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file.write_text(f'metrics_token = "{"f" * 32}"\n', "utf-8")
    (tmp_path / "token").write_text(SECRET, "utf-8")
    environment.setenv("BENEFITS_METRICS_TOKEN_FILE", str(tmp_path / "token"))
    settings = load_settings()
    assert settings.metrics_token is not None
    assert settings.metrics_token.get_secret_value() == SECRET


def test_a_secrets_file_that_is_missing_is_named(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("BENEFITS_OIDC_CLIENT_SECRET_FILE", str(tmp_path / "none"))
    assert f"The file {tmp_path / 'none'} that BENEFITS_OIDC_CLIENT_SECRET_FILE names" in refused()


def test_a_secret_that_is_too_short_is_not_told(environment: pytest.MonkeyPatch, file: Path) -> None:
    file.write_text('proxy_secret = "hunter2"\n', "utf-8")
    told = refused()
    assert "BENEFITS_PROXY_SECRET" in told
    assert "hunter2" not in told


def test_every_secret_is_one_that_is_never_told() -> None:
    from pipelines import settings

    secrets = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert secrets == set(settings._SECRET)


def test_a_command_says_which_file_is_wrong(terminal: Terminal, tmp_path: Path) -> None:
    terminal.environment.setenv("BENEFITS_SETTINGS_FILE", str(tmp_path / "none.toml"))
    told = terminal.run("check")
    assert told.code == 2
    assert "none.toml" in told.text + told.err


def test_the_app_is_started_with_files_named_in_full(terminal: Terminal, tmp_path: Path) -> None:
    started: list[dict[str, str]] = []
    (tmp_path / "b.toml").write_text("session_hours = 8\n", "utf-8")
    terminal.environment.chdir(tmp_path)
    terminal.environment.setenv("BENEFITS_SETTINGS_FILE", "b.toml")
    terminal.environment.setattr(os, "execve", lambda program, command, environment: started.append(environment))
    assert terminal.run("serve").code == 0
    assert started[0]["BENEFITS_SETTINGS_FILE"] == str(tmp_path / "b.toml")
