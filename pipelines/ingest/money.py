"""Amounts as portals and inventories show them: with a currency's code or sign, and commas between thousands.

Read are 1234.5, 1,234.50, $1,234.50, -$1,234.50, ($1,234.50), US$1,234.50, 1,234.50 USD, USD 1,234.50 and € or £ before
or behind. A point is the decimal sign; before three last digits it could be a thousands separator, so that is not read.
"""

from functools import cache

import polars as pl
from babel.core import Locale

from pipelines.ingest.clean import AMOUNT
from pipelines.ingest.context import Context
from pipelines.ingest.errors import FileRefused, SettingAsked

# Signs of several currencies say nothing of which one it is.
_SIGNS = {"US$": "USD", "CA$": "CAD", "A$": "AUD", "€": "EUR", "£": "GBP", "$": "", "¥": ""}
# No true amount is as large (declare.py).
_BELOW = 1_000_000_000_000
_MARK = r"[A-Z]{3}|[A-Z]{0,2}[$€£¥]"
_WHOLE = r"\d{1,3}(?:,\d{3})+|\d+"
_SHOWN = (
    rf"^(?<minus>-?)(?<before>{_MARK})?\s?(?<inner>-?)(?<whole>{_WHOLE})(?<cents>\.(?:\d{{1,2}}|\d{{4,18}}))?"
    rf"\s?(?<after>{_MARK})?$"
)


@cache
def _codes() -> dict[str, str]:
    return {**{str(code): str(code) for code in Locale("en").currencies}, **_SIGNS}


def _parts(shown: pl.Expr) -> pl.Expr:
    plain = shown.str.replace("\u2212", "-", literal=True).str.replace(r"^\((.+)\)$", "-$1")
    return plain.str.extract_groups(_SHOWN)


def _code(mark: str, shown: pl.Expr) -> pl.Expr:
    """The currency of a mark; "" for no mark and for a sign that says nothing, null for one that is none."""
    found = _parts(shown).struct.field(mark)
    return found.fill_null("").replace_strict({**_codes(), "": ""}, default=None, return_dtype=pl.String)


def amount(shown: pl.Expr) -> pl.Expr:
    """The number shown; null where it is in none of the forms, or where its marks are unknown or contradict."""
    parts, before, after = _parts(shown).struct, _code("before", shown), _code("after", shown)
    minus = parts.field("minus") + parts.field("inner")
    number = minus + parts.field("whole").str.replace_all(",", "") + parts.field("cents").fill_null("")
    known = before.is_not_null() & after.is_not_null() & (minus != "--")
    alike = (before == "") | (after == "") | (before == after)
    read = pl.when(known & alike).then(number).cast(AMOUNT, strict=False)
    return pl.when(read < _BELOW, read > -_BELOW).then(read)


def currency(shown: pl.Expr) -> pl.Expr:
    """The currency that the amount names by a code or a sign; null where it names none."""
    named = pl.coalesce(pl.when(_code(mark, shown) != "").then(_code(mark, shown)) for mark in ("after", "before"))
    return pl.when(amount(shown).is_not_null()).then(named)


def ask_currency(shown: list[str], context: Context) -> dict[str, str]:
    """The setting `currency` where some of the amounts do not name theirs; SettingAsked without it."""
    texts = pl.Series("shown", shown, dtype=pl.String).to_frame()
    if texts.filter(amount(pl.col("shown")).is_not_null(), currency(pl.col("shown")).is_null()).is_empty():
        return {}
    given = context.settings.get("currency")
    if given is None:
        raise SettingAsked("currency", reason="currency")
    code = given.upper()
    if code not in Locale("en").currencies:
        raise FileRefused("setting_wrong", setting="currency", found=given, known="USD, EUR, GBP …")
    return {"currency": code}
