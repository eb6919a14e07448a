"""What came of a deed, said at the form that asked for it; at the top of the page where the form is gone."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from pages.ui import rules_said, written
from pages.ui.deeds import What
from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.actions import Changed, Done, Outcome, Receipt, Refused, known
from pipelines.errors import BenefitsError

_TOLD = "deed.told"


@dataclass(frozen=True)
class Told:
    """An outcome, the form that it belongs to, and what the address said when it came."""

    what: What
    outcome: Outcome | BenefitsError
    address: dict[str, str] = field(default_factory=dict)


@dataclass
class Room:
    """The place at the top of a page for an outcome without a form, and whether a form has said it in this run."""

    place: Any
    said: bool = False


@dataclass
class Last:
    """The outcome that is told now. It is changed in place: what a session keeps by name can be cut off by a click."""

    told: Told | None = None


_ROOM: ContextVar[Room] = ContextVar("room")


def make_room() -> None:
    """Keeps a place, here, for an outcome whose form is not on the page any more: the last key is shown, a request is
    answered, a person is gone."""
    _ROOM.set(Room(st.container()))


def show_left_over() -> None:
    """Says the outcome in the place kept for it if no form of this run has, as long as the reader looks at the same."""
    room, told = _ROOM.get(None), _last().told
    if room and told and not room.said and told.address == st.query_params.to_dict():
        with room.place:
            show(told.what)


def keeper(what: What) -> Callable[[Outcome | BenefitsError], None]:
    """What keeps an outcome for the next run, which shows the new state with it; the one before is forgotten.

    To be asked for before the deed: then no click that cuts in comes between the deed and its receipt.
    """
    last, address = _last(), st.query_params.to_dict()

    def keep(outcome: Outcome | BenefitsError) -> None:
        last.told = Told(what, outcome, address)

    return keep


def _last() -> Last:
    last: Last = st.session_state.setdefault(_TOLD, Last())
    return last


def forget() -> None:
    """Forgets the last outcome: the reader has gone to another page."""
    _last().told = None


def said(what: What) -> bool:
    """Whether the last outcome is of this form."""
    told = _last().told
    return told is not None and told.what == what


def is_done(what: What) -> bool:
    """Whether the last thing that the reader asked for was this, and it is done."""
    return receipt(what) is not None


def receipt(what: What) -> Receipt | None:
    """The receipt of the last thing that the reader asked for, if it was this and is done."""
    told = _last().told
    if told is None or told.what != what or not isinstance(told.outcome, Done):
        return None
    return told.outcome.receipt


def show(what: What, *, refusals: bool = True) -> None:
    """The last outcome, if it is of this form: the receipt, the rules that refused, or who was faster.

    Without `refusals` for a form that says already what stands against it.
    """
    told = _last().told
    if told is None or told.what != what:
        return
    if room := _ROOM.get(None):
        room.said = True
    match told.outcome:
        case Done(receipt):
            st.success(plain(done(receipt, what)), icon=":material/task_alt:")
        case Refused(broken) if refusals:
            rules_said.show(broken, what.partner_id)
        case Changed() as changed:
            st.warning(plain(_faster(changed)), icon=":material/sync_problem:")
        case BenefitsError() as wrong:
            st.error(plain(_wrong(wrong, what)), icon=":material/edit_note:")


def done(receipt: Receipt | None, what: What) -> str:
    """What was done: 'Done: seat assigned. Receipt P-1-12, 15 Jun 2026, 09:00 UTC.'."""
    if receipt is None:
        return t(f"deed.{what.action}")
    when = written.moment(receipt.done_at, language())
    return t("form.done", deed=t(f"deed.{receipt.action}"), number=number(receipt), time=when)


def number(receipt: Receipt) -> str:
    """By what a deed is told: the number of the request that it opened, else its place in the partner's stream."""
    opened = f"{receipt.partner_id}-R{receipt.version}"
    return opened if receipt.subject == opened else f"{receipt.partner_id}-{receipt.version}"


def _faster(changed: Changed) -> str:
    when = written.moment(changed.done_at, language())
    return t("form.changed", by=changed.by, deed=t(f"deed.{changed.action}"), time=when)


def _wrong(wrong: BenefitsError, what: What) -> str:
    """Words that cannot be read are told with the field's own label, in the reader's language."""
    fields = {field.name: field for field in known(what.action).fields}
    field = fields.get(str(wrong.facts.get("field")))
    if wrong.code != "input_wrong" or field is None:
        return wrong.sentence(language())
    expected = t("input.choice" if field.choices else f"input.{field.kind}")
    named = wrong.facts | {"field": t(f"field.{field.name}"), "expected": expected}
    return BenefitsError(wrong.code, **named).sentence(language())
