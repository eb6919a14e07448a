"""What is measured in a process of its own: each function prepares a work and gives it. Arguments are texts."""

from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.run import Work

if TYPE_CHECKING:
    from pipelines.reports import Request


def load(file: str, home: str) -> Work:
    """The file into a warehouse: typed, Decimal, validated, rolled up, published."""
    from tests.bench.world import load_all

    return lambda: load_all(Path(home), [Path(file)])


def world(home: str, usage: str, folder: str) -> Work:
    """A whole world into a new home, wherever the settings say that it is kept."""
    from tests.bench.world import load_world

    return lambda: load_world(Path(home), Path(usage), Path(folder))


def read_csv(file: str, folder: str) -> Work:
    """DuckDB's own reader into a table of a new database file, types guessed."""
    return _table(folder, "CREATE TABLE usage AS FROM read_csv($file)", file)


def read_csv_typed(file: str, folder: str) -> Work:
    """The same into the types that money and days need."""
    from tests.bench.raw import TYPED_USAGE

    return _table(folder, TYPED_USAGE, file)


def _table(folder: str, statement: str, file: str) -> Work:
    import duckdb

    path = Path(folder) / "reference.duckdb"

    def run() -> None:
        path.unlink(missing_ok=True)
        with duckdb.connect(path) as connection:
            connection.execute(statement, {"file": file})

    return run


def export(home: str, target: str) -> Work:
    """Every row of use as a CSV, as the app gives it: exact, safe for spreadsheets, with a manifest's sums."""
    from pipelines.reports.write import write_report
    from pipelines.store import EVERYTHING, Store

    store = Store(Path(home))
    store.open()

    def run() -> None:
        with store.snapshot() as snapshot, Path(target).open("wb") as file:
            write_report(snapshot, _every_row(), EVERYTHING, "csv", file)
        store.close()

    return run


def copy(home: str, target: str) -> Work:
    """The same question, with the rows written by DuckDB's COPY."""
    from pipelines.reports.ask import parameters, question
    from pipelines.store import EVERYTHING, Store

    store, rows = Store(Path(home)), question("usage_detail_by_row")
    statement = f"COPY ({rows.rstrip().removesuffix(';')}) TO '{target}' (HEADER)"
    store.open()

    def run() -> None:
        with store.snapshot() as snapshot, snapshot.one_state(EVERYTHING) as ask:
            ask(statement, parameters(rows, _every_row().checked()))
        store.close()

    return run


def _every_row() -> "Request":
    from pipelines.reports import Request
    from tests.bench.world import TODAY

    return Request("usage-detail", TODAY, "row")
