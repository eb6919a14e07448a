"""What the lists of credits and of their transactions have in common: they show amounts, and do not say when."""

from datetime import UTC, date, datetime

import polars as pl

from pipelines.ingest import money
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Kind, Setting
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.marks import mark_of, wrong
from pipelines.ingest.mask import shortened
from pipelines.rules.model import FIRST_DAY, LAST_DAY

STATED_ON = Setting("stated_on", late=True)
# Asked only where the amounts do not name theirs.
CURRENCY = Setting("currency", late=True)
# A list may name the currency in a column of its own; else its amounts do, or the setting `currency`.
OWN_CURRENCY = Column("own_currency", Kind.CURRENCY, ("Currency",), missing=True, empty=True, stored=False)
# Of the portal (Active, Used, Expired, Expiring) and of the API, whose words are its LotStatus.
STATUSES = ("active", "used", "expired", "expiring", "inactive", "complete", "canceled", "none")


def ask_currency(shown: list[str], own: list[str], context: Context) -> dict[str, str]:
    """The setting `currency`, where neither the amounts nor a column of their own name it."""
    return {} if own else money.ask_currency(shown, context)


def ask_day(context: Context) -> dict[str, str]:
    """The setting `stated_on`, the day on which the list was what it says; SettingAsked without it."""
    given = context.settings.get("stated_on")
    if given is None:
        raise SettingAsked("stated_on", reason="stated_on")
    try:
        day = datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        day = date.min
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FileRefused("setting_wrong", setting="stated_on", found=shortened(given), known="YYYY-MM-DD")
    return {"stated_on": day.isoformat()}


def with_currency(frame: pl.DataFrame, shown: str, context: Context) -> pl.DataFrame:
    """With `currency`: of its own column, else of the amount `shown`, else the setting; marked where none says it."""
    told = pl.lit(context.settings.get("currency"), pl.String)
    named = frame.with_columns(pl.coalesce("own_currency", money.currency(pl.col(shown)), told).alias("currency"))
    other = pl.col("own_currency") != money.currency(pl.col(shown))
    unsaid = pl.col("currency").is_null() & pl.col(mark_of("own_currency")).is_null()
    return wrong(wrong(named, shown, other, "one_currency"), shown, unsaid, "money")


def with_amount(frame: pl.DataFrame, shown: str, name: str) -> pl.DataFrame:
    """With the amount of the text in `shown` under `name`; what is in no form that is read is marked."""
    read = frame.with_columns(money.amount(pl.col(shown)).alias(name))
    return wrong(read, shown, pl.col(shown).is_not_null() & pl.col(name).is_null(), "money")
