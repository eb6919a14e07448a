"""The tokens with which other programs read reports, never the token itself."""

from pipelines.reports.shape import shape

_HOLDS = {
    "token_id": "id",
    "purpose": "text",
    "owner": "text",
    "email": "text",
    "made_on": "date",
    "last_used_on": "date",
    "partners": "text",
    "reports": "text",
    "token_state": "code:token_state",
    "revoked_on": "date",
    "revoked_by": "text",
}

REPORTS = (
    shape(
        "tokens",
        "person",
        own=_HOLDS,
        token="token_id owner email purpose made_on last_used_on expires_on partners reports token_state revoked_on"
        " revoked_by",
    ),
)
