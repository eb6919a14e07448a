"""What the process of one mutant does: it takes the mutant for the file, and runs the tests."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.which import NOT

# The setting that names the folder of the cast's home.
HOME = "MUTANTS_HOME"
# Libraries that are there before pytest are no concern of its.
_IGNORED = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
_PLUGINS = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "-p", "tests.mutants.kept")
_QUIETLY = ("-q", "-x", "--tb=line", "--deselect", NOT)


def judged(mutant: Mutant | None, tests: Sequence[str], folder: Path) -> int:
    """The exit code of these tests with the mutant, or with the code as it is; their log goes into `folder`."""
    _write_into(folder / "log")
    os.environ |= {"HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"), HOME: str(folder / "cast")}
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
        import_module(mutant.module)
    return int(pytest.main([*_IGNORED, *_PLUGINS, *_QUIETLY, f"--basetemp={folder / 'tmp'}", *tests]))


def _write_into(log: Path) -> None:
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(written, stream)


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        path = str(ROOT / self._mutant.file)
        return spec_from_file_location(fullname, path, loader=_Loader(fullname, path, self._mutant.source))


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, source: str) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec")
