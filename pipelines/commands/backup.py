"""`benefits backup`: all that was loaded and done, in one file; and whether such a file is whole."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.output import outlet
from pipelines.commands.passphrase import Passphrase, read_passphrase
from pipelines.commands.shared import now, opened
from pipelines.commands.terminal import say
from pipelines.settings import Settings, load_settings
from pipelines.store.backup import back_up
from pipelines.store.backup_check import check_backup
from pipelines.store.backup_file import Manifest
from pipelines.text import text


def backup(
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where it goes; default is BENEFITS_BACKUP_FOLDER.")
    ] = None,
    with_keys: Passphrase = None,
    verify: Annotated[Path | None, typer.Option(metavar="FILE", help="Say whether this backup is whole.")] = None,
) -> None:
    """Writes a backup, reads it back, and drops the oldest beyond BENEFITS_BACKUPS_KEPT. Product keys stay sealed."""
    settings = load_settings()
    if verify is None:
        _write(to, with_keys, settings)
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell("backup.whole", verify, check_backup(verify, Path(folder)), settings)


def _write(to: Path | None, with_keys: Path | None, settings: Settings) -> None:
    folder = settings.backups if to is None else to
    passphrase = None if with_keys is None else read_passphrase(with_keys)
    with opened(settings) as store:
        made = back_up(store, outlet().place(folder), now(), settings.backups_kept, passphrase)
    tell("backup.written", folder / made.path.name, made.manifest, settings)
    if not made.manifest.has_keys:
        say(text("backup.keys_apart", settings.language, path=store.home.key_file))


def tell(key: str, path: Path, manifest: Manifest, settings: Settings) -> None:
    """Says what a backup is of."""
    made, deeds = manifest.contents, sum(head.version for head in manifest.contents.seal.heads)
    facts = {"path": path, "at": f"{made.made_at:%Y-%m-%d %H:%M}", "snapshot": made.snapshot, "rows": manifest.rows}
    say(text(key, settings.language, deeds=deeds, **facts))
