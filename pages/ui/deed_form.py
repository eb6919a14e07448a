"""The form of any action, drawn from its declaration: what it asks, why it cannot be done, what came of it.

    deed_form("assign_seat", partner_id="P-1", about="E-1", options={"person": {"a@b.example": "Ada"}})

Nothing but the declared fields makes a form; their words are `field.<name>`, `choice.<name>.<code>`,
`action.<action>.title`, `action.<action>.button` and, for what was done, `deed.<action>`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from time import monotonic

import streamlit as st

from pages.ui import deeds, fields, one_press, outcomes, possible, rules_said
from pages.ui.deeds import What
from pages.ui.people_of import people_of
from pages.ui.session import t, versions
from pipelines.actions import Broken, Changed, Done, Field, Outcome, known
from pipelines.errors import BenefitsError

Options = Mapping[str, Mapping[str, str]]
NOTHING: Mapping[str, str] = {}
NO_OPTIONS: Options = {}


@dataclass(frozen=True)
class Drawn:
    """A form as its reader has it before him. A done deed makes a new one, so that a second click on the old is none.

    `request_id` is the same for every click on it until there is an outcome; `since` is when a deed made room for it.
    """

    form_id: str
    request_id: str
    since: float


@dataclass
class Slot:
    """The form of one action in a session. A new one is put in its place without asking the session for it, which is
    where a click cuts in: no deed is done without the form that comes after it."""

    drawn: Drawn


def deed_form(
    action: str,
    *,
    partner_id: str,
    about: str | None = None,
    fixed: Mapping[str, str] = NOTHING,
    options: Options = NO_OPTIONS,
    start: Mapping[str, str] = NOTHING,
    note: str | None = None,
    says: str | None = None,
) -> None:
    """Draws the form of an action on a benefit, membership or request (`about`) or on the partner, and does the deed.

    `fixed`: fields that are not asked, with their text. `options`: what can be chosen in a field, by code and with the
    words shown (a person's code is the e-mail; without options a person is any of the partner's people). `start`: what
    fields begin with. `note`: a quiet line in Markdown above the fields. `says`: what the button says it will do, where
    its plain words do not. What cannot be done now has its sentences in the place of its fields, and a button that does
    not press. After a deed the page runs again, with the new state and the receipt in the form.
    """
    what, name = What(action, partner_id, about), f"deed.{action}.{partner_id}.{about}"
    slot: Slot = st.session_state.setdefault(name, Slot(_new()))
    drawn = slot.drawn
    button = f"{name}.{drawn.form_id}.go"
    refused = () if st.session_state.get(button) else possible.broken(action, partner_id, about)
    with st.form(f"{name}.{drawn.form_id}"):
        st.subheader(t(f"action.{action}.title"), anchor=False)
        if note:
            st.caption(note)
        given = dict(fixed) if refused else _asked(what, drawn, fixed, options, start)
        if _pressed(says or t(f"action.{action}.button"), button, given is None or bool(refused)):
            _do(what, given or {}, slot, drawn, start)
        _said(what, refused)
    st.session_state[_seen(what)] = versions().get(partner_id, 0)


def _asked(
    what: What, drawn: Drawn, fixed: Mapping[str, str], options: Options, start: Mapping[str, str]
) -> dict[str, str] | None:
    """Draws the fields; gives what stands in all of them, or None where one has nothing to choose from."""
    asked = [field for field in known(what.action).fields if field.name not in fixed]
    choices = {field.name: _choices(field, what.partner_id, options) for field in asked}
    given = dict(fixed)
    for field in asked:
        place = fields.Place(f"deed.{drawn.form_id}.{field.name}", choices[field.name], start.get(field.name, ""))
        given[field.name] = fields.draw(field, place)
    return None if any(field.required and choices[field.name] == {} for field in asked) else given


def _choices(field: Field, partner_id: str, options: Options) -> Mapping[str, str] | None:
    """What can be chosen in a field; None where it is written and not chosen."""
    if field.name in options:
        return options[field.name]
    if field.kind == "person":
        return people_of(partner_id)
    return fields.choices_of(field)


def _new(since: float = -inf) -> Drawn:
    return Drawn(deeds.new_request_id(), deeds.new_request_id(), since)


def _pressed(label: str, button: str, disabled: bool) -> bool:
    return st.form_submit_button(label, type="primary", disabled=disabled, key=button)


def _do(what: What, given: Mapping[str, str], slot: Slot, drawn: Drawn, start: Mapping[str, str]) -> None:
    """One deed, whose outcome the next run shows. A second click that cuts in here asks for the same deed again."""
    if one_press.is_second(drawn.since):
        return
    keep, seen = outcomes.keeper(what), st.session_state.get(_seen(what), 0)
    outcome = deeds.carry_out(what, given, drawn.request_id, seen)
    keep(outcome)
    slot.drawn = _after(outcome, drawn, start)
    st.rerun()


def _after(outcome: Outcome | BenefitsError, drawn: Drawn, start: Mapping[str, str]) -> Drawn:
    """The form that comes next. What was filled in stays until it is done; but what a form began with is what stood
    there before somebody was faster, and must not be put back."""
    if isinstance(outcome, Done):
        return _new(monotonic())
    return _new() if isinstance(outcome, Changed) and start else replace(_new(), form_id=drawn.form_id)


def _seen(what: What) -> str:
    """Where the version of the partner's stream is kept that the form was drawn on."""
    return f"seen.{what}"


def _said(what: What, refused: Sequence[Broken]) -> None:
    """What came of the last click, and what stands against the next one."""
    outcomes.show(what, refusals=not refused)
    rules_said.show_beforehand(refused, what.partner_id)
