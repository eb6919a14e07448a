"""What presses leave behind: rows of the ledger, and loads. Asked of the running app as a command asks it."""

from dataclasses import dataclass
from typing import Any

from tests.terminal import Terminal

Row = tuple[str, str]


@dataclass(frozen=True)
class Effects:
    """Deeds with their outcomes, in their order, and how many loads there are more than before."""

    rows: tuple[Row, ...] = ()
    loads: int = 0


@dataclass
class Ledger:
    """What the app of a home has, as far as it was looked at."""

    terminal: Terminal
    known: frozenset[tuple[str, int]] = frozenset()
    loads: int = 0

    def since(self) -> Effects:
        """What has come since it was asked for the last time."""
        rows, loads = self._report("audit"), len(self._report("loads"))
        new = [row for row in rows if (row["partner_id"], row["version"]) not in self.known and not _is_ours(row)]
        came = Effects(tuple((row["deed"], row["outcome"]) for row in reversed(new)), loads - self.loads)
        self.known = frozenset((row["partner_id"], row["version"]) for row in rows)
        self.loads = loads
        return came

    def _report(self, name: str) -> list[dict[str, Any]]:
        told = self.terminal.run("report", name, "--format", "json")
        assert told.code == 0, told.err
        return list(told.json["rows"] if isinstance(told.json, dict) else told.json)


def _is_ours(row: dict[str, Any]) -> bool:
    """Whether it tells of our own looking."""
    return row["deed"] == "export" and row["subject"] in ("audit", "loads")
