"""What a form says, read by the kinds of its fields."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import list_currencies

from pipelines.actions.action import Action, Field
from pipelines.errors import BenefitsError
from pipelines.rules.model import FIRST_DAY, LAST_DAY, ROLES
from pipelines.text import LANGUAGES, text

Value = str | date | Decimal | bool | tuple[str, ...] | None
_COUNTRIES = Locale("en").territories
_LONGEST = 4000
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# One address and nothing around it: what ends or begins another one in a letter's header is in none.
_ATOM = r'[^.\s@,;:<>()\[\]\\"]+'
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_ATOM}(\.{_ATOM})+")
# Of an exponent the store could make nothing: 0E+999999 is a number, and no amount.
_DIGITS = re.compile(r"[+-]?\d{1,12}(\.\d{1,18})?")
_PROFILE = re.compile(r"[0-9a-z-]{4,20}")


def values(action: Action, told: Mapping[str, str]) -> dict[str, Value]:
    """The value of each field of an action's form; an empty field that may be empty is None.

    BenefitsError input_wrong names the field, what was found, and what is expected; also for a name that is no field.
    """
    known = {field.name for field in action.fields}
    for name in told:
        if name not in known:
            raise BenefitsError("input_wrong", field=name, found=told[name], expected=", ".join(sorted(known)) or "–")
    return {field.name: _value(field, told.get(field.name, "").strip()) for field in action.fields}


def _value(field: Field, found: str) -> Value:
    if not found:
        if field.required and field.kind != "yes":
            raise _wrong(field, found)
        return False if field.kind == "yes" else None
    try:
        read = _READERS[field.kind](found, field)
    except ValueError:
        read = None
    if read is None:
        raise _wrong(field, found)
    return read


def _wrong(field: Field, found: str) -> BenefitsError:
    expected = ", ".join(field.choices) or text(f"input.{field.kind}")
    return BenefitsError("input_wrong", field=field.name, found=found or "–", expected=expected)


def _text(found: str, _: Field) -> str | None:
    return found if found.isprintable() and len(found) <= _LONGEST else None


def _long_text(found: str, _: Field) -> str | None:
    return found if "\0" not in found and len(found) <= _LONGEST else None  # PostgreSQL has no such letter


def _email(found: str, _: Field) -> str | None:
    return found.lower() if _ADDRESS.fullmatch(found) and found.isprintable() else None


def _date(found: str, _: Field) -> date | None:
    day = date.fromisoformat(found)
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _number(found: str, _: Field) -> Decimal | None:
    return Decimal(found) if _DIGITS.fullmatch(found) else None


def _money(found: str, field: Field) -> Decimal | None:
    amount = _number(found, field)
    return amount if amount is not None and amount == amount.quantize(Decimal("0.01")) and amount >= 0 else None


def _rate(found: str, field: Field) -> Decimal | None:
    """What the store keeps of a rate: 9 digits before the point and 9 after."""
    rate = _number(found, field)
    return rate if rate is not None and 0 < rate < 10**9 and rate == rate.quantize(Decimal("1e-9")) else None


def _subscription(found: str, _: Field) -> str | None:
    """A subscription's id in lower case and without braces, as files are read; or the shorter id of a billing profile,
    to which a credit can belong too (domain-facts A9)."""
    bare = found.lower().removeprefix("{").removesuffix("}")
    return bare if _GUID.fullmatch(bare) or _PROFILE.fullmatch(bare) else None


def _choice(found: str, field: Field) -> str | None:
    return found if not field.choices or found in field.choices else None


def _yes(found: str, _: Field) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(found.lower())


def _phone(found: str, _: Field) -> str | None:
    digits = "".join(letter for letter in found if letter.isdigit())
    fits = found.startswith("+") and 7 <= len(digits) <= 15 and set(found) <= set("+0123456789 ()-./")
    return found if fits else None


def _language(found: str, _: Field) -> str | None:
    return found if found in LANGUAGES else None


def _country(found: str, _: Field) -> str | None:
    return found.upper() if found.upper() in _COUNTRIES else None


def _currency(found: str, _: Field) -> str | None:
    return found.upper() if found.upper() in list_currencies() else None


def _time_zone(found: str, _: Field) -> str | None:
    return found if found in _time_zones() else None


def _roles(found: str, _: Field) -> tuple[str, ...] | None:
    roles = tuple(dict.fromkeys(part.strip() for part in found.split(";") if part.strip()))
    return roles if set(roles) <= set(ROLES) else None


def _codes(found: str, _: Field) -> tuple[str, ...] | None:
    codes = tuple(dict.fromkeys(part.strip() for part in found.split(";") if part.strip()))
    return codes if found.isprintable() and len(found) <= _LONGEST else None


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


_READERS: dict[str, Callable[[str, Field], Value]] = {
    "text": _text,
    "long_text": _long_text,
    "person": _email,
    "email": _email,
    "date": _date,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "yes": _yes,
    "key": _text,
    "language": _language,
    "country": _country,
    "phone": _phone,
    "time_zone": _time_zone,
    "currency": _currency,
    "roles": _roles,
    "codes": _codes,
    "subscription": _subscription,
    "rate": _rate,
}
