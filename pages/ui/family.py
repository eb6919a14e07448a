"""The frame of a family's page: what is held, the chosen benefit in one quiet line, detail left, forms right, history.

    family.show("visual_studio", forms=["assign_seat", reassign], detail=seats)

where `reassign` and `seats` are functions of the page that take the chosen row of report `benefits` (a dict) and draw.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl
import streamlit as st

from pages.ui import add_person, answers, empty, facts_line, filters, head, history, refund_guard, tables
from pages.ui.answers import answer
from pages.ui.deed_form import deed_form
from pages.ui.marks import marked
from pages.ui.session import t
from pipelines.actions import ACTIONS

Row: TypeAlias = dict[str, Any]
Draw: TypeAlias = Callable[[Row], None]

STATE = {"offer_name": 132, "benefit_type": 92, "held": 56, "status": 112, "activate_by": 88, "use_until": 88}
LIST = {"product_name": 314} | STATE
OF_SEVERAL = {"partner": 112, "product_name": 200} | STATE
LEFT, RIGHT = 4, 3
# Families whose form of the keys has the word on the refund itself.
WITH_KEYS = ("software", "cloud")
# Pixels: of longer lists some rows are in sight, the others a scroll away.
ROWS, ROW, HEAD = 6, 35, 37


def show(
    family: str,
    *,
    forms: Sequence[str | Draw] | None = None,
    detail: Draw | None = None,
    above: Callable[[list[str]], None] | None = None,
    held: pl.DataFrame | None = None,
    report: str = "benefits",
    seen: Mapping[str, int] | None = None,
) -> None:
    """The page of a family for the benefit that the address names (`entitlement=`), the first one without.

    `forms`: the name of an action for its plain form on the chosen benefit, or a function that draws one; without, the
    plain forms of all actions of the family. `detail`, left of them: a function that draws what there is to know of it.
    `above`: what stands above everything, for the ids of the partners chosen (all of the reader's where none is).
    `held`: rows to list instead of report `benefits` of the family, with its columns; `report` names another
    with these and more columns, and `seen` what is in sight of it. Where nothing is held, only `above` and the reason.
    """
    head.show(family, valued=False)
    known = answers.partners()
    partner = filters.partners(known)
    if above is not None:
        above(partner or list(known))
    limits = {"partner": partner} | ({"family": [family]} if report == "benefits" else {})
    rows = answer(report, **limits) if held is None else held
    place = _place(rows)
    if place is None:
        empty.no_benefits()
    else:
        shown = tables.in_sight(rows, place)
        above_forms = st.container()
        row = choose(shown.drop_nulls("entitlement_id").to_dicts())
        with above_forms:
            _list(shown, row, report, seen, rows)
        _benefit(row, actions_of(family) if forms is None else forms, detail)


def _benefit(row: Row, forms: Sequence[str | Draw], detail: Draw | None) -> None:
    facts_line.show(row)
    if row["family"] not in WITH_KEYS:
        refund_guard.show(row["partner_id"], row["offer"])
    left, right = st.columns([LEFT, RIGHT], gap="medium") if detail else st.columns(2, gap="medium")
    if detail is not None:
        with left:
            detail(row)
    for number, form in enumerate(forms):
        with right if detail or number % 2 else left:
            plain_form(row, form) if isinstance(form, str) else form(row)
    if asks_for_people(row["family"]):
        with right:
            add_person.show(row["partner_id"])
    history.show(partner=[row["partner_id"]], entitlement=row["entitlement_id"])


def actions_of(family: str) -> list[str]:
    """The actions on benefits of a family, in the order in which they are declared."""
    return [one.name for one in ACTIONS.values() if one.about == "entitlement" and family in one.families]


def asks_for_people(family: str) -> bool:
    """Whether something of the family is given to a person, who then has to be known."""
    return any(field.kind == "person" for action in actions_of(family) for field in ACTIONS[action].fields)


def _place(rows: pl.DataFrame) -> int | None:
    """Where the benefit stands that the address names, else the first that has an id; None where none has."""
    ids = rows["entitlement_id"]
    named = ids.index_of(st.query_params.get(filters.BENEFIT)) if filters.BENEFIT in st.query_params else None
    return ids.is_not_null().arg_max() if named is None and ids.count() else named


def choose(named: list[Row]) -> Row:
    """The benefit that the address names, else the first; a choice where there are several."""
    several = len({row["partner_id"] for row in named}) > 1
    known = {row["entitlement_id"]: _title(row, several=several) for row in named}
    often = Counter(known.values())
    # A choice goes by its words, so that no two may be alike.
    told = {one: f"{title} · {one}" if often[title] > 1 else title for one, title in known.items()}
    chosen = filters.benefit(told)
    return next(row for row in named if row["entitlement_id"] == chosen)


def plain_form(row: Row, action: str) -> None:
    """The form of an action on this benefit, as its fields are declared."""
    deed_form(action, partner_id=row["partner_id"], about=row["entitlement_id"])


def _title(row: Row, *, several: bool) -> str:
    """'Visual Studio Enterprise · Gold · Core · Contoso · ● Active', with the partner where there are several."""
    status = marked("status", row["status"], t(f"status.{row['status']}"))
    partner = row["partner"] if several else None
    kind = t(f"benefit_type.{row['benefit_type']}") if row["benefit_type"] else None
    return " · ".join(part for part in (row["product_name"], row["offer_name"], kind, partner, status) if part)


def _list(rows: pl.DataFrame, row: Row, report: str, seen: Mapping[str, int] | None, whole: pl.DataFrame) -> None:
    ids = rows["entitlement_id"].to_list()
    chosen = ids.index(row["entitlement_id"])
    pick = tables.Pick(f"list.{row['entitlement_id']}", chosen, lambda one: filters.go_to(ids[one]))
    several = rows["partner_id"].n_unique() > 1
    full = HEAD + ROWS * (tables.TWO_LINES if several else ROW)
    tables.show(
        rows,
        report,
        seen=seen or (OF_SEVERAL if several else LIST),
        two_lines=several,
        pick=pick,
        height=full if rows.height > ROWS else None,
        whole=whole,
    )
    tables.say_cut(rows, whole)
