"""Settings that stand in files: all of them in one of TOML, and a secret in one of its own.

    BENEFITS_SETTINGS_FILE=/etc/benefits.toml        with lines such as: session_hours = 8
    BENEFITS_PROXY_SECRET_FILE=/run/secrets/proxy    the file holds the secret and nothing else

A path in the file of settings is relative to the file's folder.
"""

import os
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from pipelines.errors import BenefitsError
from pipelines.text import text


class SettingsFileWrong(BenefitsError):
    """A file of settings, or one of a secret, that cannot be used. Facts: setting, path, reason."""

    code = "settings_file_wrong"


def told_in_file(prefix: str, fields: Mapping[str, FieldInfo]) -> dict[str, object]:
    """The settings of the file that the environment names, by field; none where it names none.

    SettingsFileWrong where it cannot be read, or says what is no setting.
    """
    setting = f"{prefix}SETTINGS_FILE"
    path = _named(setting)
    if path is None:
        return {}
    told = _toml(setting, path)
    unknown = sorted(set(told) - set(fields))
    if unknown:
        raise SettingsFileWrong(setting=setting, path=path, reason=_unknown(unknown, fields))
    return {name: _placed(value, fields[name], path.parent) for name, value in told.items()}


def told_in_secret_files(prefix: str, names: Collection[str]) -> dict[str, str]:
    """The secrets of the files that the environment names, by field, without the line's end."""
    named = {name: f"{prefix}{name.upper()}_FILE" for name in names}
    found = {name: (setting, _named(setting)) for name, setting in named.items()}
    return {name: _read(setting, path).strip() for name, (setting, path) in found.items() if path}


def _named(setting: str) -> Path | None:
    told = os.environ.get(setting)
    return Path(told) if told else None


def _toml(setting: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(_read(setting, path))
    except tomllib.TOMLDecodeError as fault:
        # The message tells the place, with a letter at most of what stands there.
        raise SettingsFileWrong(setting=setting, path=path, reason=str(fault)) from None


def _read(setting: str, path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as fault:
        raise SettingsFileWrong(setting=setting, path=path, reason=fault.strerror) from fault
    except UnicodeDecodeError:
        raise SettingsFileWrong(setting=setting, path=path, reason="UTF-8") from None


def _unknown(names: Collection[str], fields: Collection[str]) -> str:
    return text("setting.unknown", names=", ".join(names), known=", ".join(sorted(fields)))


def _placed(value: object, field: FieldInfo, folder: Path) -> object:
    """A path from the file's folder on; any other value as it is."""
    is_path = Path in (field.annotation, *get_args(field.annotation))
    return folder.absolute() / value if is_path and isinstance(value, str) else value
