"""Which reports there are: their groupings, filters and columns, in the order in which they are shown and written."""

from pipelines.reports.shape import Report, shape
from pipelines.reports.shapes import history, keys, membership, people, requests, seats

# Money in a report on credits that is a quantity in one on benefits, and codes that have texts of their own there.
_CREDIT = {"used": "money", "status": "code:credit_status"}
_BENEFIT = "partner family offer product currency"
_MEASURES = " unit benefits held assigned used idle utilization currency value_held value_used value_idle unvalued"
_FIGURES = "currency value_held value_used value_idle lapsing_30 lapsing_60 lapsing_90 benefits unvalued"
_USAGE = " currency cost usage_rows"
_CREDIT_NAME = "partner_id partner kind subscription_id subscription"

REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        shape("overview", _BENEFIT, figures=_FIGURES, month=f"date {_FIGURES}"),
        shape(
            "utilization",
            f"{_BENEFIT} status",
            product="family product product_name" + _MEASURES,
            partner="partner_id partner" + _MEASURES,
            family="family" + _MEASURES,
            offer="offer offer_name" + _MEASURES,
            entitlement="partner_id partner offer offer_name family product product_name benefit_type entitlement_id"
            " status lapses_on counted_by" + _MEASURES,
        ),
        shape(
            "expiry",
            f"{_BENEFIT} status band date_kind month decisive",
            date="partner_id partner offer offer_name family product product_name entitlement_id date_kind expires_on"
            " days_left band decisive unit held idle currency value_idle",
            band="band family date_kind currency benefits value_idle unvalued",
            month="month family date_kind currency benefits value_idle",
        ),
        shape(
            "credit-usage",
            "partner subscription service month currency",
            month="month" + _USAGE,
            day="date" + _USAGE,
            service="service" + _USAGE,
            subscription="subscription_id subscription" + _USAGE,
        ),
        shape(
            "credit-balance",
            "partner subscription currency status",
            own=_CREDIT,
            credit=f"{_CREDIT_NAME} starts_on ends_on days_left currency amount granted used lapsed left used_share"
            " daily_rate runs_out_on lapses_at_end status",
            month=f"{_CREDIT_NAME} starts_on month currency amount spent used lapsed left",
        ),
        shape(
            "credit-burn-down",
            "partner subscription currency",
            day=f"{_CREDIT_NAME} currency date phase spent balance low high",
        ),
        shape(
            "next-actions",
            f"{_BENEFIT} action",
            action="rank action partner_id partner entitlement_id family product product_name quantity unit due_on"
            " days_left currency value utilization",
        ),
        shape(
            "loads",
            "currency format",
            load="load_id loaded_at loaded_by file format rows_read rows_loaded rows_unchanged rows_rejected currency"
            " control_total stored_total difference",
        ),
        *history.REPORTS,
        *keys.REPORTS,
        *seats.REPORTS,
        *membership.REPORTS,
        *people.REPORTS,
        *requests.REPORTS,
    )
}
