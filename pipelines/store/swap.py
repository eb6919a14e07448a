"""How a restored home takes the place of what was there: in one step that a crash leaves done or not done.

What is to be there lies whole in a folder of the home before anything is taken away. Its name is the agreement: whoever
next opens the home does the rest, from the beginning, however often that is interrupted.
"""

import os
import shutil
from pathlib import Path

from pipelines.store.home import Home, sync_folder

# What a backup brings back. Locks stay where they are: somebody may wait for them.
FOLDERS = ("warehouse", "ledger", "quarantine")
_LOCKS = ".lock"


def agree(home: Home, whole: Path) -> None:
    """Makes the folder `whole`, which lies in this home, what is to take its place."""
    for path in whole.rglob("*"):
        sync_folder(path)  # a file's bytes or a folder's names
    whole.replace(home.restored)
    sync_folder(home.path)


def settle(home: Home) -> None:
    """Takes up what was agreed, if something was. Only whoever holds the ledger's lock may ask for it."""
    if not home.restored.exists():
        return
    for name in FOLDERS:
        _replace(home.path / name, home.restored / name)
    done = home.work / "load-restored"  # a name that loads sweep
    shutil.rmtree(done, ignore_errors=True)
    home.restored.replace(done)
    sync_folder(home.path)
    shutil.rmtree(done)


def _replace(place: Path, restored: Path) -> None:
    """The files are linked and not moved, so that they can be put in place once more."""
    place.mkdir(mode=0o700, exist_ok=True)
    for old in place.iterdir():
        if old.suffix != _LOCKS:
            old.unlink()
    for new in restored.iterdir() if restored.exists() else ():
        os.link(new, place / new.name)
    sync_folder(place)
