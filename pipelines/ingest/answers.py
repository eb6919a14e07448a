"""The settings of a file: given with the load, the format's default, the only choice, or asked."""

from collections.abc import Mapping

import polars as pl
from babel.core import Locale

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Format, Kind, Setting
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.table import Table

_DAY_FIRST = r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}"


def settle(form: Format, table: Table, places: Mapping[str, int], context: Context) -> dict[str, str]:
    """The value of every setting of the format. SettingAsked names the first that is open, with its choices."""
    told = {setting.name: _settle(setting, context) for setting in form.settings}
    if len(form.date_orders) > 1:
        told["date_order"] = _date_order(form, table, places, context.settings)
    return told


def _settle(setting: Setting, context: Context) -> str:
    given = context.settings.get(setting.name, setting.default)
    match setting.name:
        case "partner":
            return _partner(given, context)
        case "currency":
            return _currency(given)
        case _:
            if given is None:
                raise SettingAsked(setting.name, reason=setting.name)
            return given


def _partner(given: str | None, context: Context) -> str:
    known = sorted(code for code in context.names["partner"].values() if code != "*")
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
    """Day first or month first, from all dates of the file: a part above 12 is a day. Asked where none is."""
    given = settings.get("date_order")
    if given is not None and given not in form.date_orders:
        raise FileRefused("setting_wrong", setting="date_order", found=given, known=", ".join(form.date_orders))
    if given is not None:
        return given
    dates = [column.name for column in form.columns if column.kind is Kind.DATE and column.name in places]
    first, second, slashed = _largest_parts(table, {name: places[name] for name in dates})
    if not slashed:
        return "iso"
    if (first > 12) == (second > 12):
        raise SettingAsked("date_order", tuple(o for o in form.date_orders if o != "iso"), reason="date_order")
    return "dmy" if first > 12 else "mdy"


def _largest_parts(table: Table, places: Mapping[str, int]) -> tuple[int, int, bool]:
    largest = [0, 0]
    slashed = False
    for batch in table.batches(places):
        texts = pl.concat([batch[name] for name in places])
        parts = texts.str.extract_groups(_DAY_FIRST).struct.unnest().cast(pl.Int32).drop_nulls()
        slashed = slashed or not parts.is_empty()
        largest = [max(was, *parts[name], 0) for was, name in zip(largest, parts.columns, strict=True)]
    table.rows = 0
    return largest[0], largest[1], slashed
