"""The dated things that people are reminded of, and what waits for an answer."""

from pipelines.reports.shape import shape

_HOLDS = {
    "reminder": "id",
    "reminder_kind": "code:reminder_kind",
    "topic": "code:topic",
    "about": "text",
    "step_on": "date",
    "link": "text",
}

REPORTS = (
    shape(
        "reminders",
        "partner topic",
        own=_HOLDS,
        date="reminder topic reminder_kind partner_id partner about quantity unit currency due_on days_left step_on"
        " entitlement_id link",
    ),
)
