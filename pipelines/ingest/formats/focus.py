"""Cost and usage in the FinOps Open Cost and Usage Specification, 1.0-preview to 1.2: Azure's files and the plain ones.

`cost` is BilledCost, `effective_cost` EffectiveCost. A charge is of the day, in UTC, on which its period starts; the
period's end is exclusive. The columns `x_…` are Azure's own. A file may hold several providers: one is loaded.
"""

import polars as pl

from pipelines.ingest.clean import GUID
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.formats.charges import GROUP, column, completed, with_profile
from pipelines.ingest.formats.cost_headers import FOCUS, FOCUS_OF_AZURE
from pipelines.ingest.marks import wrong

_OURS = "Microsoft"
# A column of something else under this header would be a list without end.
_MOST_CHOICES = 50
_MISSING = ("", "NULL")


def _ask(told: Told, context: Context) -> dict[str, str]:
    """The provider whose rows are loaded: the file's only one if that is Microsoft, else asked."""
    found = tuple(name for name in told("provider") if name not in _MISSING)
    given = context.settings.get("provider")
    if given is None and found not in ((), (_OURS,)):
        raise SettingAsked("provider", found[:_MOST_CHOICES], reason="provider")
    if given is not None and found and given not in found:
        raise FileRefused("setting_wrong", setting="provider", found=given, known=", ".join(found))
    return {"provider": given or _OURS}


def _meant(context: Context) -> pl.Expr:
    """The rows of the provider that is loaded, and those that name none: these are faulty, not another's."""
    provider = pl.col("provider").str.strip_chars()
    return provider.is_null() | provider.is_in([*_MISSING, context.setting("provider")])


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    plain = frame.with_columns(
        pl.lit("focus").alias("dataset"),
        pl.col("subscription_id").str.strip_prefix("/subscriptions/"),
        pl.coalesce("service_type", "category").fill_null("").alias("service_type"),
        pl.coalesce("resource", "meter", "description").fill_null("").alias("resource"),
        pl.coalesce("quantity", "pricing_quantity").fill_null(0).alias("quantity"),
        pl.col("resource_group").fill_null(""),
    )
    known = wrong(plain, "subscription_id", _no_subscription(context), "guid")
    return completed(with_profile(known, "profile", "profile_name"), context)


def _no_subscription(context: Context) -> pl.Expr:
    """Only Microsoft's subscriptions are GUIDs."""
    if context.setting("provider") != _OURS:
        return pl.lit(False)
    return ~pl.col("subscription_id").str.contains(GUID)


def _beside(name: str, kind: Kind, header: str, *, missing: bool = False) -> Column:
    """A column that only helps to fill another one."""
    return Column(name, kind, (header,), stored=False, missing=missing, empty=True)


FORMAT = Format(
    name="focus",
    table="charge",
    columns=(
        Column("provider", Kind.TEXT, ("ProviderName",), stored=False),
        Column("subscription_id", Kind.IDENTIFIER, ("SubAccountId",), empty=True),
        column("subscription", "SubAccountName"),
        Column("usage_on", Kind.MOMENT, ("ChargePeriodStart",)),
        column("resource_group", "x_ResourceGroupName", missing=True),
        column("resource_id", "ResourceId"),
        column("service", "ServiceName"),
        Column("service_type", Kind.TEXT, ("x_SkuMeterSubcategory",), missing=True, empty=True),
        column("region", "RegionId", "Region"),
        Column("resource", Kind.TEXT, ("SkuMeter",), missing=True, empty=True),
        column("charge_type", "ChargeCategory"),
        Column("quantity", Kind.DECIMAL, ("ConsumedQuantity", "UsageQuantity"), empty=True),
        column("cost", "BilledCost"),
        column("currency", "BillingCurrency"),
        Column("effective_cost", Kind.DECIMAL, ("EffectiveCost",), empty=True),
        column("cost_usd", "x_BilledCostInUsd", missing=True),
        column("credit_eligible", "x_SkuIsCreditEligible", missing=True),
        column("pricing_currency", "PricingCurrency", "x_PricingCurrency", missing=True),
        column("exchange_rate", "x_BillingExchangeRate", missing=True),
        Column("exchange_rate_on", Kind.MOMENT, ("x_BillingExchangeRateDate",), missing=True, empty=True),
        _beside("category", Kind.TEXT, "ServiceCategory"),
        _beside("meter", Kind.TEXT, "x_SkuMeterName", missing=True),
        _beside("description", Kind.TEXT, "ChargeDescription"),
        _beside("pricing_quantity", Kind.DECIMAL, "PricingQuantity"),
        _beside("profile", Kind.IDENTIFIER, "BillingAccountId"),
        _beside("profile_name", Kind.TEXT, "BillingAccountName"),
    ),
    signature=FOCUS + FOCUS_OF_AZURE,
    group=GROUP,
    whole_days=True,
    parts=True,
    reads=("text", "parquet"),
    settings=(Setting("provider", late=True),),
    amount="cost",
    made=("dataset",),
    finish=_finish,
    ask=_ask,
    meant=_meant,
)
