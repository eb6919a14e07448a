"""Ids of other partners in an address: they give nothing, and the log tells who asked.

A made-up id is not told: only one that is there, and that the asker does not see, is somebody's who should not know it.
"""

from collections.abc import Iterable

import streamlit as st
import structlog

from pages.ui.answers import SQL
from pages.ui.session import PageRun
from pipelines.store import Scope, Snapshot
from pipelines.store.scope import NOTHING

# The parameters of addresses that name something of a partner.
NAMES = ("partner", "entitlement", "request", "subscription", "person")
Named = tuple[str, str]

_LOOKED_AT = "foreign_ids.looked_at"
_FOREIGN = (SQL / "foreign_ids.sql").read_text("utf-8")


def named(parameters: Iterable[Named]) -> frozenset[Named]:
    """The ids among the parameters of an address, each with its parameter."""
    return frozenset((name, value) for name, value in parameters if name in NAMES and value)


def log(snapshot: Snapshot, ids: Iterable[Named], scope: Scope, email: str) -> None:
    """Writes one line into the log for each id that is there at partners outside `scope` only."""
    asked = sorted(ids)
    if not asked or "*" in scope.partners:
        return
    told = {"names": [name for name, _ in asked], "ids": [value for _, value in asked]}
    for name, value in snapshot.query(_FOREIGN, told, scope).iter_rows():
        structlog.get_logger().warning("foreign_id", person=email, parameter=name, id=value)


def watch(run: PageRun) -> None:
    """Looks at the address of the page that runs, at each id once a session."""
    asked = named((name, value) for name in NAMES for value in st.query_params.get_all(name))
    seen = st.session_state.get(_LOOKED_AT, frozenset())
    st.session_state[_LOOKED_AT] = seen | asked
    if run.email:
        log(run.snapshot, asked - seen, run.person.scope if run.person else NOTHING, run.email)
