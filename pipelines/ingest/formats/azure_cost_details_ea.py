"""Cost details of an Enterprise Agreement: versions 2023-12-01-preview and 2024-08-01, and the older names.

Versions 2020-01-01 to 2021-10-01 have the newer names with fewer columns.
"""

from pipelines.ingest.formats.azure_cost_details import layout
from pipelines.ingest.formats.cost_headers import EA, EA_2021

_BOTH = {
    "subscription_id": ("SubscriptionId", "SubscriptionGuid"),
    "subscription": ("SubscriptionName",),
    "usage_on": ("Date",),
    "resource_group": ("ResourceGroup",),
    "resource_id": ("ResourceId",),
    "charge_type": ("ChargeType",),
    "quantity": ("Quantity",),
    "credit_eligible": ("IsAzureCreditEligible",),
}

FORMAT = layout(
    "azure-cost-details-ea",
    {**_BOTH, "cost": ("CostInBillingCurrency",), "currency": ("BillingCurrencyCode",)},
    known=EA,
)
FORMAT_2021 = layout(
    "azure-cost-details-ea-2021",
    {**_BOTH, "cost": ("Cost",), "currency": ("BillingCurrency",)},
    known=EA_2021,
)
