"""The licences of a tenant, as the vendor's directory counts them."""

from pipelines.reports.shape import shape

_COUNTS = dict.fromkeys(("enabled", "warning", "suspended", "consumed", "without"), "count")

REPORTS = (
    shape(
        "licence-skus",
        "partner",
        own={"sku_id": "id", "sku": "text", "standing": "code:sku_standing", **_COUNTS},
        sku="partner_id partner sku_id sku product product_name enabled warning suspended consumed without standing",
    ),
)
