"""Cost details of a Microsoft Customer Agreement, a Microsoft Partner Agreement, and a CSP's customer's subscription.

Prices have a currency of their own: each charge carries the rate to the billing currency with its day, and its cost in
US dollars. Versions 2019-10-01 and 2019-11-01 of the customer agreement spell some columns otherwise.
"""

from pipelines.ingest.formats.azure_cost_details import layout
from pipelines.ingest.formats.cost_headers import CSP, MCA, MPA

_ALL = {
    "subscription_id": ("SubscriptionId", "SubscriptionGuid"),
    "subscription": ("SubscriptionName",),
    "usage_on": ("Date",),
    "resource_group": ("ResourceGroupName", "ResourceGroup"),
    "resource_id": ("ResourceId", "InstanceName"),
    "charge_type": ("ChargeType",),
    "quantity": ("Quantity",),
    "cost": ("CostInBillingCurrency",),
    "currency": ("BillingCurrency", "BillingCurrencyCode"),
    "cost_usd": ("CostInUsd",),
    "pricing_currency": ("PricingCurrency", "PricingCurrencyCode"),
    "exchange_rate": ("ExchangeRatePricingToBilling", "ExchangeRate"),
    "exchange_rate_on": ("ExchangeRateDate",),
}
_ELIGIBLE = {"credit_eligible": ("IsAzureCreditEligible",)}

CUSTOMER = layout("azure-cost-details-mca", {**_ALL, **_ELIGIBLE}, known=MCA)
PARTNER = layout("azure-cost-details-mpa", {**_ALL, **_ELIGIBLE}, known=MPA)
SUBSCRIPTION = layout("azure-cost-details-csp", _ALL, known=CSP, profile=False)
