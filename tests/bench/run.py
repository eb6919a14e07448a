"""One measured run of something, in this process or in one of its own."""

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
Work: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class Run:
    """What a run took. The peak is that of its process; 0 for a processor time or a peak that is not known."""

    seconds: float
    cpu_s: float = 0
    peak_mb: float = 0


def here(work: Work) -> Run:
    """Runs it in this process."""
    gc.collect()
    cpu, start = time.process_time(), time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    return Run(seconds, time.process_time() - cpu, peak_mb())


def peak_mb(process: int | str = "self") -> float:
    """The most memory that a process has had; `getrusage` would count that of the process which started it, too."""
    told = Path(f"/proc/{process}/status").read_text("utf-8").split("VmHWM:")[1]
    return int(told.split()[0]) / 1024


def apart(name: str, *arguments: object, python: str | Path = sys.executable, **settings: str) -> Run:
    """Runs `module:function`, which prepares the work and gives it, in a process of its own; imports do not count."""
    command = [str(python), "-m", "tests.bench.run", name, *map(str, arguments)]
    told = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE, text=True
    )
    return Run(**json.loads(told.stdout.splitlines()[-1]))


def prepared(name: str, *arguments: object) -> Work:
    """The work that `module:function` gives for these arguments, which it takes as text."""
    module, function = name.split(":")
    work: Work = getattr(import_module(module), function)(*map(str, arguments))
    return work


def process(*command: str | Path, **settings: str) -> Run:
    """Runs a program from its start to its end, which must be a good one."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **settings},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(here(prepared(*sys.argv[1:])))) + "\n")
