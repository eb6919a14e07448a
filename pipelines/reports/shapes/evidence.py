"""Who held what from when to when: seats, credits and roles as intervals, and who saw which key. Never a key itself."""

from pipelines.reports.shape import shape

_HOLDS = {
    "holding": "code:holding",
    "name": "text",
    "email": "text",
    "roles": "code:role",
    "from_on": "date",
    "until_on": "date",
    "origin": "code:origin",
    "given_by": "text",
    "begun_by": "number",
    "ended_by": "number",
    "digest": "id",
    "deed": "code:deed",
    "done_at": "time",
    "on_day": "date",
    "actor": "text",
    "version": "number",
}
_TIME = "from_on until_on origin begun_by ended_by"

REPORTS = (
    shape(
        "holdings",
        "partner from to",
        own=_HOLDS,
        time=f"partner_id partner holding entitlement_id product product_name name email {_TIME}",
    ),
    shape(
        "role-times",
        "partner from to",
        own=_HOLDS,
        time=f"partner_id partner name email roles {_TIME} given_by",
    ),
    shape(
        "keys-seen",
        "partner from to",
        own=_HOLDS,
        deed="done_at on_day partner_id partner entitlement_id product product_name digest deed actor email version",
    ),
)
