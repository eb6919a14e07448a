"""Numbers, dates and money as the reader of one language writes them. For the eye only, never for a file."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

DASH = "–"
WHOLE_FROM = 100
_LOCALE = {"en": "en", "zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW"}
_DAY = {"en": "d MMM y"}
_SHORT_DAY = {"en": "d MMM"}
_MONTH = {"en": "MMM y"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!$~:|<>])")


def number(value: Decimal | float | None, language: str, places: int = 0) -> str:
    """'1,234' with at most `places` decimals; a dash for nothing."""
    pattern = "#,##0" + ("." + "#" * places if places else "")
    return DASH if value is None else format_decimal(value, pattern, locale=_LOCALE[language])


def money(value: Decimal | float | None, language: str) -> str:
    """Whole units from one hundred on, two decimals below; a dash for no known value. Its currency stands beside it."""
    if value is None:
        return DASH
    pattern = "#,##0.00" if -WHOLE_FROM < value < WHOLE_FROM and value else "#,##0"
    return format_decimal(value, pattern, locale=_LOCALE[language])


def amount(value: Decimal | float | None, currency: str | None, language: str) -> str:
    """'3,900 USD' for use inside a sentence."""
    return DASH if value is None else f"{money(value, language)} {currency or ''}".strip()


def share(value: Decimal | float | None, language: str) -> str:
    """'61%' for 0.614; a dash for nothing."""
    return DASH if value is None else format_percent(value, "#,##0%", locale=_LOCALE[language])


def day(value: date | None, language: str) -> str:
    """'15 Jun 2026', '2026年6月15日'."""
    return DASH if value is None else format_date(value, _DAY.get(language, "long"), locale=_LOCALE[language])


def moment(value: datetime, language: str) -> str:
    """'15 Jun 2026, 09:00 UTC'."""
    told = value.astimezone(UTC)
    return f"{day(told.date(), language)}, {format_time(told, 'HH:mm')} UTC"


def short_day(value: date, language: str) -> str:
    """'31 May', '5月31日': a day of this year or the last."""
    return format_date(value, _SHORT_DAY.get(language, "M月d日"), locale=_LOCALE[language])


def month(value: date, language: str) -> str:
    """'Jun 2026', '2026年6月'."""
    return format_date(value, _MONTH.get(language, "y年M月"), locale=_LOCALE[language])


def plain(words: str) -> str:
    """The same words where Markdown is read, so that a name with `*` or `$` stays as it is."""
    return _MARKDOWN.sub(r"\\\1", words)
