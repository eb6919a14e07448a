"""`benefits restore`: a backup takes the place of what is in BENEFITS_HOME, also while the app runs."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.backup import tell
from pipelines.commands.loopback import find_door
from pipelines.commands.passphrase import Passphrase, read_passphrase
from pipelines.commands.shared import REFUSED, opened
from pipelines.commands.terminal import say
from pipelines.settings import Settings, load_settings
from pipelines.store.backup_errors import HomeInUse
from pipelines.store.home import Home
from pipelines.store.lock import file_lock
from pipelines.store.restore import Restored
from pipelines.store.restore import restore as restore_home
from pipelines.store.restore_server import restore_on_server
from pipelines.store.swap import settle
from pipelines.text import text

# Another command holds the ledger for a moment; the app, which restarts, comes back within a few seconds.
_PATIENCE_SECONDS = 5
_APP_SECONDS = 60
_STEP_SECONDS = 0.1


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup: a path, or a name in the folder of backups.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where something was loaded or done here.")] = False,
    with_keys: Passphrase = None,
) -> None:
    """Restores a backup: all of it or nothing. A running app restarts with it. Exit 2: refused, nothing was changed."""
    settings = load_settings()
    file = _found(file, settings)
    home, passphrase = Home(settings.home), None if with_keys is None else read_passphrase(with_keys)
    home.make()
    bring = _onto_files if settings.ledger is None else _onto_server
    restored = bring(file, home, settings, replace, passphrase)
    _tell(restored, file, home, settings)
    if home.restored.exists():
        say(text("restore.waits", settings.language))
    if restored.findings:
        raise typer.Exit(REFUSED)


def _found(file: Path, settings: Settings) -> Path:
    """A backup may be named as what is damaged names it: by its name in the folder of backups."""
    kept = settings.backups / file
    return kept if kept.is_file() and not file.exists() else file


def _onto_server(file: Path, home: Home, settings: Settings, replace: bool, passphrase: str | None) -> Restored:
    with opened(settings) as store:
        return restore_on_server(store, file, replace=replace, passphrase=passphrase)


def _onto_files(file: Path, home: Home, settings: Settings, replace: bool, passphrase: str | None) -> Restored:
    with file_lock(home.lock, settings.load_lock_seconds), _ledger_or_app(home) as alone:
        restored = restore_home(home, file, replace=replace, passphrase=passphrase)
        (settle if alone else _in_the_app)(home)
    return restored


@contextmanager
def _ledger_or_app(home: Home) -> Iterator[bool]:
    """Holds the ledger: True; or leaves it to the app that holds it: False. HomeInUse where another command does."""
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(home.ledger_lock, _PATIENCE_SECONDS, HomeInUse))
        except HomeInUse as busy:
            door = find_door(home.path)
            if door is None or str(door.pid) != busy.facts["pid"]:
                raise
            yield False
        else:
            yield True


def _in_the_app(home: Home) -> None:
    """Waits for the app to take up what was agreed."""
    deadline = time.monotonic() + _APP_SECONDS
    while home.restored.exists() and time.monotonic() < deadline:
        time.sleep(_STEP_SECONDS)


def _tell(restored: Restored, path: Path, home: Home, settings: Settings) -> None:
    tell("restore.done", path, restored.manifest, settings)
    for finding in restored.findings:
        say(finding.sentence(settings.language))
    if restored.missing_keys:
        facts = {"path": home.key_file, "keys": ", ".join(restored.missing_keys)}
        say(text("restore.keys_missing", settings.language, **facts))
