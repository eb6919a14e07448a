"""What the sections share: the size, a folder, files and homes that are made once, peers."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench import raw, world
from tests.bench.peers import venv
from tests.bench.run import ROOT, Run, apart, here, prepared
from tests.bench.size import Size
from tests.bench.usage import shuffled, write_usage


@dataclass(frozen=True)
class Bench:
    """One benchmark under way. What is made in its folder is made once, and used by every section."""

    size: Size
    folder: Path

    def run(self, name: str, *arguments: object) -> Run:
        """One run of `module:function` with these arguments, in a process of its own where the size asks for it."""
        return apart(name, *arguments) if self.size.apart else here(prepared(name, *arguments))

    def peer(self, script: str, *arguments: object) -> Run:
        """One run of a peer's script, with the peers' own Python."""
        python = venv.python(ROOT / "build" / "peers")
        return apart(f"tests.bench.peers.{script}:work", *arguments, python=python, **venv.SETTINGS)

    def scratch(self) -> Path:
        """A new empty folder, which stays as long as the benchmark."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def briefly(self) -> "tempfile.TemporaryDirectory[str]":
        """A new empty folder for a block."""
        return tempfile.TemporaryDirectory(dir=self.folder)

    def usage(self, rows: int) -> Path:
        """A file with so many rows of use."""
        return _once(self.folder / f"usage-{rows}.csv", lambda path: write_usage(path, rows))

    def shuffled(self, rows: int) -> Path:
        """The same rows in another order."""
        return _once(self.folder / f"usage-{rows}-shuffled.csv", lambda path: shuffled(self.usage(rows), path))

    def world_files(self, entitlements: int) -> Path:
        """The folder of the files beside the use."""
        return _once(self.folder / f"world-{entitlements}", lambda path: world.write_world(path, entitlements))

    def home(self, usage: int, entitlements: int) -> Path:
        """A home with so many rows of use and so many benefits; not to be changed."""
        files = self.usage(usage), self.world_files(entitlements)
        return _once(self.folder / f"home-{usage}-{entitlements}", lambda path: world.load_world(path, *files))

    def raw(self, usage: int, entitlements: int) -> Path:
        """A DuckDB file with the same rows as they stand in the files, for queries by hand."""
        files = self.usage(usage), self.world_files(entitlements)
        return _once(self.folder / f"raw-{usage}-{entitlements}.duckdb", lambda path: raw.write_raw(path, *files))

    def copy_of(self, home: Path) -> Path:
        """A copy of a home that may be changed."""
        return Path(shutil.copytree(home, self.scratch() / "home"))


def _once(path: Path, make: Callable[[Path], object]) -> Path:
    """What is at the path, made where it is not; half of it is never there under its name."""
    if not path.exists():
        part = path.with_name(f"{path.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.unlink(missing_ok=True)
        make(part)
        part.rename(path)
    return path
