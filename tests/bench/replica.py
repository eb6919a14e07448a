"""A replica of the app that does deeds: a process, told on its standard input which, that says when they are done."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.run import ROOT


@dataclass(frozen=True)
class Replica:
    """A replica that waits for work."""

    process: "subprocess.Popen[str]"

    def begin(self, numbers: Sequence[int]) -> None:
        """Lets it begin with these deeds."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(list(numbers)) + "\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Waits until it has done them."""
        assert self.process.stdout
        assert self.process.stdout.readline() == "done\n", f"a replica ended with {self.process.wait()}"


@contextmanager
def replica(home: Path, settings: Mapping[str, str]) -> Iterator[Replica]:
    """A replica with a home of its own, and with these settings of where ledger and warehouse are."""
    told = {**os.environ, **settings, "BENEFITS_HOME": str(home)}
    command = [sys.executable, "-m", "tests.bench.replica", str(home)]
    with subprocess.Popen(
        command, cwd=ROOT, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Replica(process)
        process.communicate()


def main(home: Path) -> None:
    """Does the deeds of each line until there are no more lines."""
    from pipelines.store import Store
    from tests.bench.desk import Desk

    store = Store(home)
    desk = Desk(store)
    for line in sys.stdin:
        for number in json.loads(line):
            desk.give(number)
        sys.stdout.write("done\n")
        sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
