"""What a page asks of its session: who reads, in which language, for which day, on which snapshot."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from babel.lists import format_list

from pages.ui import identity, sign_ins
from pages.ui.address_day import day_told
from pages.ui.people import Person, find_person, holders
from pages.ui.refusals import NotAllowed, NotKnown
from pipelines.rules.access import roles_with
from pipelines.settings import load_settings, settings_are
from pipelines.store import Scope, Snapshot, Store, day
from pipelines.text import LANGUAGES, best_language, text


@dataclass(frozen=True)
class PageRun:
    """One run of a page: the snapshot it holds, its language, who reads, and how far the ledger was when it began.

    Without an e-mail it is nobody; with an e-mail and no person it is a stranger. `versions`: the last deed of each
    partner the reader sees, by partner id. `ended`: it is nobody because the sign-in does not count any more.
    """

    snapshot: Snapshot
    language: str
    email: str | None
    person: Person | None
    versions: Mapping[str, int]
    ended: bool = False


_PAGE, _BEGAN = "session.page", "session.began"
_RUN: ContextVar[PageRun] = ContextVar("page_run")


@contextmanager
def page_run() -> Iterator[PageRun]:
    """Holds the newest snapshot and looks the reader up in it, in each run anew: a changed role acts at once, and so
    does the end of a session."""
    _keep("language", "as_of")
    speaks = language()
    settings = load_settings()
    told = identity.who(st.context.headers, st.context.cookies, settings)
    with settings_are(settings), store().snapshot() as held:
        email = told if told and _counts(held, told) else None
        person = find_person(held, email, speaks) if email else None
        versions = {head.stream_id: head.version for head in held.heads(person.scope)} if person else {}
        token = _RUN.set(PageRun(held, speaks, email, person, versions, ended=told != email))
        try:
            yield _RUN.get()
        finally:
            _RUN.reset(token)


def _counts(held: Snapshot, told: str) -> bool:
    """Whether the sign-in of who is told still counts. One that no cookie carries began with this browser's tab."""
    settings = load_settings()
    began = st.session_state.setdefault(_BEGAN, now())
    made = identity.sign_in_of(st.context.cookies, settings) or identity.SignIn(began)
    return sign_ins.counts(held, told, made, now(), settings)


def store() -> Store:
    """The store of BENEFITS_HOME, one a process: for loads; pages read through `snapshot`."""
    settings = load_settings()
    return _store_at(settings.home, settings.load_lock_seconds, settings.snapshots_kept)


@cache
def _store_at(home: Path, lock_wait_seconds: int, keep: int) -> Store:
    return Store(home, lock_wait_seconds=lock_wait_seconds, keep=keep)


def snapshot() -> Snapshot:
    """The snapshot this run of the page holds. LookupError outside one: in callbacks, in a fragment's reruns."""
    return _RUN.get().snapshot


def versions() -> Mapping[str, int]:
    """The last deed of each partner the reader sees, when this run began; a partner without deeds is not there."""
    return _RUN.get().versions


def ended() -> bool:
    """Whether somebody was signed in whose sign-in does not count any more."""
    return _RUN.get().ended


def email() -> str | None:
    """Who is signed in, with or without access; None for nobody."""
    return _RUN.get().email


def user() -> Person:
    """Who reads the page. NotKnown for somebody without access."""
    person = _RUN.get().person
    if person is None:
        raise NotKnown
    return person


def require(right: str) -> Person:
    """The reader, who has the right `see:<page>` or `load:<format>`; NotAllowed says who has it."""
    person = user()
    if not person.may(right):
        raise NotAllowed(roles=role_names(right), people=listed(holders(snapshot(), person, right)) or "–")
    return person


def role_names(right: str) -> str:
    """The roles that give a right, as a list in a sentence."""
    return listed(t(f"role.{role}") for role in roles_with(right))


def as_of() -> date:
    """The reporting day: as set, else as the address says (?as_of=2026-06-15), else today at the reader's partners."""
    told = st.query_params.get("as_of")
    if load_settings().as_of or not told:
        return today()
    return day_told(told)


def today() -> date:
    """The day that it is for the reader: as set, else at the partners in sight, where they share a time zone, else in
    UTC. No address can move it."""
    person = _RUN.get().person
    return load_settings().as_of or day.day_of(snapshot(), person.scope if person else Scope(()), now())


def now() -> datetime:
    """The moment at which it is asked; pages take it from here."""
    return datetime.now(UTC)


def day_at(partner_id: str) -> date:
    """The day on which something is done at a partner: as set, else that of its time zone."""
    return load_settings().as_of or day.day_at(snapshot(), partner_id, now())


def language() -> str:
    """The reader's language: that of the address (?language=zh-Hans), else what the browser asks for."""
    run = _RUN.get(None)
    if run is not None:
        return run.language
    told = st.query_params.get("language")
    if told in LANGUAGES:
        return told
    return best_language(st.context.headers.get("accept-language"), load_settings().language)


def _keep(*names: str) -> None:
    """Puts parameters back into the address, which is emptied when the reader goes to another page.

    Only on arrival: an address that loses them later is the reader going back.
    """
    page = urlsplit(st.context.url or "").path
    arrived = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    for name in names:
        told = st.query_params.get(name)
        if told is None and arrived and st.session_state.get(name):
            st.query_params[name] = st.session_state[name]
        else:
            st.session_state[name] = told


def t(key: str, /, **facts: object) -> str:
    """The words for `key` in the reader's language."""
    return text(key, language(), **facts)


def listed(words: Iterable[str]) -> str:
    """The words as a list in a sentence of the reader's language; nothing for no words."""
    return format_list(list(words), locale=language().replace("-", "_"))
