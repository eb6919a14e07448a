"""Ledger and snapshots that are not as they were written: opened right, or refused with the backup that is whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend import copied
from tests.backups import restored, work
from tests.damage import DAMAGES
from tests.damaged_homes import QUESTIONS, Truth, checked, deed, figures, load, truth_of
from tests.usage_files import files_of

pytestmark = pytest.mark.unmeasured
# Each home is asked a part of all reports, the next one another part.
PARTS = 9
FEW = QUESTIONS[::PARTS]
FILES = {"ledger": "ledger/ledger.duckdb", "snapshot": "warehouse/3.duckdb"}


@pytest.fixture(scope="module")
def truth(keys_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    """A home with keys and deeds, and its backup in the folder of the settings."""
    folder = tmp_path_factory.mktemp("truth")
    home = copied(keys_files, folder / "home")
    work(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENEFITS_BACKUP_FOLDER", str(folder / "backups"))
        yield truth_of(home, folder / "backups")


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.deep)])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_every_report_is_true_or_refused_with_the_backup_that_is_whole(
    truth: Truth, tmp_path: Path, file: str, damage: str, count: int
) -> None:
    for number in range(count):
        with truth.damaged(FILES[file], DAMAGES[damage], number, tmp_path / "home") as home:
            asked = QUESTIONS[number % PARTS :: PARTS]
            found, told = figures(home, asked), checked(home)
            wrong = [one for one in found if found[one] != truth.figures[one] and not truth.names(found[one])]
            assert wrong == []
            assert isinstance(told, list) or truth.names(told)


@pytest.mark.parametrize("count", [1, pytest.param(50, marks=pytest.mark.deep)])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", FILES)
def test_loads_and_deeds_are_done_on_what_is_whole_or_change_nothing(
    truth: Truth, tmp_path: Path, file: str, damage: str, count: int
) -> None:
    for number in range(count):
        with truth.damaged(FILES[file], DAMAGES[damage], number, tmp_path / "home") as home:
            before = files_of(home / "warehouse")
            came = load(home, tmp_path)
            assert came == "loaded" or (truth.names(came) and files_of(home / "warehouse") == before)
            done = deed(home)
            assert done is None or truth.names(done)


@pytest.mark.parametrize("file", FILES)
def test_the_backup_that_is_named_brings_everything_back(truth: Truth, tmp_path: Path, file: str) -> None:
    with truth.damaged(FILES[file], DAMAGES["a bit"], 4, tmp_path / "home") as home:
        restored(truth.backup, home, replace=True)
        assert checked(home) == []
        assert figures(home, FEW) == {one: truth.figures[one] for one in FEW}
