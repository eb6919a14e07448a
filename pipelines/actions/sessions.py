"""Who may come in: the sessions of a person end, a person is disabled and enabled again.

They belong to no partner, because a person is let into the whole app or not at all.
"""

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.rules.model import APP_ROLES

_ROLES = pl.List(pl.String)


def _person(asking: Asking) -> dict[str, object]:
    """How the person stands to who asks: given_person_own, _seen, _led, _led_everywhere, _sole_admin, _app_roles and
    _disabled."""
    asked = {"person": asking.values["person"], "email": asking.order.actor}
    facts = asking.read("person_in_reach", **asked).row(0, named=True)
    kept = [role for role in facts.pop("roles") if role in APP_ROLES]
    return {f"given_person_{name}": value for name, value in (facts | {"app_roles": pl.lit(kept, _ROLES)}).items()}


def _named(asking: Asking, _: Facts) -> Written:
    return Written(asking.person_id(str(asking.values["person"])))


_FIELDS = (Field("person", "person"),)
ACTIONS = tuple(
    Action(name, "app", _FIELDS, given=_person, written=_named)
    for name in ("end_sessions", "disable_person", "enable_person")
)
