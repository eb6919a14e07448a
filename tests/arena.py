"""Deeds done at once: a small world, people enough for its last seats, and threads that start together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from pipelines.actions import Order, Outcome
from pipelines.store import Store
from pipelines.store.chain import breaks
from tests.deeds_world import TODAY, World, made

Result = TypeVar("Result")
CROWD = tuple(f"p{number}@contoso.example" for number in range(20))
SEATS = 5
ANN, BO, CY, FLO = (f"{name}@contoso.example" for name in ("ann", "bo", "cy", "flo"))
_CROWD = """
    INSERT INTO person BY NAME
    SELECT person.* REPLACE ('p' || number || '@contoso.example' AS email)
    FROM person, range(20) AS told(number)
    WHERE email = 'flo@contoso.example'
"""


class Arena(World):
    """A world in which twenty more people want one of five seats."""

    def wish(self, action: str, actor: str, about: str | None = None, **given: str) -> Order:
        """An order of the day."""
        return self.order(action, actor, about, given, TODAY)

    def at_once(self, orders: Sequence[Order]) -> list[Outcome]:
        """What comes of orders that are given at the same moment, in their order."""
        return at_once([lambda order=order: self.act(order) for order in orders])

    def is_sound(self) -> bool:
        """Whether all rows follow each other."""
        return list(breaks(self.deeds())) == []


def arena(folder: Path, policy: str = "mpn-2020-10") -> Arena:
    """An arena whose partner bought under a policy."""
    home = made(folder / "home", policy, "partner_center")
    store = Store(home)
    with store.writing() as writing:
        writing.draft.run(_CROWD)
        writing.draft.run("UPDATE entitlement SET quantity = $seats WHERE entitlement_id = 'E-seats'", {"seats": SEATS})
        writing.draft.keep = True
    store.close()
    return Arena(home)


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of works that threads of their own begin at the same moment."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
