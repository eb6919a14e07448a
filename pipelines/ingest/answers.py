"""The settings of a file: given with the load, the format's default, the only choice, or asked."""

import re
from collections.abc import Mapping

import polars as pl
from babel.core import Locale

from pipelines.ingest.clean import GUID
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Format, Kind, Setting
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.table import Table

_DAY_FIRST = r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}"


def settle(form: Format, table: Table, places: Mapping[str, int], context: Context) -> dict[str, str]:
    """The value of every setting of the format. SettingAsked names the first that is open, with its choices."""

    def told_in(name: str) -> list[str]:
        return _different(table, name, places[name]) if name in places else []

    told = {setting.name: _settle(setting, context) for setting in form.settings if not setting.late}
    if form.asks_date_order:
        told["date_order"] = _date_order(form, table, places, context.settings)
    return {**told, **form.ask(told_in, context)}


def _different(table: Table, name: str, place: int) -> list[str]:
    """The different texts of a column, in the order of the file."""
    found: dict[str, None] = {}
    for batch in table.batches({name: place}):
        texts = batch[name].drop_nulls().str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
        found |= dict.fromkeys(text for text in texts.unique(maintain_order=True) if text)
    table.rows = 0
    return list(found)


def _settle(setting: Setting, context: Context) -> str:
    given = context.settings.get(setting.name, setting.default)
    match setting.name:
        case "partner":
            return _partner(given, context)
        case "currency":
            return _currency(given)
        case "subscription":
            return _subscription(given, context)
        case _:
            return _chosen(setting, given)


def _chosen(setting: Setting, given: str | None) -> str:
    if given is None:
        raise SettingAsked(setting.name, setting.choices, reason=setting.name)
    if setting.choices and given not in setting.choices:
        raise FileRefused("setting_wrong", setting=setting.name, found=given, known=", ".join(setting.choices))
    return given


def _subscription(given: str | None, context: Context) -> str:
    """A subscription that no credit is known of yet may be said as well."""
    known = tuple(context.subscriptions_served)
    if given is None:
        raise SettingAsked("subscription", known, reason="subscription")
    wanted = given.strip("{} ").lower()
    if not re.fullmatch(GUID, wanted) or wanted in context.subscriptions_of_others:
        raise FileRefused("setting_wrong", setting="subscription", found=given, known=", ".join(known) or "-")
    return wanted


def _partner(given: str | None, context: Context) -> str:
    known = sorted(context.names["partner"].values())
    if not known:
        raise FileRefused("no_partner")
    if given is None and len(known) == 1:
        return known[0]
    if given is None:
        raise SettingAsked("partner", tuple(known), reason="partner")
    if given not in known:
        raise FileRefused("setting_wrong", setting="partner", found=given, known=", ".join(known) or "-")
    return given


def _currency(given: str | None) -> str:
    if given is None:
        raise SettingAsked("currency", reason="currency")
    if given.upper() not in Locale("en").currencies:
        raise FileRefused("setting_wrong", setting="currency", found=given, known="USD, EUR, GBP …")
    return given.upper()


def _date_order(form: Format, table: Table, places: Mapping[str, int], settings: Mapping[str, str]) -> str:
    """Day first or month first, from all dates of the file: a part above 12 is a day. Asked where none is.

    A date such as 6/6/2026 reads the same either way and decides nothing.
    """
    given = settings.get("date_order")
    if given is not None and given not in form.date_orders:
        raise FileRefused("setting_wrong", setting="date_order", found=given, known=", ".join(form.date_orders))
    if given is not None:
        return given
    names = [column.name for column in form.columns if column.kind is Kind.DATE]
    dates = {name: places[name] for name in names if name in places}
    first, second, slashed = _largest_parts(table, dates) if dates else (0, 0, False)
    if not slashed:
        return "iso"
    if first and (first > 12) == (second > 12):
        raise SettingAsked("date_order", tuple(o for o in form.date_orders if o != "iso"), reason="date_order")
    return "dmy" if first > 12 else "mdy"


def _largest_parts(table: Table, places: Mapping[str, int]) -> tuple[int, int, bool]:
    """The largest first and second part of dates like 6/30/2026 whose parts differ; whether there is any such date."""
    largest = [0, 0]
    slashed = False
    for batch in table.batches(places):
        texts = pl.concat([batch[name] for name in places])
        parts = texts.str.extract_groups(_DAY_FIRST).struct.unnest().cast(pl.Int32).drop_nulls()
        slashed = slashed or not parts.is_empty()
        differing = parts.filter(pl.nth(0) != pl.nth(1))
        largest = [max(was, *differing[name], 0) for was, name in zip(largest, parts.columns, strict=True)]
    table.rows = 0
    return largest[0], largest[1], slashed
