"""A process that does deeds and loads on a home without end and tells of each that is done, to be killed meanwhile."""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from pipelines.actions import Done, Order, act
from pipelines.ingest import Incoming
from pipelines.store import Store
from pipelines.store.check import check
from tests.load_process import Loading, started
from tests.the_cast import EMAILS, NOW, TODAY
from tests.usage_files import SUBSCRIPTIONS, load_file, total, write_csv

COST = Decimal("1.25")
# Of so many works one is a load; of the deeds, so many send no letter before one that does.
_LOAD_EACH, _LETTER_EACH = 8, 3
# A journal of this size goes into the ledger's file: after some deeds, so that this is cut short too.
_JOURNAL = "30KB"
# A process is killed so long after it has begun at the latest, or after the last of so many works that it told of.
_BEGUN_SECONDS, _TOLD, _WORK_SECONDS = 0.8, 12, 0.05
_REQUESTS = "SELECT request_id FROM deed WHERE stream_id = 'P-1' ORDER BY version"
_LETTERS = "SELECT message_id FROM message"


@dataclass
class Told:
    """What the processes told of so far: the request ids of deeds and the names of loads, each as it was done."""

    deeds: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def add(self, word: str) -> None:
        """Takes in what a process said."""
        (self.loads if word.startswith("load") else self.deeds).append(word)


@dataclass(frozen=True)
class Found:
    """What a home holds: deeds, letters and loads, what is wrong with it, and how long it took to open."""

    deeds: list[str]
    letters: set[str]
    loads: int
    wrong: list[str]
    seconds: float


def works() -> Iterator[str]:
    """The names of works without end, each of them once."""
    for number in count():
        if number % _LOAD_EACH == _LOAD_EACH - 1:
            yield f"load-{number}"
        else:
            yield f"{'letter' if number % _LETTER_EACH == 0 else 'deed'}-{number}"


def killed(home: Path, told: Told, chance: Random) -> None:
    """Lets a process go on with what was not told of yet, kills it at some moment, and takes in what it told of."""
    with started(_work, home, len(told.deeds) + len(told.loads)) as one:
        assert one.told() == "ready"
        one.begin()
        works = chance.randint(0, _TOLD)
        for _ in range(works):
            told.add(one.told())
        time.sleep(chance.uniform(0, _WORK_SECONDS if works else _BEGUN_SECONDS))
        one.process.kill()
        one.process.join()
        for word in said(one):
            told.add(word)


def said(one: Loading) -> Iterator[str]:
    """What a process that was killed said before."""
    while one.line.poll():
        try:
            yield one.line.recv()
        except (EOFError, OSError):  # the last word was cut short
            return


def _work(line: Connection, home: Path, done: int) -> None:
    names = works()
    for _ in range(done):
        next(names)
    line.send("ready")
    line.recv()
    store = Store(home)
    store._opened()._database.execute(f"SET GLOBAL checkpoint_threshold = '{_JOURNAL}'")
    for name in names:
        _one(store, name)
        line.send(name)


def _one(store: Store, name: str) -> None:
    """A work, which may have been done already."""
    if name.startswith("load"):
        assert load_file(store, file_of(store.home.path.parent, name)).status in ("loaded", "unchanged")
        return
    told = {"email": f"{name}@contoso.example", "name": name}
    action = "send_verification" if name.startswith("letter") else "add_person"
    told |= {"language": "en"} if name.startswith("letter") else {"member_type": "member"}
    order = Order(action, EMAILS["global_admin"], "P-1", None, told, name, NOW, TODAY)
    assert isinstance(act(store, order), Done)


def file_of(folder: Path, name: str) -> Incoming:
    """A file of one row that costs COST, of a resource named like the file."""
    row = ["Lab", SUBSCRIPTIONS[0], "1/2/2026", name, "Storage", "Blob", "EU West", "Hours", "1", str(COST)]
    return write_csv(folder, f"{name}.csv", [row])


def found(home: Path, before: Decimal) -> Found:
    """What a copy of a home holds beyond a cost of before; the home stays as whoever died there left it."""
    copy = home.with_name("copy")
    shutil.copytree(home, copy)
    try:
        begun = time.perf_counter()
        with closing(Store(copy)) as store:
            ledger = store.ledger()
            deeds = ledger.query(_REQUESTS)["request_id"].to_list()
            seconds = time.perf_counter() - begun
            letters = set(ledger.query(_LETTERS)["message_id"].to_list())
            loads = (total(store) - before) / COST
            assert loads == int(loads)
            return Found(deeds, letters, int(loads), [str(one) for one in check(store)], seconds)
    finally:
        shutil.rmtree(copy)
