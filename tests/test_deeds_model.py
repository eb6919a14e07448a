"""Any sequence of deeds comes to what plain Python makes of it, and is refused where the documents say so."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from pipelines.actions import ACTIONS
from tests.backend import copied
from tests.deeds_acts import ACTS
from tests.deeds_machine import Deeds, DeedsStepByStep
from tests.deeds_programme import PROGRAMMES
from tests.deeds_world import World, made

pytestmark = pytest.mark.unmeasured
# Each policy, and one more partner that is still in the old portal.
WORLDS = [*((policy, "partner_center") for policy in PROGRAMMES), ("mpn-2020-06", "pmc")]
EXAMPLES = 34  # of each world: more than 200 together


@pytest.fixture(scope="module", params=WORLDS, ids="-".join)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A partner in its world, and beside it a copy of the world in which its deeds are written again."""
    folder = tmp_path_factory.mktemp("world")
    home = made(folder / "home", *request.param)
    Deeds.world, Deeds.copy = World(home), World(copied(home, folder / "copy"))
    Deeds.of = request.param
    yield request.param
    Deeds.world.close()
    Deeds.copy.close()


def test_the_model_knows_every_deed() -> None:
    assert set(ACTS) == set(ACTIONS)


def run(machine: type[Deeds], examples: int, steps: int) -> None:
    """Always the same examples, and others in each world."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(WORLDS.index(machine.of))(machine), settings=chosen)


@pytest.mark.usefixtures("world")
def test_any_sequence_of_deeds_comes_to_what_plain_python_makes_of_it() -> None:
    run(Deeds, EXAMPLES, 30)


@pytest.mark.deep
@pytest.mark.usefixtures("world")
def test_any_long_sequence_of_deeds_comes_to_what_plain_python_makes_of_it() -> None:
    run(Deeds, 10 * EXAMPLES, 50)


@pytest.mark.deep
@pytest.mark.usefixtures("world")
def test_after_each_deed_of_a_sequence_everything_is_as_plain_python_has_it() -> None:
    run(DeedsStepByStep, EXAMPLES, 30)
