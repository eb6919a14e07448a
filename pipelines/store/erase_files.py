"""A person erased from the files of a home: rows set aside, and letters that were written but not taken."""

import csv
from pathlib import Path

from pipelines.store.erase import Known
from pipelines.store.home import Home
from pipelines.store.ledger import Ledger
from pipelines.store.schema import SQL
from pipelines.store.sealed_file import written_sealed

_LETTERS = (SQL / "erase" / "letters_to_nobody.sql").read_text("utf-8")


def erase_from_set_aside(home: Home, person: Known) -> int:
    """Empties the cells that name the person, in all files of rows set aside; gives how many files had some."""
    return sum(_mended(path, person) for path in sorted(home.quarantine.glob("*.csv")))


def _mended(path: Path, person: Known) -> bool:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    kept = [["" if _names(cell, person) else cell for cell in row] for row in rows]
    if kept == rows:
        return False
    with written_sealed(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(kept)
    return True


def _names(cell: str, person: Known) -> bool:
    told = cell.strip().lower()
    return person.email in told or told in person.names


def erase_letters(home: Home, ledger: Ledger) -> int:
    """Deletes the files of letters whose address was emptied; gives how many there were."""
    ids = ledger.query(_LETTERS)["message_id"]
    files = [path for one in ids if (path := home.path / "outbox" / f"{one}.eml").exists()]
    for path in files:
        path.unlink()
    return len(files)
