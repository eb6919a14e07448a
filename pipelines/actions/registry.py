"""Every action there is, by name. A new one is a line here, rules about who may do it and when, and its words."""

from pipelines.actions import (
    azure_credit,
    cloud,
    credit_links,
    exchange_rates,
    go_to_market,
    membership,
    messages,
    onboarding,
    people,
    reminders,
    requests,
    sessions,
    software,
    technical,
    tokens,
    visual_studio,
)
from pipelines.actions.action import Action
from pipelines.errors import BenefitsError

_FAMILIES = (
    software,
    azure_credit,
    credit_links,
    cloud,
    visual_studio,
    technical,
    go_to_market,
    membership,
    onboarding,
    requests,
    people,
    exchange_rates,
)
# What belongs to no partner.
_OF_THE_APP = (tokens, messages, sessions, reminders)
# What is done at a partner; what belongs to none is apart.
ACTIONS: dict[str, Action] = {action.name: action for family in _FAMILIES for action in family.ACTIONS}
OF_NO_PARTNER: dict[str, Action] = {action.name: action for family in _OF_THE_APP for action in family.ACTIONS}


def known(name: str) -> Action:
    """The action of that name; BenefitsError names those at a partner where there is none."""
    return OF_NO_PARTNER[name] if name in OF_NO_PARTNER else known_at_partner(name)


def known_at_partner(name: str) -> Action:
    """The same, of what is done at a partner."""
    if name not in ACTIONS:
        raise BenefitsError("unknown_action", found=name, known=", ".join(ACTIONS))
    return ACTIONS[name]
