"""What lies beside ledger and snapshots and is not as it was written: found, made anew, or of no account."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.errors import BenefitsError
from pipelines.secrets import RingDamaged, key_ring
from pipelines.settings import PROJECT
from pipelines.store import EVERYTHING, Store
from pipelines.store.backup_check import check_backup
from pipelines.store.backup_errors import BackupDamaged, NotABackup
from pipelines.store.home import Home
from pipelines.store.way_out import last_good
from tests.backend import copied
from tests.backups import backed_up, work
from tests.damage import DAMAGES
from tests.damaged_homes import Truth, checked

pytestmark = pytest.mark.unmeasured
COUNTS = [3, pytest.param(200, marks=pytest.mark.deep)]
DEEDS = "SELECT count(*) AS deeds, count(DISTINCT hash) AS hashes, max(length(details)) AS longest FROM deed"
PARTNERS = "SELECT partner_id, time_zone FROM visible_partner ORDER BY ALL"
# A process that does three deeds and is gone before the ledger's file has them: they stand in the log beside it.
LEAVING = """
import os, sys
from pathlib import Path
from pipelines.store import Store
from tests.backups import add
store = Store(Path(sys.argv[1]))
for name in ("one", "two", "three"):
    add(store, name)
os._exit(0)
"""


@pytest.fixture(scope="module")
def truth(keys_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    """A home with keys, deeds and a log beside the ledger, and its backup in the folder of the settings."""
    folder = tmp_path_factory.mktemp("beside")
    home = copied(keys_files, folder / "home")
    work(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENEFITS_BACKUP_FOLDER", str(folder / "backups"))
        backup = backed_up(home, folder / "backups").path
        subprocess.run([sys.executable, "-c", LEAVING, str(home)], cwd=PROJECT, check=True)
        assert (home / "ledger" / "ledger.duckdb.wal").exists()
        yield Truth(home, backup, {})


def asked(home: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a question, of whoever opens the home now."""
    with closing(Store(home)) as store, store.snapshot() as snapshot:
        return snapshot.query(sql, scope=EVERYTHING).rows()


def answer(home: Path, sql: str) -> object:
    """The same, or the refusal."""
    try:
        return asked(home, sql)
    except BenefitsError as refusal:
        return refusal


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_ledgers_log_gives_every_deed_or_is_refused(truth: Truth, tmp_path: Path, damage: str, count: int) -> None:
    expected = asked(copied(truth.home, tmp_path / "whole"), DEEDS)
    for number in range(count):
        with truth.damaged("ledger/*.wal", DAMAGES[damage], number, tmp_path / "home") as home:
            found = answer(home, DEEDS)
            assert found == expected or truth.names(found), found
            assert found != expected or checked(home) == []


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_pointer_names_the_live_snapshot_or_is_refused(
    truth: Truth, tmp_path: Path, damage: str, count: int
) -> None:
    expected = Home(truth.home).pointer()
    for number in range(count):
        with truth.damaged("warehouse/live.json", DAMAGES[damage], number, tmp_path / "home") as home:
            found = answer(home, PARTNERS)
            assert Home(home).pointer() == expected if isinstance(found, list) else truth.names(found)


def test_a_pointer_that_is_gone_is_refused_and_no_load_begins_anew(truth: Truth, tmp_path: Path) -> None:
    home = copied(truth.home, tmp_path / "home")
    (home / "warehouse" / "live.json").unlink()
    assert truth.names(answer(home, PARTNERS))


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ["memory.duckdb", "empty.duckdb", "digests.json"])
def test_prepared_files_are_made_anew(truth: Truth, tmp_path: Path, file: str, damage: str, count: int) -> None:
    expected = asked(copied(truth.home, tmp_path / "whole"), PARTNERS)
    for number in range(count):
        with truth.damaged(f"prepared/*/{file}", DAMAGES[damage], number, tmp_path / "home") as home:
            assert asked(home, PARTNERS) == expected


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_count_of_deeds_that_cannot_be_read_is_counted_anew(
    truth: Truth, tmp_path: Path, damage: str, count: int
) -> None:
    expected = asked(copied(truth.home, tmp_path / "whole"), DEEDS)
    for number in range(count):
        with truth.damaged("ledger/deeds.count", DAMAGES[damage], number, tmp_path / "home") as home:
            assert asked(home, DEEDS) == expected


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_key_ring_is_the_same_or_refused_before_anything_is_sealed_with_it(
    truth: Truth, tmp_path: Path, damage: str, count: int
) -> None:
    expected = key_ring(truth.home / "keys.json")
    for number in range(count):
        path = tmp_path / "keys.json"
        path.write_bytes((truth.home / "keys.json").read_bytes())
        done = DAMAGES[damage](path, number)
        with contextlib.suppress(RingDamaged):
            assert key_ring(path) == expected, done


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_backup_that_is_damaged_is_refused_and_the_one_before_is_the_last_good_one(
    truth: Truth, tmp_path: Path, damage: str, count: int
) -> None:
    older, newer = (tmp_path / f"benefits-2026061{day}T090000Z.zip" for day in (5, 6))
    older.write_bytes(truth.backup.read_bytes())
    for number in range(count):
        newer.write_bytes(truth.backup.read_bytes())
        done = DAMAGES[damage](newer, number)
        good = last_good(tmp_path)
        assert good is not None, done
        assert good.path == (newer if is_whole(newer, tmp_path / f"unpacked-{number}") else older), done


def is_whole(path: Path, folder: Path) -> bool:
    """Whether a backup can be restored; refused by its name where it cannot."""
    try:
        check_backup(path, folder)
    except (NotABackup, BackupDamaged) as refusal:
        return path.name not in str(refusal)
    return True
