"""The memberships: their terms with the days that count, and both of our templates for what is held.

`offers` and `entitlements` have the columns of the templates of those names, so that they can be loaded again.
"""

from pipelines.reports.shape import shape

_DATES = (
    "purchased_on refund_until anniversary_on renewable_from renewable_until reminded_first reminded_last activated_on"
)
_HOLDS = dict.fromkeys(_DATES.split(), "date") | {
    "level": "text",
    "policy": "id",
    "state": "code:term_state",
    "origin": "code:origin",
    "fee": "money",
    "order_number": "id",
    "unit_value": "money",
}

REPORTS = (
    shape(
        "memberships",
        "partner offer",
        own=_HOLDS,
        term="partner_id partner offer offer_name level policy state origin purchased_on refund_until starts_on"
        " reminded_first ends_on anniversary_on renewable_from reminded_last renewable_until grace_ends_on fee currency"
        " order_number",
        offers="partner_id offer level policy purchased_on starts_on anniversary_on ends_on grace_ends_on fee currency",
        entitlements="entitlement_id partner_id offer product benefit_type quantity unit purchased_on starts_on"
        " activate_by use_until activated_on assigned used unit_value currency",
    ),
)
