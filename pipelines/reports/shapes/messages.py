"""Letters: what was sent to whom and how it stands, never what it says."""

from pipelines.reports.shape import shape

_HOLDS = {
    "written_at": "time",
    "letter_kind": "code:letter_kind",
    "sent_to": "text",
    "message_state": "code:message_state",
    "attempts": "count",
    "tried_at": "time",
    "next_at": "time",
    "letter_reason": "code:letter_reason",
    "deed": "code:deed",
    "message_id": "id",
}

REPORTS = (
    shape(
        "messages",
        "partner letter_kind message_state message",
        own=_HOLDS,
        message="written_at letter_kind sent_to message_state attempts tried_at next_at letter_reason partner_id"
        " partner deed message_id",
    ),
)
