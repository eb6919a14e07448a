"""Which reports there are: their groupings, filters and columns, in the order in which they are shown and written."""

from pipelines.reports.shape import Report, shape
from pipelines.reports.shapes import (
    audit,
    credit_links,
    credits,
    evidence,
    history,
    keys,
    licences,
    membership,
    messages,
    people,
    reminders,
    requests,
    seats,
    spend,
    tokens,
    usage_detail,
)

_BENEFIT = "partner family offer product currency"
_MEASURES = " unit benefits held assigned used idle utilization currency value_held value_used value_idle unvalued"
_FIGURES = "currency value_held value_used value_idle lapsing_30 lapsing_60 lapsing_90 benefits unvalued"

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
        *spend.REPORTS,
        *credits.REPORTS,
        *credit_links.REPORTS,
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
        *audit.REPORTS,
        *evidence.REPORTS,
        *keys.REPORTS,
        *seats.REPORTS,
        *licences.REPORTS,
        *membership.REPORTS,
        *messages.REPORTS,
        *people.REPORTS,
        *requests.REPORTS,
        *reminders.REPORTS,
        *tokens.REPORTS,
        *usage_detail.REPORTS,
    )
}
