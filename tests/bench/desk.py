"""Deeds one after the other: each of a crowd gets a seat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from pipelines.actions import Done, Order, act
from pipelines.store import Store
from tests.bench.world import ACTING, CROWD, NOW, TODAY, admin_of, one_of_crowd, seats_of


@dataclass
class Desk:
    """Gives seats at one store, at one partner after the other. `numbers` are those of the deeds to come."""

    store: Store
    numbers: Iterator[int] = field(default_factory=count)

    def give(self, number: int) -> None:
        """The deed with this number, which must be done. There are as many as people who want a seat."""
        partner, person = number % ACTING + 1, number // ACTING
        assert person < CROWD, "everybody has a seat"
        given = {"person": one_of_crowd(partner, person)}
        request, about = f"bench-{number}", seats_of(partner)
        order = Order("assign_seat", admin_of(partner), f"P-{partner}", about, given, request, NOW, TODAY)
        outcome = act(self.store, order)
        assert isinstance(outcome, Done), outcome
