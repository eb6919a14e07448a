"""A desk for tests: texts and bytes given to the load as files, and what is stored afterwards."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest import OPERATOR, FileReport, Incoming, Loader, LoadReport, Order, load
from pipelines.ingest.written import expected, sentence
from pipelines.store import EVERYTHING, Store
from tests.the_cast import NOW, TODAY

PARTNERS = """partner_id,legal_name,country,currency
P-1,Contoso,US,USD
P-2,Fabrikam,US,USD
P-3,Northwind,DE,EUR
"""
ADMIN = Loader("global-admin@contoso.example", partners=("P-1",), roles=frozenset())


@dataclass
class Desk:
    """Loads into `store` what is written into `folder`."""

    store: Store
    folder: Path

    def load(
        self,
        *contents: str | bytes,
        loader: Loader = OPERATOR,
        keep_good: bool = False,
        settings: dict[str, str] | None = None,
    ) -> LoadReport:
        """One load of files with these contents."""
        files = [self._file(number, content) for number, content in enumerate(contents)]
        return load(self.store, files, Order(loader, NOW, TODAY, settings or {}, keep_good=keep_good))

    def loaded(self, *contents: str | bytes, **settings: str) -> FileReport:
        """The report of the last of these files, all of which must load."""
        report = self.load(*contents, settings=settings)
        assert report.status == "loaded", told(report)
        return report.files[-1]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query on what is live."""
        with self.store.snapshot() as snapshot:
            return list(snapshot.query(sql, {}, EVERYTHING).iter_rows())

    def _file(self, number: int, content: str | bytes) -> Incoming:
        path = self.folder / f"file-{number}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Incoming(path.name, path)


def desk_with_partners(store: Store, folder: Path) -> Desk:
    """A desk whose store holds the three partners."""
    desk = Desk(store, folder)
    desk.loaded(PARTNERS)
    return desk


def told(report: LoadReport) -> list[str]:
    """What a load says of its files: refusals, and faulty cells as `line column: found -> expected`."""
    refusals = [sentence(file.refusal) for file in report.files if file.refusal]
    return refusals + [
        f"{one.line} {one.column}: {one.found} -> {expected(one)}" for file in report.files for one in file.problems
    ]


def cells(report: LoadReport) -> list[tuple[int, str, str | None]]:
    """The faulty cells: line, column, found."""
    return [(one.line, one.column, one.found) for file in report.files for one in file.problems]
