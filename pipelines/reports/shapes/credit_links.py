"""Which subscription draws on which credit, which draw on none, and at which rates one currency is another."""

from pipelines.reports.shape import shape

_HOLDS = {
    "claimed": "flag",
    "credit_id": "id",
    "linked_by": "code:origin",
    "first_on": "date",
    "last_on": "date",
    "last_usage_on": "date",
    "from_currency": "id",
    "to_currency": "id",
    "rate": "rate",
    "rate_on": "date",
    "told_by": "code:told_by",
    "rate_source": "text",
}

REPORTS = (
    shape(
        "credit-subscriptions",
        "partner entitlement subscription",
        own=_HOLDS,
        subscription="partner_id partner entitlement_id credit_id kind currency amount subscription_id subscription"
        " starts_on ends_on linked_by last_usage_on",
    ),
    shape(
        "unlinked-subscriptions",
        "subscription currency",
        own=_HOLDS,
        subscription="subscription_id subscription claimed first_on last_on currency cost usage_rows",
    ),
    shape(
        "exchange-rates",
        "partner",
        own=_HOLDS,
        rate="partner_id partner from_currency to_currency rate rate_on told_by rate_source",
    ),
)
