"""Deeds in: facts at a version, a decision, and one row behind that version, or another try."""

import threading
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.actions.action import Action
from pipelines.actions.asking import Asking, Order
from pipelines.actions.facts import facts_of
from pipelines.actions.outbox import deliver_as_files
from pipelines.actions.outcome import Broken, Done, Outcome, Refused
from pipelines.actions.reasons import broken_rules
from pipelines.actions.recorded import changed_since, receipt, repeated
from pipelines.actions.registry import known
from pipelines.actions.values import values
from pipelines.errors import BenefitsError
from pipelines.rules.decide import decide
from pipelines.store import Snapshot, Store
from pipelines.store.errors import AlreadyDone, StreamMoved
from pipelines.store.ledger import Entry

# More rivals at one partner than this at once are told to try again.
TRIES = 100
# Rivals in one process wait for each other instead of deciding in vain. What keeps them apart is the ledger's key.
_TURNS: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)


def act(store: Store, order: Order) -> Outcome:
    """Does what is ordered, once for each request id, or says why not; a refusal is a row of the ledger too.

    The letters of a deed become files when it is done, or wait for the mail server. BenefitsError for an action, a
    field or a thing that there is not, and for a value that cannot be read.
    """
    outcome = _settled(store, order)
    if isinstance(outcome, Done) and outcome.letters:
        deliver_as_files(store, order.now)
    return outcome


def _settled(store: Store, order: Order) -> Outcome:
    action = known(order.action)
    with store.snapshot() as snapshot, _TURNS[str(store.home.path), order.partner_id]:
        for _ in range(TRIES):
            try:
                # What was done already needs no words that can be read: the form may be another one by now.
                return repeated(snapshot, order) or _attempt(snapshot, action, order, values(action, order.given))
            except (StreamMoved, AlreadyDone):
                continue
    raise StreamMoved(stream=order.partner_id)


def _attempt(snapshot: Snapshot, action: Action, order: Order, told: Mapping[str, Any]) -> Outcome:
    head = snapshot.ledger.head(order.partner_id)
    facts = facts_of(snapshot, action, order.actor, order.partner_id, order.about, order.on_day)
    _check_family(action, facts)
    changed = changed_since(snapshot, order, head)
    if changed:
        return changed
    asking = Asking(order, told, snapshot, head, about=facts.row(0, named=True))
    judged = decide(_with_given(facts, action.given(asking)), action.name)
    broken = broken_rules(judged, action.name)
    if order.dry_run:
        return Refused(broken) if broken else Done(None)
    return _refuse(asking, broken) if broken else _do(asking, action, judged.row(0, named=True))


def _check_family(action: Action, facts: pl.DataFrame) -> None:
    """BenefitsError for a benefit of a family that has no such action."""
    if action.families and facts["family"][0] not in action.families:
        about = {"found": facts["entitlement_id"][0], "family": facts["family"][0]}
        raise BenefitsError("other_family", action=action.name, families=", ".join(action.families), **about)


def _do(asking: Asking, action: Action, facts: Mapping[str, Any]) -> Done:
    written = action.written(asking, facts)
    for letter in written.letters:
        asking.send(letter)
    entry = _entry(asking, "done", subject=written.subject, details=_about(asking.order) | dict(written.details))
    head = asking.snapshot.ledger.append(asking.head, entry)
    for name, answer in written.after.items():
        asking.snapshot.known.keep(asking.question(name), answer)
    return Done(receipt(head, entry), bool(written.letters))


def _refuse(asking: Asking, broken: tuple[Broken, ...]) -> Refused:
    asking.beside.clear()
    said = {one.rule.id: {name: _told(value) for name, value in one.facts.items()} for one in broken}
    entry = _entry(asking, "refused", rules=list(said), details=_about(asking.order) | {"said": said})
    asking.snapshot.ledger.append(asking.head, entry)
    return Refused(broken)


def _entry(asking: Asking, outcome: str, **more: Any) -> Entry:
    order = asking.order
    return Entry(
        request_id=order.request_id,
        done_at=order.now,
        on_day=order.on_day,
        actor=asking.person_id(order.actor),
        via=order.via,
        action=order.action,
        outcome=outcome,
        snapshot=asking.snapshot.number,
        entitlement_id=order.about if known(order.action).about == "entitlement" else None,
        beside=tuple(asking.beside),
        **more,
    )


def _about(order: Order) -> dict[str, object]:
    """What a deed on something else than a benefit is about; a benefit has its column."""
    return {"about": order.about} if order.about and known(order.action).about != "entitlement" else {}


def _with_given(facts: pl.DataFrame, given: Mapping[str, object]) -> pl.DataFrame:
    """The facts beside what the form gives; an expression among the values says its own type."""
    plain = {name: value for name, value in given.items() if not isinstance(value, pl.Expr)}
    typed = {name: value for name, value in given.items() if isinstance(value, pl.Expr)}
    told = facts.hstack([pl.Series(name, [value]) for name, value in plain.items()])
    return told.with_columns(**typed) if typed else told


def _told(value: object) -> object:
    return [str(one) for one in value] if isinstance(value, list) else None if value is None else str(value)
