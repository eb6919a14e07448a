"""What is held, benefit by benefit, and what was done with it: the reports of a family's page."""

from pipelines.reports.shape import shape

_DEED = "done_at on_day partner_id partner actor via deed subject product_name outcome rules entitlement_id version"
_HOLDS = {
    "done_at": "time",
    "on_day": "date",
    "actor": "text",
    "via": "code:via",
    "deed": "code:deed",
    "subject": "text",
    "outcome": "code:outcome",
    "rules": "text",
    "version": "number",
    "policy": "id",
}

REPORTS = (
    shape(
        "benefits",
        "partner family offer product status",
        own=_HOLDS,
        entitlement="partner_id partner offer offer_name policy family product product_name benefit_type entitlement_id"
        " status unit held assigned used idle starts_on activate_by use_until membership_ends_on grace_ends_on"
        " lapses_on",
    ),
    shape("history", "partner entitlement deed outcome", own=_HOLDS, deed=_DEED),
)
