"""The credits: what each gave, used, lost and has left, how it goes on, and what each membership is worth its fee."""

from pipelines.reports.shape import shape

_CREDIT = "partner_id partner kind subscription_id subscription"
_HOLDS = {
    "used": "money",
    "status": "code:credit_status",
    "drawn_by_id": "id",
    "dataset": "code:dataset",
    "drawn_by": "code:drawn_by",
    "eligible_by": "code:eligible_by",
    "billed": "quantity",
    "billed_in": "id",
    "rate": "rate",
    "rate_on": "date",
    "rate_source": "text",
    "first_on": "date",
    "last_on": "date",
    "method": "code:method",
    "past_error": "share",
    "run_rate_error": "share",
    "months_tried": "count",
    "threshold": "code:threshold",
    "state": "code:threshold_state",
    "reached_on": "date",
    "fee": "money",
    "used_less_fee": "money",
}

REPORTS = (
    shape(
        "credit-balance",
        "partner subscription currency status",
        own=_HOLDS,
        credit=f"{_CREDIT} starts_on ends_on days_left currency amount granted used lapsed left used_share daily_rate"
        " runs_out_on lapses_at_end status drawn_by eligible_by",
        month=f"{_CREDIT} starts_on month currency amount spent used lapsed left",
        draw=f"{_CREDIT} starts_on drawn_by_id dataset eligible_by drawn_by billed billed_in rate rate_on rate_source"
        " currency spent first_on last_on",
    ),
    shape(
        "credit-burn-down",
        "partner subscription currency",
        day=f"{_CREDIT} starts_on currency date phase spent balance low high",
    ),
    shape(
        "credit-forecast",
        "partner subscription currency status",
        own=_HOLDS,
        credit=f"{_CREDIT} starts_on ends_on currency method past_error run_rate_error months_tried daily_rate left"
        " runs_out_on low lapses_at_end high",
    ),
    shape(
        "credit-thresholds",
        "partner subscription currency status",
        own=_HOLDS,
        threshold=f"{_CREDIT} starts_on ends_on threshold state reached_on due_on currency left lapses_at_end",
    ),
    shape(
        "value",
        "partner offer currency",
        own=_HOLDS,
        offer="partner_id partner offer offer_name starts_on ends_on currency fee value_held value_used value_idle"
        " used_share used_less_fee benefits unvalued",
    ),
)
