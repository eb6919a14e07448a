"""What is exported in the layout of a template and loaded elsewhere is the same state, whatever the texts are."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from pipelines.reports import Request, run
from pipelines.reports.export import WRITERS
from pipelines.store import EVERYTHING, Store
from tests.backend import copied
from tests.desk import PARTNERS, Desk, told
from tests.odd_texts import files
from tests.the_cast import TODAY

EXPORTS = (
    ("people", "template"),
    ("memberships", "offers"),
    ("memberships", "entitlements"),
    ("support-use", "template"),
    ("requests", "template"),
)
TABLES = ("person", "offer_held", "entitlement", "support_use", "answer")
KINDS = ("csv", "xlsx")
FEW, MANY = range(1), range(1, 500)


@pytest.fixture(scope="module")
def three_partners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the three partners; not to be changed."""
    folder = tmp_path_factory.mktemp("three-partners")
    store = Store(folder / "home")
    Desk(store, folder).loaded(PARTNERS)
    store.close()
    return folder / "home"


def state(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All that files say, but for where they said it."""
    where = "load_id, file_no, source_line"
    return {one: desk.rows(f"SELECT * EXCLUDE ({where}) FROM {one} ORDER BY ALL") for one in TABLES}


def exported(desk: Desk, kind: str) -> list[bytes]:
    """Every report that has the layout of a template, as a file."""
    with desk.store.snapshot() as snapshot:
        return [WRITERS[kind](run(snapshot, Request(name, TODAY, by), EVERYTHING)) for name, by in EXPORTS]


@pytest.mark.parametrize("seed", FEW)
def test_what_is_exported_and_loaded_elsewhere_is_the_same(three_partners: Path, seed: int) -> None:
    compare(three_partners, seed, KINDS)


@pytest.mark.deep
@pytest.mark.parametrize("seed", MANY)
def test_what_is_exported_and_loaded_elsewhere_is_the_same_for_many(three_partners: Path, seed: int) -> None:
    compare(three_partners, seed, [KINDS[seed % len(KINDS)]])


def compare(three_partners: Path, seed: int, kinds: Sequence[str]) -> None:
    """Loads what the seed gives, exports it, and loads the files where nothing is, and where all is."""
    with TemporaryDirectory() as folder:
        first = desk_in(three_partners, Path(folder) / "first")
        report = first.load(*files(Random(seed)))
        assert report.status == "loaded", (seed, told(report))
        stored = state(first)
        for kind in kinds:
            taken = exported(first, kind)
            elsewhere = desk_in(three_partners, Path(folder) / kind)
            report = elsewhere.load(*taken)
            assert report.status == "loaded", (seed, kind, told(report))
            assert state(elsewhere) == stored, (seed, kind)
            assert first.load(*taken).status == "unchanged", (seed, kind)
            elsewhere.store.close()
        first.store.close()


def desk_in(home: Path, folder: Path) -> Desk:
    """A desk at a copy of a home."""
    folder.mkdir()
    return Desk(Store(copied(home, folder / "home")), folder)
