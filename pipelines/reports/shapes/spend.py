"""What was spent, what the vendor expects, and whether both tie to the files and to the vendor's own statements."""

from pipelines.reports.shape import shape

_HOLDS = {
    "resource_group": "text",
    "drawn": "money",
    "not_eligible": "money",
    "without_credit": "money",
    "unconverted": "money",
    "not_counted": "money",
    "forecast": "money",
    "page_total": "money",
    "vendor_balance": "money",
    "dataset": "code:dataset",
    "reason": "code:reconcile_reason",
    "agreement": "code:agreement",
    "source": "text",
    "vendor_status": "text",
    "stated_on": "date",
}
_USAGE = " currency cost usage_rows"
_TOTALS = " stored_total page_total difference reason"
_FILE = "load_id loaded_at file format"

REPORTS = (
    shape(
        "credit-usage",
        "partner subscription service resource_group month currency dataset",
        own=_HOLDS,
        month="month" + _USAGE,
        day="date" + _USAGE,
        service="service" + _USAGE,
        resource_group="resource_group" + _USAGE,
        subscription="subscription_id subscription" + _USAGE,
        currency="currency cost drawn not_eligible without_credit unconverted not_counted usage_rows",
    ),
    shape(
        "vendor-forecast",
        "partner subscription currency",
        own=_HOLDS,
        day="date partner_id subscription_id subscription currency forecast",
        month="month currency forecast",
    ),
    shape(
        "reconcile-loads",
        "format currency month dataset",
        own=_HOLDS,
        file=f"{_FILE} currency usage_rows control_total" + _TOTALS,
        month=f"{_FILE} dataset month currency usage_rows control_total" + _TOTALS,
        dataset="month dataset currency usage_rows" + _TOTALS,
    ),
    shape(
        "reconcile-credits",
        "partner currency",
        own=_HOLDS,
        credit="partner_id partner source vendor_status subscription_id subscription starts_on ends_on currency amount"
        " stated_on vendor_balance left difference agreement",
    ),
)
