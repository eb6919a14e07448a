"""One measured run in a process of its own: prints {"seconds", "peak_mb"} as JSON. Imports are not counted."""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path


def reference(file: Path, folder: Path) -> Callable[[], None]:
    """DuckDB's own reader into a table of a new database file, types guessed."""
    import duckdb

    def run() -> None:
        with duckdb.connect(folder / "reference.duckdb") as connection:
            connection.execute("CREATE TABLE usage AS SELECT * FROM read_csv($file)", {"file": str(file)})

    return run


def load(file: Path, folder: Path) -> Callable[[], None]:
    """The file into a warehouse: typed, Decimal, validated, rolled up, published."""
    from pipelines.ingest import OPERATOR, Incoming, Order
    from pipelines.ingest import load as load_files
    from pipelines.store import Store

    def run() -> None:
        order = Order(OPERATOR, datetime(2026, 6, 15, tzinfo=UTC), date(2026, 6, 15), {})
        report = load_files(Store(folder / "home"), [Incoming(file.name, file)], order)
        assert report.status in ("loaded", "unchanged"), report

    return run


if __name__ == "__main__":
    what, file, folder = sys.argv[1:]
    measured = {"reference": reference, "load": load}[what](Path(file), Path(folder))
    start = time.perf_counter()
    measured()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mb": peak}))
