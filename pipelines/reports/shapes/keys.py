"""The product keys of benefits, never the key itself: who saw each first, whether it was redeemed. And downloads."""

from pipelines.reports.shape import shape

_HOLDS = {
    "digest": "id",
    "seats": "count",
    "months": "count",
    "key_state": "code:key_state",
    "revealed_on": "date",
    "revealed_by": "text",
    "redeemed_on": "date",
    "redeemed_mode": "code:choice.mode",
    "redeemed_seats": "count",
    "redeemed_until": "date",
    "replacement_no": "id",
    "instructions": "text",
    "chosen_on": "date",
    "language": "code:choice.language",
    "os": "code:choice.os",
    "link": "text",
}

REPORTS = (
    shape(
        "keys",
        "partner family entitlement product",
        own=_HOLDS,
        key="partner_id partner offer_name family product product_name entitlement_id digest key_state seats months"
        " revealed_on revealed_by redeemed_on redeemed_mode redeemed_seats redeemed_until replacement_no instructions",
    ),
    shape(
        "downloads",
        "partner entitlement product",
        own=_HOLDS,
        choice="chosen_on partner_id partner entitlement_id product product_name language os link",
        system="partner_id partner entitlement_id product product_name os link",
    ),
)
