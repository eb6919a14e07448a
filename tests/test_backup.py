"""A backup holds all that was loaded and done, is read back before it counts, and is kept by count."""

import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipelines.errors import BenefitsError
from pipelines.secrets import key_ring
from pipelines.store import Store
from pipelines.store.backup import back_up
from pipelines.store.backup_check import check_backup
from pipelines.store.backup_errors import BackupBusy, BackupDamaged, PassphraseShort
from pipelines.store.backup_folder import backups, last_backup
from pipelines.store.lock import file_lock
from tests.backend import copied
from tests.backups import NOW, PASSPHRASE, add, backed_up, faults, held, manifest, restored, rewritten, work
from tests.keys_desk import CLOUD_KEY, SOFTWARE_KEY, opened
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def made(keys_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with deeds, and its backup; neither is to be changed."""
    folder = tmp_path_factory.mktemp("made")
    home = copied(keys_files, folder / "home")
    work(home)
    return home, backed_up(home, folder / "backups").path


@pytest.fixture
def worked(made: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of that home that a test may change."""
    return copied(made[0], tmp_path / "worked")


def test_every_table_comes_back_as_it_was_and_the_chain_holds(made: tuple[Path, Path], tmp_path: Path) -> None:
    home, path = made
    told = restored(path, tmp_path / "new")
    there, back = held(home), held(tmp_path / "new")
    assert {name: len(rows) for name, rows in back.items()} == {name: len(rows) for name, rows in there.items()}
    assert back == there
    assert len(back["ledger.deed"]) >= 2
    assert told.findings == ()
    assert faults(tmp_path / "new") == []


def test_the_manifest_tells_the_rows_of_each_table_and_the_seal(made: tuple[Path, Path]) -> None:
    home, path = made
    told = manifest(path)["contents"]
    assert isinstance(told, dict)
    counted = {name.partition(".")[2]: len(rows) for name, rows in held(home).items()}
    assert {one["name"]: one["rows"] for one in [*told["warehouse"], *told["ledger"]]} == counted
    assert [head["stream_id"] for head in told["seal"]["heads"]] == ["P-1"]


def test_a_backup_is_for_its_owner_alone_and_tells_no_product_key(made: tuple[Path, Path]) -> None:
    home, path = made
    ring = key_ring(home / "keys.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with ZipFile(path) as zipped:
        content = b"".join(zipped.read(name) for name in zipped.namelist())
    secrets = [CLOUD_KEY, SOFTWARE_KEY, *(key.hex() for key in ring.keys.values()), ring.digest_secret.hex()]
    assert [one for one in secrets if one.encode() in content] == []


def test_with_a_passphrase_it_brings_the_keys_and_they_open_what_they_sealed(worked: Path, tmp_path: Path) -> None:
    path = backed_up(worked, tmp_path / "backups", passphrase=PASSPHRASE).path
    told = restored(path, tmp_path / "new", passphrase=PASSPHRASE)
    assert told.missing_keys == ()
    assert not (tmp_path / "new" / "keys.sealed").exists()
    with opened(tmp_path / "new") as desk:
        assert CLOUD_KEY in desk.seen().values()


def test_a_passphrase_that_is_too_short_makes_no_backup(worked: Path, tmp_path: Path) -> None:
    with pytest.raises(PassphraseShort, match="at least 12"):
        backed_up(worked, tmp_path / "backups", passphrase="hunter2")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_newest_are_kept_by_count_and_other_files_are_let_be(worked: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "notes.zip").touch()
    (folder / "benefits-2025.zip").touch()
    paths = [backed_up(worked, folder, day, kept=2).path for day in range(3)]
    assert [one.path for one in backups(folder)] == paths[1:]
    assert {path.name for path in folder.iterdir()} == {"notes.zip", "benefits-2025.zip", *(p.name for p in paths[1:])}


def test_two_of_the_same_second_both_stay(worked: Path, tmp_path: Path) -> None:
    store = Store(worked)
    made = [back_up(store, tmp_path / "backups", NOW, 7).path for _ in range(2)]
    store.close()
    assert [kept.path for kept in backups(tmp_path / "backups")] == made


def test_a_count_of_none_drops_none(worked: Path, tmp_path: Path) -> None:
    paths = [backed_up(worked, tmp_path / "backups", day, kept=0).path for day in range(2)]
    assert [one.path for one in backups(tmp_path / "backups")] == paths


def test_what_is_done_meanwhile_is_in_it_whole_or_not_at_all(worked: Path, tmp_path: Path) -> None:
    store = Store(worked)
    ends = threading.Event()

    def busy() -> None:
        for number in range(200):
            if ends.is_set():
                return
            add(store, f"busy{number}")

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        made = [back_up(store, tmp_path / "backups", NOW.replace(minute=minute), 7) for minute in range(2)]
    finally:
        ends.set()
        thread.join()
        store.close()
    deeds = [sum(head.version for head in one.manifest.contents.seal.heads) for one in made]
    assert deeds == sorted(deeds)
    for number, one in enumerate(made):
        restored(one.path, tmp_path / f"new{number}")
        assert faults(tmp_path / f"new{number}") == []


def test_two_at_once_are_one(worked: Path, tmp_path: Path) -> None:
    with file_lock(worked / "backup.lock", 0), pytest.raises(BackupBusy, match="Another backup"):
        backed_up(worked, tmp_path / "backups")


def damages(path: Path) -> Iterator[tuple[str, bytes]]:
    with ZipFile(path) as zipped:
        for name in zipped.namelist():
            content = zipped.read(name)
            yield name, content[: len(content) // 2] + b"?" + content[len(content) // 2 + 1 :]
        yield name, content[:-1]


def test_a_byte_that_differs_anywhere_is_found(made: tuple[Path, Path], tmp_path: Path) -> None:
    found = 0
    for number, (name, content) in enumerate(damages(made[1])):
        path = rewritten(made[1], tmp_path / "damaged.zip", name, content)
        with pytest.raises(BenefitsError, match=r"is not as it was written|is no backup of this program"):
            check_backup(path, tmp_path / f"unpacked{number}")
        found += 1
    assert found == 4


def test_a_copy_that_holds_other_rows_than_the_original_never_counts(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backed_up(worked, tmp_path / "backups").path
    monkeypatch.setattr("pipelines.store.warehouse.Snapshot.tables", lambda self: ())
    with pytest.raises(BackupDamaged):
        backed_up(worked, tmp_path / "backups", day=1)
    assert list((tmp_path / "backups").iterdir()) == [kept]


def test_before_the_first_load_there_is_a_ledger_to_keep(tmp_path: Path) -> None:
    path = backed_up(tmp_path / "empty", tmp_path / "backups").path
    told = restored(path, tmp_path / "new")
    assert told.manifest.contents.snapshot == 0
    assert faults(tmp_path / "new") == []


def test_the_command_says_what_it_wrote_and_check_tells_of_it(cast_terminal: Terminal) -> None:
    assert "There is no backup yet" in cast_terminal.run("check").text
    told = cast_terminal.run("backup")
    last = last_backup(cast_terminal.home / "backups")
    assert last is not None
    assert told.code == 0
    assert told.text.startswith(f"Backup written and read back: {last.path} of ")
    assert "Product keys in it stay sealed" in told.text
    assert f"The last backup is {last.path.name}, made at " in cast_terminal.run("check").text
    assert "The backup is whole: " in cast_terminal.run("backup", "--verify", last.path).text


def test_a_folder_that_takes_no_backup_is_told(cast_terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = cast_terminal.run("backup", "--to", tmp_path / "file")
    assert (told.code, told.text) == (2, "")
    assert str(tmp_path / "file") in told.err
