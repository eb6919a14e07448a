"""The ledger's file goes from one process to the next whole, and who has it is named, whatever program that is."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pytest

from pipelines.actions import Done, Order, act
from pipelines.errors import BenefitsError
from pipelines.store import Store
from pipelines.store.check import check
from pipelines.store.errors import LedgerBusy
from tests.load_process import started
from tests.the_cast import EMAILS, NOW, TODAY

pytestmark = pytest.mark.unmeasured
PROCESSES = 3
TURNS = [8, pytest.param(60, marks=pytest.mark.deep)]


@pytest.mark.parametrize("turns", TURNS)
def test_of_processes_that_open_the_ledger_in_turns_each_does_all_of_its_deeds(cast_home: Path, turns: int) -> None:
    with ExitStack() as held:
        working = [held.enter_context(started(_work, cast_home, who, turns)) for who in range(PROCESSES)]
        for one in working:
            assert one.told() == "ready"
        for one in working:
            one.begin()
        assert [one.told() for one in working] == ["done"] * PROCESSES
    with closing(Store(cast_home)) as store:
        assert store.ledger().head("P-1").version == PROCESSES * turns
        assert check(store) == []


def _work(line: Connection, home: Path, who: int, turns: int) -> None:
    """Opens the ledger for each deed and lets it go, as commands do that are given one after the other."""
    line.send("ready")
    line.recv()
    try:
        for turn in range(turns):
            with closing(Store(home, ledger_wait_seconds=60)) as store:
                _add(store, f"p{who}-{turn}")
        line.send("done")
    except (BenefitsError, duckdb.Error) as fault:
        line.send(f"{type(fault).__name__}: {fault}")


def _add(store: Store, name: str) -> None:
    given = {"email": f"{name}@contoso.example", "name": name, "member_type": "member"}
    outcome = act(store, Order("add_person", EMAILS["global_admin"], "P-1", None, given, name, NOW, TODAY))
    assert isinstance(outcome, Done)


@contextmanager
def opened_by_another_program(file: Path) -> Iterator[int]:
    """A process that has a database file open and knows nothing of us; gives its number."""
    with started(_open, file) as other:
        assert other.told() == "open"
        yield other.pid


def _open(line: Connection, file: Path) -> None:
    with duckdb.connect(str(file)):
        line.send("open")
        line.recv()


def test_another_program_that_has_the_ledger_open_is_named_and_nothing_is_called_damaged(cast_home: Path) -> None:
    with closing(Store(cast_home)) as store:
        store.open()
        file = store.home.ledger_file
    with opened_by_another_program(file) as pid, pytest.raises(LedgerBusy, match=rf"process {pid}\)"):
        Store(cast_home, ledger_wait_seconds=0).open()
    with closing(Store(cast_home)) as store:
        assert check(store) == []
