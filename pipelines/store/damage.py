"""Damage met while a snapshot is read, told as what it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.store.errors import SnapshotDamaged
from pipelines.store.home import Home

# What DuckDB raises where bytes are not as they were written.
DAMAGED = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
# Writing fails for other reasons too, a full disk first of all; this is how reading a damaged block reads.
_SIGN = "checksum"


def damaged(home: Home, number: int) -> SnapshotDamaged:
    """The refusal of a snapshot; it names the one before, if that is kept."""
    pointer = home.pointer()
    return SnapshotDamaged(number, pointer.base if pointer.base in pointer.numbers else 0)


@contextmanager
def damage_told(home: Home, number: int, *, reading_only: bool) -> Iterator[None]:
    """SnapshotDamaged where the block meets damage in snapshot `number`, or, where it writes too, in its copy."""
    try:
        yield
    except DAMAGED as fault:
        if not (reading_only or _SIGN in str(fault)):
            raise
        raise damaged(home, number) from fault
