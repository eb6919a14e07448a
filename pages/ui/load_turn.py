"""The load that a session is at: tried once, done once, however often the page runs meanwhile.

A turn lasts until a load is done. What it holds is changed in place: what a session keeps by name can be cut off by a
click, and a load would be done without its report.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from pages.ui.incoming import Wanted, work_of
from pages.ui.progress import Work, begin, watch
from pages.ui.session import t
from pipelines.ingest import LoadReport

TURN = "loads.turn"


@dataclass
class Turn:
    """The number of the turn, what was tried last and what is under way, by their keys, and the last load's report."""

    number: int = 0
    tried: tuple[Hashable, LoadReport] | None = None
    under_way: tuple[Hashable, Work[LoadReport]] | None = None
    report: LoadReport | None = None
    guard: Lock = field(default_factory=Lock)


def of_session() -> Turn:
    """The turn of the reader's session."""
    turn: Turn = st.session_state.setdefault(TURN, Turn())
    return turn


def rehearsed(turn: Turn, wanted: Wanted) -> LoadReport:
    """What a load would do."""
    tried = turn.tried
    if tried is None or tried[0] != wanted.key:
        tried = wanted.key, _come_of(turn, wanted)
        turn.tried = tried
    return tried[1]


def carry_out(turn: Turn, number: int, wanted: Wanted) -> None:
    """Does the load that was wanted in turn `number`; the next turn begins, unless it was refused.

    A second click watches the load of the first; one that comes when that is done changes nothing.
    """
    if number != turn.number:
        return
    report = _come_of(turn, wanted)
    with turn.guard:
        if number == turn.number:
            turn.report, turn.tried = report, None
            turn.number += report.status != "refused"


def _come_of(turn: Turn, wanted: Wanted) -> LoadReport:
    """What comes of what is wanted; where that is under way since an earlier run of the page, of that."""
    with turn.guard:
        if turn.under_way is None or turn.under_way[0] != wanted.key:
            turn.under_way = wanted.key, begin(work_of(wanted))
        mine = turn.under_way
    try:
        return watch(t("loads.checking" if wanted.dry_run else "loads.loading"), mine[1])
    finally:
        if mine[1].done.done() and turn.under_way is mine:
            turn.under_way = None
