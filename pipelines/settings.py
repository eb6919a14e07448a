"""The settings: environment variables that start with BENEFITS_, and files that they name, checked when read."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from pipelines.errors import BenefitsError
from pipelines.settings_file import told_in_file, told_in_secret_files
from pipelines.text import text

PROJECT = Path(__file__).resolve().parents[1]
PREFIX = "BENEFITS_"
_KEY_BYTES = 32
# What is never told, and what each way of signing in needs.
_SECRET = ("proxy_secret", "oidc_client_secret", "metrics_token", "smtp_password", "ledger", "warehouse")
_NEEDED = {"proxy": ("proxy_secret",), "oidc": ("oidc_metadata", "oidc_client_id", "oidc_client_secret")}
_ADDRESS = r"[^\s<>@,;:\"()]+@[^\s<>@,;:\"()]+"
# How a place past one machine begins.
_PLACES = {"ledger": re.compile(r"postgres(ql)?:."), "warehouse": re.compile(r"ducklake:postgres(ql)?:.")}
_TOGETHER = {"smtp_user": "smtp_password", "smtp_password": "smtp_user"}


class SettingsWrong(BenefitsError):
    """Settings that cannot be used. Facts: wrong, which names each with what was found and what is expected."""

    code = "settings_wrong"


class KeyFileWrong(BenefitsError):
    """The signing key's file does not hold a key. Facts: path."""

    code = "key_file_wrong"


class Settings(BaseSettings):
    """What an operator decides. Names in the environment are in capitals: BENEFITS_HOME."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    home: Path = PROJECT / "data" / "local"
    key_file: Path | None = None
    ledger: SecretStr | None = None
    warehouse: SecretStr | None = None
    warehouse_data: str | None = None
    sign_in: Literal["demo", "proxy", "oidc"] | None = None
    proxy_header: str = Field(default="X-Forwarded-Email", pattern=r"^[A-Za-z0-9-]+$")
    proxy_secret: SecretStr | None = Field(default=None, min_length=32)
    oidc_metadata: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    smtp_host: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.:-]+$")
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str | None = Field(default=None, pattern=rf"^({_ADDRESS}|[^<>@,;:\"\r\n]+ <{_ADDRESS}>)$")
    as_of: date | None = None
    address: str = Field(default="http://localhost:8501", pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")
    hosts: str = Field(default="", pattern=r"^([A-Za-z0-9.-]+(,[A-Za-z0-9.-]+)*)?$")
    language: Literal["en", "zh-Hans", "zh-Hant"] = "en"
    session_hours: int = Field(default=12, ge=1, le=720)
    idle_minutes: int = Field(default=120, ge=1, le=10_080)
    load_lock_seconds: int = Field(default=60, ge=0, le=86_400)
    snapshots_kept: int = Field(default=10, ge=2, le=1000)
    backup_folder: Path | None = None
    backups_kept: int = Field(default=7, ge=0, le=1000)
    tries_per_minute: int = Field(default=60, ge=1, le=1_000_000)
    upload_megabytes: int = Field(default=500, ge=1, le=10_000)
    metrics_token: SecretStr | None = Field(default=None, min_length=32)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where a setting is looked for, in this order."""
        files = told_in_secret_files(PREFIX, _SECRET), told_in_file(PREFIX, cls.model_fields)
        return init_settings, env_settings, *(InitSettingsSource(settings_cls, dict(one)) for one in files)

    @model_validator(mode="after")
    def _can_sign_in(self) -> "Settings":
        missing = [name for name in _NEEDED.get(self.sign_in or "", ()) if getattr(self, name) is None]
        if missing:
            raise PydanticCustomError("setting_missing", "{names}", {"names": missing})
        return self

    @model_validator(mode="after")
    def _can_send(self) -> "Settings":
        """A mail server needs a sender; a password goes with a user, and never over an open line."""
        wrong = ["mail_from"] if self.smtp_host and not self.mail_from else []
        wrong += [one for one, other in _TOGETHER.items() if getattr(self, other) and not getattr(self, one)]
        wrong += ["smtp_security"] if self.smtp_password and self.smtp_security == "none" else []
        if wrong:
            raise PydanticCustomError("setting_missing", "{names}", {"names": wrong})
        return self

    @model_validator(mode="after")
    def _has_both_places(self) -> "Settings":
        """The ledger and the warehouse are both in PostgreSQL or neither: what one machine has, no other sees."""
        told = {"ledger": self.ledger, "warehouse": self.warehouse}
        wrong = [one for one, value in told.items() if value and not _PLACES[one].match(value.get_secret_value())]
        wrong += [one for one, value in told.items() if value is None and any(told.values())]
        if wrong:
            raise PydanticCustomError("setting_missing", "{names}", {"names": wrong})
        return self

    @property
    def backups(self) -> Path:
        """The folder in which backups are kept: as set, else one in the home."""
        return self.backup_folder or self.home / "backups"

    @property
    def host_names(self) -> tuple[str, ...]:
        """The further names by which the server answers, in lower case."""
        return tuple(name for name in self.hosts.lower().split(",") if name)

    def signing_key(self) -> bytes:
        """The home's own secret (`signing_key`)."""
        return signing_key(self.home)


def signing_key(home: Path) -> bytes:
    """32 secret bytes of a home's own, made on first use. KeyFileWrong where the file is damaged."""
    path = home / "secret.key"
    if not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise KeyFileWrong(path=path)
    return key


def _make_key(path: Path) -> None:
    """Appears whole or not at all, readable by its owner alone; of two processes that make one, the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()


_GIVEN: ContextVar[Settings | None] = ContextVar("settings", default=None)


@contextmanager
def settings_are(settings: Settings) -> Iterator[None]:
    """Lets `settings` hold in this thread, whatever the environment says: those of another process that asks ours."""
    token = _GIVEN.set(settings)
    try:
        yield
    finally:
        _GIVEN.reset(token)


def load_settings() -> Settings:
    """The settings as they are now. SettingsWrong names every value that cannot be used, SettingsFileWrong a file."""
    given = _GIVEN.get()
    if given is not None:
        return given
    told = tuple(sorted((name, value) for name, value in os.environ.items() if name.upper().startswith(PREFIX)))
    try:
        return _read(told, tuple(_stamp(value) for name, value in told if name.upper().endswith("_FILE")))
    except ValidationError as fault:
        wrong = [_wrong(name, found) for problem in fault.errors() for name, found in _named(problem)]
        raise SettingsWrong(wrong="; ".join(wrong)) from None


@lru_cache(maxsize=8)
def _read(_told: tuple[tuple[str, str], ...], _files: tuple[tuple[int, ...], ...]) -> Settings:
    """The settings of what the environment tells and of its files as they were stamped. A page asks a dozen times a
    run: reading them anew each time took more than half of it."""
    return Settings()


def _stamp(path: str) -> tuple[int, ...]:
    """What changes with a file's content; nothing for no file."""
    try:
        found = Path(path).stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _named(problem: ErrorDetails) -> list[tuple[str, object]]:
    """The settings that are wrong and what they were; a secret is never told."""
    if not problem["loc"]:
        return [(name, "") for name in problem["ctx"]["names"]]
    name = str(problem["loc"][0])
    return [(name, "…" if name in _SECRET else problem["input"])]


def _wrong(name: str, found: object) -> str:
    return text("setting.wrong", setting=f"{PREFIX}{name.upper()}", found=found, expected=text(f"setting.{name}"))
