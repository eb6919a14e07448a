"""What the store refuses, each in one sentence of the catalogs."""

from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.text import text


class Busy(BenefitsError):
    """Another process holds a lock. Facts: pid, seconds waited."""


class LoadBusy(Busy):
    """Another load holds the lock."""

    code = "load_busy"


class LedgerBusy(Busy):
    """Another process holds the ledger."""

    code = "ledger_busy"


class LedgerInUse(BenefitsError):
    """Somebody has been reading the ledger for too long. Facts: seconds waited."""

    code = "ledger_in_use"


class SnapshotMissing(BenefitsError):
    """No snapshot has this number. Facts: number, kept."""

    code = "snapshot_missing"


class SnapshotMoved(BenefitsError):
    """The live snapshot changed while a load worked on its copy. Facts: base, live."""

    code = "snapshot_moved"


class NothingToRollBack(BenefitsError):
    """The live snapshot has none before it. Facts: live."""

    code = "nothing_to_roll_back"


class SchemaNewer(BenefitsError):
    """The warehouse was written by a newer program. Facts: found, known."""

    code = "schema_newer"


class Damaged(BenefitsError):
    """A file is not as it was written. Facts: backups, the folder whose newest whole backup brings it back."""

    def sentence(self, language: str = "en") -> str:
        """What is damaged, and what brings it back: the backup is looked for when that is told."""
        from pipelines.store.way_out import way_out

        return text(
            f"error.{self.code}", language, **self.facts, way_out=way_out(Path(str(self.facts["backups"])), language)
        )


class SnapshotDamaged(Damaged):
    """A snapshot file cannot be opened or read. Facts: number; base, the one to go back to, or 0; backups."""

    def __init__(self, number: int, base: int, backups: Path) -> None:
        code = "snapshot_damaged" if base else "snapshot_damaged_alone"
        super().__init__(code, number=number, base=base, backups=backups)


class PointerDamaged(Damaged):
    """The file that names the live snapshot cannot be read, or is gone. Facts: path, backups."""

    code = "pointer_damaged"


class LedgerDamaged(Damaged):
    """The ledger's file cannot be opened or read. Facts: path, backups."""

    code = "ledger_damaged"


class LedgerShort(Damaged):
    """The ledger holds less than was written to it. Facts: path, found, known (how many deeds), backups."""

    code = "ledger_short"


class StreamMoved(BenefitsError):
    """Somebody else did something at the partner in the meantime. Facts: stream."""

    code = "stream_moved"


class AlreadyDone(BenefitsError):
    """There is a deed with this request id. Facts: request."""

    code = "already_done"


class LedgerUnreachable(BenefitsError):
    """The server with the ledger cannot be reached, or left in the middle.

    Facts: where (host, port, database), reason (what the server or the network says).
    """

    code = "ledger_unreachable"


class WarehouseUnreachable(BenefitsError):
    """The server with the lake's catalog does not answer, or has left. Facts: where (host, port, database)."""

    code = "warehouse_unreachable"


class WarehouseElsewhere(BenefitsError):
    """The files of the lake are in another folder than the settings say. Facts: found, told."""

    code = "warehouse_elsewhere"
