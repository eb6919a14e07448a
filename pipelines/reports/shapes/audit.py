"""Who did or tried what, when, and what came of it: every deed with its place in the chain."""

from pipelines.reports.shape import shape

_HOLDS = {
    "done_at": "time",
    "on_day": "date",
    "actor_id": "id",
    "actor": "text",
    "via": "code:via",
    "deed": "code:deed",
    "subject": "text",
    "outcome": "code:outcome",
    "rules": "text",
    "version": "number",
    "form_id": "id",
    "snapshot": "number",
    "previous_hash": "id",
    "hash": "id",
}

REPORTS = (
    shape(
        "audit",
        "partner person deed outcome rule from to",
        own=_HOLDS,
        deed="done_at on_day partner_id partner actor_id actor via deed subject product_name entitlement_id outcome"
        " rules version form_id snapshot previous_hash hash",
    ),
)
