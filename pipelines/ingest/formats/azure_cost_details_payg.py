"""Cost details of a pay-as-you-go subscription (Microsoft Online Services Program), version 2019-11-01.

Use only, no purchases; the layout does not say what a credit pays for.
"""

from pipelines.ingest.formats.azure_cost_details import layout
from pipelines.ingest.formats.cost_headers import PAYG

FORMAT = layout(
    "azure-cost-details-payg",
    {
        "subscription_id": ("SubscriptionGuid",),
        "usage_on": ("UsageDateTime",),
        "resource_group": ("ResourceGroup",),
        "resource_id": ("InstanceId",),
        "quantity": ("UsageQuantity",),
        "cost": ("PreTaxCost",),
        "currency": ("Currency",),
    },
    known=PAYG,
    profile=False,
    dates=("iso",),
)
