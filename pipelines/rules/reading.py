"""On which page a report stands: who may see the page may read the report by its address.

What is not listed is read by no address. `tokens` is not: a token that leaks must not tell of others. `messages` is
not: an attempt to deliver is no deed, so what a client keeps of it would not end. `reminders` is not: of what somebody
is told follows from the roles.
"""

from collections.abc import Iterable

from pipelines.rules import access

PAGE_OF: dict[str, str] = {
    "overview": "overview",
    "utilization": "utilization",
    "expiry": "expiry",
    "credit-usage": "credits",
    "credit-balance": "credits",
    "credit-burn-down": "credits",
    "credit-forecast": "credits",
    "credit-thresholds": "credits",
    "credit-subscriptions": "credits",
    "unlinked-subscriptions": "credits",
    "exchange-rates": "credits",
    "usage-detail": "spend",
    "vendor-forecast": "spend",
    "value": "value",
    "reconcile-loads": "reconcile",
    "reconcile-credits": "reconcile",
    "licence-skus": "cloud",
    "next-actions": "overview",
    "loads": "loads",
    "benefits": "utilization",
    "history": "requests",
    "keys": "software",
    "downloads": "software",
    "seats": "visual_studio",
    "credit-holders": "azure_credit",
    "reconciliation": "visual_studio",
    "memberships": "membership",
    "people": "people",
    "permissions": "policy",
    "policies": "policy",
    "requests": "requests",
    "support": "technical",
    "support-use": "technical",
    "marketing": "go_to_market",
    "audit": "audit",
    "holdings": "audit",
    "role-times": "audit",
    "keys-seen": "audit",
}
# Reports of what belongs to no partner too, where every token that is used leaves a row.
OF_THE_APP = frozenset({"history", "audit"})


def page_right(report: str) -> str | None:
    """The right that lets a report be read by its address; None for one that has no address."""
    page = PAGE_OF.get(report)
    return None if page is None else f"see:{page}"


def readable(roles: Iterable[str]) -> tuple[str, ...]:
    """The reports that these roles, held at one partner, may read by address, in the order of the table."""
    given = access.rights_of(roles)
    return tuple(report for report, page in PAGE_OF.items() if f"see:{page}" in given)
