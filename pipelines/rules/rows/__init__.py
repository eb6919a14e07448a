"""All rules, family by family. A rule is a row; a new one is a line in its family's module."""

from pipelines.rules.rows import (
    azure_credit,
    cloud,
    credit_links,
    exchange_rates,
    files,
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
from pipelines.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *software.RULES,
    *cloud.RULES,
    *azure_credit.RULES,
    *credit_links.RULES,
    *visual_studio.RULES,
    *technical.RULES,
    *go_to_market.RULES,
    *membership.RULES,
    *onboarding.RULES,
    *people.RULES,
    *requests.RULES,
    *exchange_rates.RULES,
    *tokens.RULES,
    *messages.RULES,
    *sessions.RULES,
    *reminders.RULES,
    *files.RULES,
)
