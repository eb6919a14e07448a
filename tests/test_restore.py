"""A restore brings back all or changes nothing, whenever it dies; what is there is not replaced unasked."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pipelines.secrets import key_ring
from pipelines.store import Store, swap
from pipelines.store.backup_errors import (
    BackupWithoutKeys,
    HomeNotEmpty,
    NotABackup,
    PassphraseWrong,
    RingThere,
)
from pipelines.store.check import check
from pipelines.store.home import Home
from pipelines.store.lock import file_lock
from pipelines.store.restore import restore
from pipelines.store.swap import FOLDERS, settle
from tests.backend import copied
from tests.backups import PASSPHRASE, backed_up, held, restored, rewritten, work
from tests.keys_desk import opened
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def made(keys_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with deeds, and its backup with the key ring; neither is to be changed."""
    folder = tmp_path_factory.mktemp("made")
    home = copied(keys_files, folder / "home")
    work(home)
    return home, backed_up(home, folder / "backups", passphrase=PASSPHRASE).path


def files(home: Path) -> dict[str, bytes]:
    """What a restore may change in a home: all files of its folders but locks."""
    found = [path for name in FOLDERS for path in (home / name).rglob("*") if path.suffix != ".lock"]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}


def test_a_restored_home_takes_loads_and_numbers_go_on(made: tuple[Path, Path], tmp_path: Path) -> None:
    before = restored(made[1], tmp_path / "new").manifest.contents.snapshot
    with opened(tmp_path / "new") as desk:
        assert check(desk.store) == []
        desk.buy(tmp_path)
        assert desk.store.pointer().live == before + 1


def test_a_snapshot_that_was_gone_back_from_leaves_its_number_to_nobody(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    home = copied(made[0], tmp_path / "home")
    with opened(home) as desk:
        last = desk.store.pointer().live
        desk.buy(tmp_path)
        desk.store.rollback()
    restored(backed_up(home, tmp_path / "backups").path, tmp_path / "new")
    with opened(tmp_path / "new") as desk:
        assert desk.store.pointer().live == last
        desk.buy(tmp_path)
        assert desk.store.pointer().live == last + 2


def test_a_home_that_holds_something_is_not_replaced_unasked(
    made: tuple[Path, Path], cast_home: Path, tmp_path: Path
) -> None:
    before = files(cast_home)
    with pytest.raises(HomeNotEmpty, match="--replace"):
        restored(made[1], cast_home)
    assert files(cast_home) == before
    restored(made[1], cast_home, replace=True)
    assert held(cast_home) == held(made[0])


def test_a_home_in_which_nothing_was_done_is_empty(made: tuple[Path, Path], tmp_path: Path) -> None:
    store = Store(tmp_path / "new")
    store.open()
    store.close()
    restored(made[1], tmp_path / "new")
    assert held(tmp_path / "new") == held(made[0])


def test_what_is_no_whole_backup_changes_nothing(made: tuple[Path, Path], cast_home: Path, tmp_path: Path) -> None:
    before = files(cast_home)
    damaged = rewritten(made[1], tmp_path / "damaged.zip", "ledger/ledger.duckdb", b"no ledger")
    (tmp_path / "text.zip").write_text("no zip")
    for path, words in ((damaged, "ledger/ledger.duckdb differs"), (tmp_path / "text.zip", "is no backup")):
        with pytest.raises(Exception, match=words):
            restored(path, cast_home, replace=True)
    assert files(cast_home) == before
    assert list((cast_home / "work").iterdir()) == []


def test_a_name_that_leads_out_of_the_home_is_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    told = rewritten(made[1], tmp_path / "evil.zip", "manifest.json", _misled(made[1]))
    with pytest.raises(NotABackup):
        restored(told, tmp_path / "new")
    assert not (tmp_path / "evil.duckdb").exists()


def _misled(path: Path) -> bytes:
    with ZipFile(path) as zipped:
        return zipped.read("manifest.json").replace(b"ledger/ledger.duckdb", b"ledger/../../../../evil.duckdb")


def test_keys_of_a_backup_need_its_passphrase_and_leave_other_keys_alone(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    home, path = made
    with pytest.raises(PassphraseWrong):
        restored(path, tmp_path / "new", passphrase="another passphrase")
    assert not (tmp_path / "new" / "keys.json").exists()
    key_ring(tmp_path / "new" / "keys.json")
    with pytest.raises(RingThere, match=r"keys\.json"):
        restored(path, tmp_path / "new", passphrase=PASSPHRASE)
    shutil.copy(home / "keys.json", tmp_path / "new" / "keys.json")
    assert restored(path, tmp_path / "new", passphrase=PASSPHRASE).missing_keys == ()
    with pytest.raises(BackupWithoutKeys):
        restored(backed_up(home, tmp_path / "plain").path, tmp_path / "other", passphrase=PASSPHRASE)


def test_without_the_ring_the_keys_that_are_missing_are_named(made: tuple[Path, Path], tmp_path: Path) -> None:
    told = restored(made[1], tmp_path / "new")
    assert told.missing_keys == (key_ring(made[0] / "keys.json").current,)


class Died(BaseException):
    """The process ends here."""


def dying(at: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Functions wrapped by one of these die at this call, counted over all of them."""
    calls = count(1)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            if next(calls) == at:
                raise Died
            return function(*args, **kwargs)

        return called

    return wrap


def test_a_restore_that_dies_at_any_step_is_done_by_whoever_opens_the_home_next(
    made: tuple[Path, Path], cast_home: Path, tmp_path: Path
) -> None:
    place = Home(cast_home)
    with file_lock(place.lock, 5), file_lock(place.ledger_lock, 5):
        restore(place, made[1], replace=True)
    whole = files(cast_home / "restored")
    for number in count(1):
        again = Home(copied(cast_home, tmp_path / f"home{number}"))
        with pytest.MonkeyPatch.context() as patch:
            wrap = dying(number)
            patch.setattr(swap.os, "link", wrap(swap.os.link))
            patch.setattr(swap.shutil, "rmtree", wrap(swap.shutil.rmtree))
            patch.setattr(swap, "sync_folder", wrap(swap.sync_folder))
            patch.setattr(Path, "unlink", wrap(Path.unlink))
            patch.setattr(Path, "replace", wrap(Path.replace))
            try:
                settle(again)
            except Died:
                patch.undo()
                settle(again)
                assert files(again.path) == whole
                continue
        break
    assert number > 10
    with opened(again.path) as desk:
        assert check(desk.store) == []


def test_a_home_whose_restore_was_cut_short_opens_with_what_was_restored(
    made: tuple[Path, Path], cast_home: Path
) -> None:
    place = Home(cast_home)
    with file_lock(place.lock, 5), file_lock(place.ledger_lock, 5):
        restore(place, made[1], replace=True)
    with Store(cast_home).writing():
        pass
    assert held(cast_home) == held(made[0])


def test_the_command_says_what_came_back_and_what_is_missing(
    made: tuple[Path, Path], terminal: Terminal, tmp_path: Path
) -> None:
    assert "There is no file" in terminal.run("restore", tmp_path / "missing.zip").err
    told = terminal.run("restore", made[1])
    assert (told.code, told.err) == (0, "")
    assert told.text.startswith(f"Restored: {made[1]} of 2026-06-15 09:00 UTC, with snapshot ")
    assert "Product keys in it were sealed under keys that" in told.text
    assert "2 deeds" in told.text
    refused = terminal.run("restore", made[1])
    assert (refused.code, refused.text) == (2, "")
    assert "already holds data" in refused.err


def test_another_program_that_works_there_is_named_and_nothing_changes(
    made: tuple[Path, Path], cast_terminal: Terminal
) -> None:
    cast_terminal.environment.setattr("pipelines.commands.restore._PATIENCE_SECONDS", 0.1)
    store = Store(cast_terminal.home)
    store.open()
    before = files(cast_terminal.home)
    told = cast_terminal.run("restore", made[1], "--replace")
    assert told.code == 2
    assert told.err.startswith("Another program (process ")
    assert files(cast_terminal.home) == before
    store.close()
