"""A broken rule in words: its sentence with the facts of the case, in the reader's language."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from pipelines.actions.outcome import Broken
from pipelines.rules.rule import POLICY
from pipelines.text import text

_LOCALE = {"en": "en", "zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW"}
_DAY = {"en": "d MMM y"}
_ROLES = f"{POLICY}roles"
UNKNOWN = "–"


def sentence(broken: Broken, language: str = "en") -> str:
    """What is wrong with the case and what would make it possible, in one of LANGUAGES."""
    facts = {_name(name): _said(name, value, language) for name, value in broken.facts.items()}
    return text(broken.rule.sentence, language, **facts)


def _name(fact: str) -> str:
    """All role lists go by one name, so that the rules about roles share a sentence."""
    return _ROLES if fact.startswith(_ROLES) else fact


def _said(name: str, value: object, language: str) -> str:
    if isinstance(value, str):
        value = _as_date(value)
    match value:
        case None:
            return UNKNOWN
        case date():
            return format_date(value, _DAY.get(language, "long"), locale=_LOCALE[language])
        case Decimal() | int() | float() if not isinstance(value, bool):
            return str(format_decimal(value, "#,##0.####", locale=_LOCALE[language]))
        case list() | tuple():
            return _listed(name, value, language)
        case _:
            return str(value)


def _listed(name: str, values: Sequence[object], language: str) -> str:
    words = [text(f"role.{one}", language) if "roles" in name else str(one) for one in values]
    return format_list(words, locale=_LOCALE[language]) if words else UNKNOWN


def _as_date(told: str) -> object:
    """A refusal that the ledger tells again has its facts as texts."""
    try:
        return datetime.strptime(told, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        return told
