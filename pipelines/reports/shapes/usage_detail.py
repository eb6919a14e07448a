"""The rows behind what was spent, down to the line of the file."""

from pipelines.reports.shape import shape

REPORTS = (
    shape(
        "usage-detail",
        "partner subscription service resource_group dataset month currency",
        own={
            "resource_group": "text",
            "meter": "text",
            "credit_eligible": "flag",
            "dataset": "code:dataset",
            "counts": "flag",
            "source_line": "number",
        },
        row="partner_id partner subscription_id subscription date resource_group service meter quantity currency cost"
        " credit_eligible dataset counts file source_line load_id",
    ),
)
