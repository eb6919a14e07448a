"""Who has a seat or a credit, and where files and deeds disagree."""

from pipelines.reports.shape import shape

_HOLDS = {
    "seat": "number",
    "policy": "id",
    "email": "text",
    "name": "text",
    "assigned_on": "date",
    "activated_on": "date",
    "activated": "flag",
    "free_on": "date",
    "free_in": "count",
    "status": "code:seat_status",
    "said_by": "code:said_by",
    "reference": "text",
    "seat_id": "id",
    "what": "code:what",
    "deed_says": "code:held",
    "file_says": "code:held",
    "since": "date",
    "moves": "count",
}
_BENEFIT = "partner_id partner entitlement_id product product_name"

REPORTS = (
    shape(
        "seats",
        "partner entitlement product",
        own=_HOLDS,
        seat=f"seat {_BENEFIT} policy email name assigned_on activated_on activated free_on free_in status said_by"
        " reference seat_id",
    ),
    shape("credit-holders", "partner entitlement", own=_HOLDS, person=f"{_BENEFIT} email name assigned_on moves"),
    shape(
        "reconciliation",
        "partner",
        own=_HOLDS,
        line=f"what {_BENEFIT} email deed_says file_says since loaded_at",
    ),
)
