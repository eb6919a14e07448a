"""The ledger's file attached, if it can be read, is as long as it says, and holds what was written to it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.full_disk import HOME, full_disk_told
from pipelines.store import schema
from pipelines.store.damage import DAMAGED
from pipelines.store.errors import LedgerBusy, LedgerDamaged, LedgerShort
from pipelines.store.home import Home
from pipelines.store.ledger_end import LedgerEnd

_DEEDS = "SELECT count(*) FROM ledger.deed"
# Blocks that are free at its end may never have been written: whoever dies after a checkpoint leaves such a file whole.
_LENGTH = "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name = 'ledger'"
# How DuckDB tells who has a file open, one that keeps no lock of ours.
_HOLDER = re.compile(r"Conflicting lock is held.*\(PID (\d+)\)")
# What stands in the file before its first block.
_HEAD = 3 * 4096


def attach_whole(database: duckdb.DuckDBPyConnection, home: Home, end: LedgerEnd) -> None:
    """Attaches it as `ledger`, brought up to date. LedgerDamaged, LedgerShort, DiskFull.

    Nothing is written to a file that was cut off. Where a log is beside it, its length is not known yet.
    """
    settled = not home.ledger_file.with_suffix(".duckdb.wal").exists()
    with full_disk_told(HOME, home.path), damage_of_ledger_told(home):
        schema.attach_ledger(database, home.ledger_file)
        [(length,)] = database.execute(_LENGTH).fetchall()
        [(deeds,)] = database.execute(_DEEDS).fetchall()
    if settled and home.ledger_file.stat().st_size < _HEAD + length:
        raise LedgerDamaged(path=home.ledger_name, backups=home.backups)
    check_deeds(home, deeds, end)
    end.found(deeds)


def check_deeds(home: Home, found: int, end: LedgerEnd) -> None:
    """LedgerShort where so many deeds are fewer than were written."""
    if found < end.known():
        raise LedgerShort(path=home.ledger_name, found=found, known=end.known(), backups=home.backups)


@contextmanager
def damage_of_ledger_told(home: Home) -> Iterator[None]:
    """LedgerDamaged where the block meets damage, LedgerBusy where another program has the file open."""
    try:
        yield
    except DAMAGED as fault:
        holder = _HOLDER.search(str(fault))
        if holder:
            raise LedgerBusy(pid=holder[1], seconds=0) from fault
        raise LedgerDamaged(path=home.ledger_name, backups=home.backups) from fault
