"""A deed is there whole or not at all, whatever fails and whenever the program dies; asked again, it is done once."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

import pytest

from pipelines.actions import ACTIONS, Done
from pipelines.settings import PROJECT
from pipelines.store import Store
from pipelines.store.audit import verify
from pipelines.store.chain import breaks
from tests.deed_steps import WAYS, go, order_of
from tests.deeds_world import LEDGER, World, made
from tests.dying import dies
from tests.faulty import Faults, StatementFailed, faulty
from tests.terminal import run_apart
from tests.the_cast import EMAILS

pytestmark = pytest.mark.unmeasured
# What works out facts anew at every attempt, so that each of the questions fails once.
ANEW = {"assign_seat", "request_refund"}
KILLS = 5
ADMIN = EMAILS["global_admin"]


@pytest.fixture(scope="module")
def faults() -> Iterator[Faults]:
    with pytest.MonkeyPatch.context() as patch:
        yield faulty(patch)


@pytest.fixture(scope="module")
def worlds(faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, World]]:
    """A world for each policy."""
    folder = tmp_path_factory.mktemp("worlds")
    opened = {
        policy: World(made(folder / policy, policy, "partner_center")) for policy in {one for one, _ in WAYS.values()}
    }
    yield opened
    for world in opened.values():
        world.close()


def ledger(world: World) -> list[list[tuple[object, ...]]]:
    """Every row of the ledger."""
    return [world.ask(f"FROM ledger.{table} ORDER BY ALL") for table in LEDGER]


def test_there_is_a_way_to_every_action() -> None:
    assert WAYS.keys() == ACTIONS.keys()


@pytest.mark.parametrize("action", WAYS)
def test_whichever_statement_of_a_deed_fails_it_is_there_whole_or_not_at_all(
    worlds: dict[str, World], faults: Faults, action: str
) -> None:
    policy, steps = WAYS[action]
    world = worlds[policy]
    world.begin()
    go(world, steps)
    before, order = ledger(world), replace(order_of(world, steps[-1]), request_id="the-deed")
    for number in count(1):
        if action in ANEW:
            world.snapshot._engine.forget()
        faults.arm(number)
        try:
            outcome = world.act(order)
        except StatementFailed:
            committed = faults.committed
            faults.arm(0)
            assert committed or ledger(world) == before, number
            continue
        break
    faults.arm(0)
    assert isinstance(outcome, Done)
    assert number > 4  # whether it is known, and the transaction with its row
    assert [row["request_id"] for row in world.deeds()].count("the-deed") == 1
    assert len(world.deeds()) == len(before[0]) + 1
    assert list(breaks(world.deeds())) == []


SEAT = ("act", "assign_seat", "--as", ADMIN, "--entitlement", "E-1", "--set", f"person={EMAILS['mpn_admin']}")


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("pipelines.actions.perform.receipt", 1),
        ("pipelines.store.tally.Tally.add", 1),
        ("pipelines.store.ledger_file.LedgerFile.write", 0),
    ],
)
def test_a_command_that_dies_and_is_given_again_with_its_request_id_is_one_deed(
    cast_home: Path, moment: str, there: int
) -> None:
    words = (*SEAT, "--request-id", "r-1", "--format", "json")
    dies(cast_home, moment, *words)
    assert requests(cast_home) == ["r-1"] * there
    again = run_apart(cast_home, *words)
    assert (again.code, again.json["outcome"], again.json["receipt"]["version"]) == (0, "done", 1)
    assert requests(cast_home) == ["r-1"]


def requests(home: Path) -> list[str]:
    """The request ids of the deeds at P-1, as they follow each other."""
    store = Store(home)
    ledger = store.ledger()
    found = ledger.query("SELECT request_id FROM deed WHERE stream_id = 'P-1' ORDER BY version")["request_id"].to_list()
    assert verify(ledger) == []
    store.close()
    return found


BUSY = """
import sys
from pathlib import Path
from tests.done import Deeds

deeds = Deeds(Path(sys.argv[1]))
for number in range(1000):
    told = {"email": f"new{number}@contoso.example", "name": "New", "member_type": "member"}
    assert deeds("add_person", None, **told).receipt.version == number + 1
    print(f"test-{number + 1}", flush=True)
"""


def test_a_process_that_is_killed_at_any_moment_leaves_every_deed_that_it_told_of(cast_home: Path) -> None:
    store = Store(cast_home)
    store.open()
    store.close()
    whole = {path.name: path.read_bytes() for path in (cast_home / "ledger").iterdir()}
    chance = Random(20)
    for _ in range(KILLS):
        for name, content in whole.items():
            (cast_home / "ledger" / name).write_bytes(content)
        busy = subprocess.Popen([sys.executable, "-c", BUSY, str(cast_home)], cwd=PROJECT, stdout=subprocess.PIPE)
        assert busy.stdout is not None
        told = [busy.stdout.readline()]
        time.sleep(chance.uniform(0, 1))
        busy.kill()
        told += busy.stdout.readlines()
        busy.wait()
        busy.stdout.close()
        known = [line.decode().strip() for line in told if line.endswith(b"\n")]
        there = requests(cast_home)
        assert there[: len(known)] == known
        assert len(there) <= len(known) + 1
