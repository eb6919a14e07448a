"""While files are loaded and people act, each page is of one state; an app that is killed loses nothing it told of."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from decimal import Decimal
from http.client import HTTPException
from itertools import count
from pathlib import Path
from random import Random

import pytest

from pipelines.ingest import Incoming
from pipelines.store import Store
from pipelines.store.check import check
from tests.app_readers import Reader, act_in, reading
from tests.load_process import loading
from tests.serving import WAIT_SECONDS, server_process, serving, wait_for
from tests.usage_files import load_file, write_csv

pytestmark = pytest.mark.unmeasured
ROUNDS = [
    pytest.param(4, 2, id="4-sessions-2-rounds"),
    pytest.param(10, 20, marks=pytest.mark.deep, id="10-sessions-20-rounds"),
]
KILLS = [pytest.param(1, 7, id="1-kill-seed-7"), pytest.param(20, 7, marks=pytest.mark.deep, id="20-kills-seed-7")]
COST = Decimal("1.25")
ACTING = 3
# Where a session goes, and what the address says beside: the amounts of each of these must be those of one snapshot.
PLACES = (("spend", {"by": "month"}), ("spend", {"by": "service"}), ("spend", {"by": "day"}))
SUBSCRIPTION = "aaaaaaaa-0000-4000-8000-000000000001"


def dearer(folder: Path, number: int) -> Incoming:
    """A file of one row more of a subscription of P-1."""
    row = ["Contoso Production", SUBSCRIPTION, "5/4/2026", f"more-{number}", "Storage", "Blob", "EU West", "LRS", "1"]
    return write_csv(folder, f"more-{number}.csv", [[*row, str(COST)]])


def person(name: str) -> dict[str, str]:
    """What is told of a person who is added."""
    return {"email": f"{name}@contoso.example", "name": name, "member_type": "member"}


def visit(reader: Reader, home: Path, place: tuple[str, dict[str, str]], deed: str) -> set[Decimal]:
    """A session acts and reads; gives the totals that the page shows, each once."""
    assert act_in(home, "add_person", deed, person(deed)).code == 0
    path, address = place
    shown = reader.open(path, **address)
    assert shown.errors == []
    totals = shown.sums("cost")
    assert len(totals) > 1
    return set(totals)


@pytest.mark.parametrize(("sessions", "rounds"), ROUNDS)
def test_while_files_are_loaded_every_total_of_a_page_is_of_one_snapshot(
    cast_home: Path, tmp_path: Path, sessions: int, rounds: int
) -> None:
    with serving(cast_home, tmp_path / "log") as address, ExitStack() as opened:
        readers = [opened.enter_context(reading(address, cast_home, "manager")) for _ in range(sessions)]
        pool = opened.enter_context(ThreadPoolExecutor(sessions))
        [first] = visit(readers[0], cast_home, PLACES[0], "first")
        for number in range(rounds):
            with loading(cast_home, dearer(tmp_path, number)) as one:
                one.begin()
                visits = [
                    pool.submit(visit, reader, cast_home, PLACES[(place + number) % len(PLACES)], f"d-{number}-{place}")
                    for place, reader in enumerate(readers)
                ]
                seen = [told.result() for told in visits]
                assert one.told() == "loaded"
            before = first + number * COST
            assert all(totals in ({before}, {before + COST}) for totals in seen), (number, seen)
        assert visit(readers[0], cast_home, PLACES[0], "last") == {first + rounds * COST}
    with closing(Store(cast_home)) as store:
        assert check(store) == []
        assert len(deeds(store)) == sessions * rounds + 2


def deeds(store: Store) -> list[str]:
    """The request ids of the deeds at P-1."""
    return (
        store.ledger()
        .query("SELECT request_id FROM deed WHERE stream_id = 'P-1' ORDER BY version")["request_id"]
        .to_list()
    )


def done_till_it_ends(home: Path, who: str) -> list[str]:
    """The deeds that the app told of as done, one after the other, until it is killed."""
    done: list[str] = []
    with suppress(OSError, HTTPException, ValueError):
        for name in (f"{who}-{number}" for number in count()):
            assert act_in(home, "add_person", name, person(name)).code == 0
            done.append(name)
    return done


@pytest.mark.parametrize(("kills", "seed"), KILLS)
def test_an_app_that_is_killed_leaves_every_deed_that_it_told_of(
    cast_home: Path, tmp_path: Path, kills: int, seed: int
) -> None:
    chance, told = Random(seed), set[str]()
    for number in range(kills):
        with server_process(cast_home, tmp_path / "log") as (process, address), ThreadPoolExecutor(ACTING) as pool:
            wait_for(address, process, tmp_path / "log")
            assert act_in(cast_home, "add_person", f"d-{number}", person(f"d-{number}")).code == 0
            told.add(f"d-{number}")
            acting = [pool.submit(done_till_it_ends, cast_home, f"d-{number}-{who}") for who in range(ACTING)]
            time.sleep(chance.uniform(0, 1.5))
            process.kill()
            process.wait(WAIT_SECONDS)
            told |= {name for done in acting for name in done.result()}
        with closing(Store(cast_home)) as store:
            there = deeds(store)
            assert told <= set(there)
            assert len(there) == len(set(there)) <= len(told) + ACTING * (number + 1)
            assert check(store) == []
            assert load_file(store, dearer(tmp_path, number)).status == "loaded"
