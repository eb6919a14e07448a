"""Every action there is, by name. A new one is a line here, rules about who may do it and when, and its words."""

from pipelines.actions import (
    azure_credit,
    cloud,
    go_to_market,
    membership,
    onboarding,
    people,
    requests,
    software,
    technical,
    visual_studio,
)
from pipelines.actions.action import Action
from pipelines.errors import BenefitsError

_FAMILIES = (
    software,
    azure_credit,
    cloud,
    visual_studio,
    technical,
    go_to_market,
    membership,
    onboarding,
    requests,
    people,
)
ACTIONS: dict[str, Action] = {action.name: action for family in _FAMILIES for action in family.ACTIONS}


def known(name: str) -> Action:
    """The action of that name; BenefitsError names all where there is none."""
    if name not in ACTIONS:
        raise BenefitsError("unknown_action", found=name, known=", ".join(ACTIONS))
    return ACTIONS[name]
