"""What brings back what is damaged: the newest backup that is whole."""

from functools import lru_cache
from pathlib import Path

from pipelines.store.backup_errors import BackupDamaged, NotABackup
from pipelines.store.backup_file import compare_backup
from pipelines.store.backup_folder import Kept, backups
from pipelines.text import text


def way_out(folder: Path, language: str) -> str:
    """What to do where something is damaged, in one of LANGUAGES, with the backup of the folder that brings it back."""
    good = last_good(folder)
    if good is None:
        return text("damage.no_backup", language)
    return text("damage.restore", language, backup=good.path.name, at=f"{good.made_at:%Y-%m-%d %H:%M}")


def last_good(folder: Path) -> Kept | None:
    """The newest backup in a folder that is as it was written; None where there is none."""
    return next((one for one in reversed(backups(folder)) if _is_whole(one.path)), None)


def _is_whole(path: Path) -> bool:
    try:
        found = path.stat()
        return _compared(path, found.st_size, found.st_mtime_ns, found.st_ino)
    except OSError:
        return False


@lru_cache(maxsize=64)
def _compared(path: Path, *_stamp: int) -> bool:
    """Read once as long as the file is the same: a page that is refused asks each time it is drawn."""
    try:
        compare_backup(path)
    except (NotABackup, BackupDamaged):
        return False
    return True
