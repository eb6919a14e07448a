"""A person erased: an alias stands for the address in both stores, and what else is kept of the person is emptied.

The deeds and their hashes stay as they were written: they name people by ids only.
"""

import secrets
from dataclasses import dataclass

from pipelines.store.prepared import EMPTY
from pipelines.store.schema import SQL
from pipelines.store.warehouse import Snapshot, Store

_PERSON, _WAREHOUSE, _LEDGER = (
    (SQL / "erase" / name).read_text("utf-8") for name in ("person.sql", "warehouse.sql", "ledger.sql")
)
# A domain of which nobody will ever have an address (RFC 2606).
_NOWHERE = "erased.invalid"


@dataclass(frozen=True)
class Known:
    """What is to be erased: the address and names, in lower case, and the id in the ledger, where there is one."""

    email: str
    names: tuple[str, ...]
    person_id: str | None
    alias: str

    @property
    def variables(self) -> dict[str, object]:
        """What the scripts read."""
        return {"email": self.email, "names": list(self.names), "person": self.person_id, "alias": self.alias}


def known(snapshot: Snapshot, email: str) -> Known | None:
    """What is known of an address in lower case; None where nobody knows it."""
    found = snapshot.query(_PERSON, {"email": email})
    if found.is_empty():
        return None
    person_id, names = found.row(0)
    return Known(email, tuple(names or ()), person_id, f"erased-{person_id or secrets.token_hex(8)}@{_NOWHERE}")


def erase_from_warehouse(store: Store, person: Known) -> int:
    """Puts the alias into a snapshot that is the only one left; gives its number, 0 where nothing was ever loaded."""
    with store.rewriting() as writing:
        for name, value in person.variables.items():
            writing.draft.run(f"SET VARIABLE {name} = $value", {"value": value})
        writing.draft.run(_WAREHOUSE)
        writing.draft.keep = writing.base != EMPTY
    return writing.published or EMPTY


def erase_from_ledger(store: Store, person: Known) -> None:
    """Puts a ledger that does not have the person in the place of the one that has, in one step.

    LedgerInUse where a reader keeps it for too long: then nothing has changed.
    """
    with store.rewriting_ledger() as cursor:
        for name, value in person.variables.items():
            cursor.execute(f"SET VARIABLE {name} = $value", {"value": value})
        cursor.execute(_LEDGER)
