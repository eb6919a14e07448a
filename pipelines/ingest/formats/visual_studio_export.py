"""The Visual Studio seats of one partner, as the subscriptions admin portal exports them (domain-facts 2.6).

Two generations of headers, read by name: the columns beside the subscriber's name changed places. `Email Address`
(2021) and `Email` (2024) are the address to sign in with, `Email Notification` and `Notification Email Address` the
other one. Dates follow the locale of the admin who exported. A file states all seats of the partner.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting
from pipelines.ingest.marks import mark_of, wrong


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    whole = frame.with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        pl.coalesce("activated", pl.col("activated_on").is_not_null()).alias("activated"),
        (pl.col("usage_status") == "used").fill_null(False).alias("used"),
    )
    return _either_way(whole)


def _either_way(frame: pl.DataFrame) -> pl.DataFrame:
    """`Activated` is read as yes or no and as a date; it is unreadable where it is neither."""
    neither = pl.col(mark_of("activated")).is_not_null() & pl.col(mark_of("activated_on")).is_not_null()
    nothing = pl.lit(None, pl.String)
    judged = frame.with_columns(neither.alias("neither"))
    cleared = judged.with_columns(nothing.alias(mark_of("activated")), nothing.alias(mark_of("activated_on")))
    return wrong(cleared, "activated", pl.col("neither"), "date_or_yes_no").drop("neither")


FORMAT = Format(
    name="visual-studio-export",
    table="seat",
    columns=(
        Column("subscriber", Kind.TEXT, ("Subscriber Name",), empty=True),
        Column("email", Kind.EMAIL, ("Email", "Email Address"), empty=True),
        Column(
            "notification_email",
            Kind.EMAIL,
            ("Notification Email Address", "Email Notification"),
            missing=True,
            empty=True,
        ),
        Column("group", Kind.TEXT, ("Microsoft Entra group", "AAD Group"), missing=True, empty=True, stored=False),
        Column("subscription_level", Kind.TEXT, ("Subscription Level",)),
        Column("assigned_on", Kind.DATE, ("Assigned",), empty=True),
        Column("activated", Kind.YES_NO, ("Activated",), empty=True),
        Column("activated_on", Kind.DATE, ("Activated",), empty=True),
        Column("ends_on", Kind.DATE, ("Expiration Date (UTC)",), empty=True),
        Column("reference", Kind.TEXT, ("Reference",), missing=True, empty=True),
        Column("downloads", Kind.YES_NO, ("Downloads",), missing=True, empty=True),
        Column("country", Kind.TEXT, ("Country",), missing=True, empty=True),
        Column("language", Kind.TEXT, ("Language",), missing=True, empty=True),
        Column("status", Kind.CHOICE, ("Subscription Status",), choices=("assigned", "unassigned", "over_claimed")),
        Column("seat_id", Kind.GUID, ("Subscription GUID",)),
        Column("usage_status", Kind.CHOICE, ("Usage Status",), empty=True, choices=("new", "used"), stored=False),
    ),
    group=("partner_id",),
    unique=("seat_id",),
    settings=(Setting("partner"),),
    date_orders=("iso", "mdy", "dmy"),
    made=("partner_id", "used"),
    finish=_finish,
)
