"""What a form says is read by its fields, or named with what was found and what is expected."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipelines.actions.action import Action, Field
from pipelines.actions.values import values
from pipelines.errors import BenefitsError

READ = [
    ("text", "a line", "a line"),
    ("long_text", "two\nlines", "two\nlines"),
    ("email", "Some.One@Contoso.example", "some.one@contoso.example"),
    ("person", "employee@contoso.example", "employee@contoso.example"),
    ("date", "2026-06-15", date(2026, 6, 15)),
    ("date", "2000-01-01", date(2000, 1, 1)),
    ("date", "2199-12-31", date(2199, 12, 31)),
    ("number", "2.5", Decimal("2.5")),
    ("number", "-0.000000000000000001", Decimal("-0.000000000000000001")),
    ("number", "999999999999", Decimal(999999999999)),
    ("number", "１２", Decimal(12)),
    ("money", "925.00", Decimal("925.00")),
    ("money", "0", Decimal(0)),
    ("rate", "999999999.999999999", Decimal("999999999.999999999")),
    ("yes", "yes", True),
    ("yes", "no", False),
    ("language", "zh-Hant", "zh-Hant"),
    ("country", "de", "DE"),
    ("currency", "eur", "EUR"),
    ("phone", "+49 (30) 123-4567", "+49 (30) 123-4567"),
    ("time_zone", "Europe/Berlin", "Europe/Berlin"),
    ("roles", "global_admin; admin_agent", ("global_admin", "admin_agent")),
]
UNREADABLE = [
    ("text", "two\nlines"),
    ("long_text", "x" * 4001),
    ("long_text", "before\0after"),
    ("email", "nobody"),
    ("email", "some one@contoso.example"),
    ("email", "one@contoso.example,other@else.example"),
    ("email", "one@contoso.example;other@else.example"),
    ("email", "One <one@contoso.example>"),
    ("email", "<one@contoso.example>"),
    ("email", "one@contoso.example (other@else.example)"),
    ("email", "one@contoso.example\r\nBcc: other@else.example"),
    ("email", "other@else.example@contoso.example"),
    ("person", "team:one@contoso.example"),
    ("date", "15.06.2026"),
    ("date", "2026-02-30"),
    ("date", "1999-12-31"),
    ("date", "2200-01-01"),
    ("date", "9999-12-31"),
    ("number", "NaN"),
    ("number", "much"),
    ("number", "1000000000000"),
    ("number", "0.0000000000000000001"),
    ("number", "1E-9999999"),
    ("number", "1_000"),
    ("number", "5."),
    ("money", "0E+999999"),
    ("money", "9E9"),
    ("rate", "0"),
    ("rate", "0.0000000001"),
    ("rate", "1000000000"),
    ("money", "1.005"),
    ("money", "-1"),
    ("yes", "perhaps"),
    ("language", "de"),
    ("country", "Germany"),
    ("currency", "Taler"),
    ("phone", "030 1234567"),
    ("time_zone", "Berlin"),
    ("roles", "emperor"),
]


def form(kind: Any, **more: Any) -> Action:
    return Action("act", "partner", (Field("asked", kind, **more),))


@pytest.mark.parametrize(("kind", "found", "value"), READ)
def test_a_field_is_read_by_its_kind(kind: str, found: str, value: object) -> None:
    assert values(form(kind), {"asked": f" {found} "}) == {"asked": value}


@pytest.mark.parametrize(("kind", "found"), UNREADABLE)
def test_a_value_that_cannot_be_read_is_named_with_what_is_expected(kind: str, found: str) -> None:
    with pytest.raises(BenefitsError) as refused:
        values(form(kind), {"asked": found})
    assert refused.value.sentence().startswith("asked: found ")
    assert found[:20] in refused.value.sentence()


def test_an_empty_field_is_named_unless_it_may_be_empty() -> None:
    with pytest.raises(BenefitsError, match="asked: found –"):
        values(form("text"), {})
    assert values(form("text", required=False), {}) == {"asked": None}
    assert values(form("yes"), {}) == {"asked": False}


def test_only_one_of_the_choices_is_taken() -> None:
    action = form("choice", choices=("extend", "add_seats"))
    assert values(action, {"asked": "extend"}) == {"asked": "extend"}
    with pytest.raises(BenefitsError, match="expected extend, add_seats"):
        values(action, {"asked": "both"})


def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(BenefitsError, match="aksed: found 1, expected asked"):
        values(form("text"), {"asked": "1", "aksed": "1"})
