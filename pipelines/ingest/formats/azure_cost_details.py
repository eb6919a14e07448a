"""The cost details of Azure Cost Management, actual or amortized: what all of its layouts have (domain-facts 2.4).

Names and versions are those of Microsoft's dataset schema index; case does not count. Dates are MM/DD/YYYY or ISO by
the version of the export. Neither credits nor taxes are in these files (domain-facts A10).
"""

from collections.abc import Mapping

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.formats.charges import GROUP, column, completed, with_profile

_DATASETS = ("actual", "amortized")
# Only where purchases are spread over their use does a charge say that some of it was not used.
_AMORTIZED_ONLY = {"unusedreservation", "unusedsavingsplan"}

# The same in all layouts of the agreements; pay-as-you-go has older names.
_COMMON = {
    "service": ("MeterCategory",),
    "service_type": ("MeterSubCategory",),
    "region": ("ResourceLocation",),
    "resource": ("MeterName",),
}
# Columns that a layout may lack though the table has a text in them.
_NOT_EVERYWHERE = ("subscription", "charge_type")
# Whom a charge without a subscription is of.
_PROFILE = Column("profile", Kind.IDENTIFIER, ("BillingProfileId",), stored=False, empty=True)
_PROFILE_NAME = Column("profile_name", Kind.TEXT, ("BillingProfileName",), stored=False, default="")


def layout(
    name: str,
    headers: Mapping[str, tuple[str, ...]],
    *,
    known: tuple[str, ...],
    profile: bool = True,
    dates: tuple[str, ...] = ("mdy", "iso"),
) -> Format:
    """The format of one layout, from our names and the headers they have in it; `known` are all headers it has.

    `profile`: it states the billing profile, so that a charge may be of no subscription.
    """
    told = {**_COMMON, **headers}
    columns = tuple(column(ours, *theirs) for ours, theirs in told.items())
    absent = tuple(ours for ours in _NOT_EVERYWHERE if ours not in told)
    return Format(
        name=name,
        table="charge",
        columns=columns + ((_PROFILE, _PROFILE_NAME) if profile else ()),
        signature=known,
        group=GROUP,
        whole_days=True,
        parts=True,
        reads=("text", "parquet"),
        translated=True,
        settings=(Setting("dataset", default="actual", choices=_DATASETS),),
        date_orders=dates,
        amount="cost",
        made=("dataset", *absent),
        finish=_finish,
        ask=_ask,
    )


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    absent = (pl.lit("").alias(name) for name in _NOT_EVERYWHERE if name not in frame.columns)
    whole = frame.with_columns(pl.lit(context.setting("dataset")).alias("dataset"), *absent)
    if "profile" in frame.columns:
        whole = with_profile(whole, "profile", "profile_name")
    return completed(whole, context)


def _ask(told: Told, context: Context) -> dict[str, str]:
    """Whether the costs are amortized, where the charges say so. FileRefused where the user says they are not."""
    given = context.settings.get("dataset")
    if given == "amortized":
        return {}
    found = next((text for text in told("charge_type") if text.lower() in _AMORTIZED_ONLY), None)
    if found and given:
        raise FileRefused("not_actual", found=found)
    return {"dataset": "amortized"} if found else {}
