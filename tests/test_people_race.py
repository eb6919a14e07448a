"""Two Global admins who act against each other at the same moment: never is none of them left."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipelines.actions import Done, Order, Outcome, Refused, act
from pipelines.store import Store
from tests.the_cast import EMAILS, NOW, TODAY

ROUNDS = 100
LEADING = "SELECT email FROM person_now WHERE partner_id = 'P-1' AND list_contains(roles, 'global_admin')"
ONE, OTHER = EMAILS["global_admin"], EMAILS["mpn_admin"]


def change(store: Store, name: str, actor: str, person: str, roles: str) -> Outcome:
    given = {"person": person, "roles": roles}
    return act(store, Order("change_roles", actor, "P-1", None, given, name, NOW, TODAY))


def leading(store: Store) -> list[str]:
    with store.snapshot() as snapshot:
        return snapshot.query(LEADING)["email"].to_list()


def test_two_last_admins_never_take_the_role_from_each_other_at_once(cast_home: Path) -> None:
    store = Store(cast_home)
    change(store, "start", ONE, OTHER, "global_admin")
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            pairs = [(f"a-{number}", ONE, OTHER), (f"b-{number}", OTHER, ONE)]
            outcomes = list(pool.map(lambda pair: change(store, *pair, ""), pairs))
            assert {type(one) for one in outcomes} == {Done, Refused}
            [left] = leading(store)
            gone = OTHER if left == ONE else ONE
            assert isinstance(change(store, f"c-{number}", left, gone, "global_admin"), Done)
    store.close()
