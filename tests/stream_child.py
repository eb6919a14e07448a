"""One export in a process of its own: prints how much memory it took beyond that of an idle one, in megabytes."""

import sys
from pathlib import Path

from pipelines.reports import Request
from pipelines.reports.write import write_report
from pipelines.store import EVERYTHING, Store
from tests.the_cast import TODAY


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    told = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(told.split()[0]) / 1024


if __name__ == "__main__":
    home, form, target = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    store = Store(home)
    with store.snapshot() as snapshot, target.open("wb") as file:
        write_report(snapshot, Request("loads", TODAY), EVERYTHING, form, file)
        idle = peak()
        write_report(snapshot, Request("usage-detail", TODAY), EVERYTHING, form, file)
        sys.stdout.write(str(peak() - idle))
    store.close()
