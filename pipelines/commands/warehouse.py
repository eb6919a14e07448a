"""`benefits rollback` and `benefits check`: the state of warehouse and ledger."""

import typer

from pipelines.commands.shared import REFUSED, opened
from pipelines.commands.terminal import say
from pipelines.settings import Settings, load_settings
from pipelines.store.backup_folder import last_backup
from pipelines.store.check import check as check_store
from pipelines.store.way_out import way_out
from pipelines.text import text


def rollback() -> None:
    """Makes the snapshot before the live one live again."""
    settings = load_settings()
    with opened(settings) as store:
        pointer = store.rollback()
    say(text("load.rolled_back", settings.language, live=pointer.live))


def check() -> None:
    """Verifies warehouse and ledger. Exit 0: whole, 2: something is wrong, each in a sentence."""
    settings = load_settings()
    with opened(settings) as store:
        findings = check_store(store)
        for finding in findings:
            say(finding.sentence(settings.language))
        if findings:
            say(way_out(store.home.backups, settings.language))
            raise typer.Exit(REFUSED)
        pointer, heads = store.pointer(), store.ledger().heads()
    say(text("check.clean", settings.language, snapshots=len(pointer.published), live=pointer.live))
    deeds = sum(head.version for head in heads)
    say(text("audit.clean", settings.language, deeds=deeds, streams=len(heads)))
    say(_backup_told(settings))


def _backup_told(settings: Settings) -> str:
    last = last_backup(settings.backups)
    if last is None:
        return text("backup.none", settings.language)
    return text("backup.last", settings.language, file=last.path.name, at=f"{last.made_at:%Y-%m-%d %H:%M}")
