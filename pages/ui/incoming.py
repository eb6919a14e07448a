"""Files that a reader drops or pastes, on their way into the store."""

import hashlib
import tempfile
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from pages.ui.answers import SQL
from pages.ui.people import Person
from pages.ui.session import as_of, snapshot, store, t, user
from pipelines.ingest import Incoming, Loader, LoadReport, Order, Watcher, load
from pipelines.ingest.memory import room_for
from pipelines.rules.model import FILE_FORMATS, PORTAL_ROLES

PASTED = "portal-grid.tsv"
PEOPLE = "people"
# The address of the page with the field for the grid open.
GRID = {"give": "grid"}

Answers = Mapping[str, Mapping[str, str]]
_BY_DEED = (SQL / "roles_by_deed.sql").read_text("utf-8")


@dataclass(frozen=True)
class Sent:
    """One file as the browser sent it."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """Tells two files apart, whatever they are called."""
        return hashlib.sha256(self.name.encode() + b"\0" + self.content).hexdigest()[:16]


@dataclass(frozen=True)
class Wanted:
    """A load that the reader wants: the files, what he answered about them, whether good rows are kept of a faulty
    one, and whether it is only tried."""

    sent: Sequence[Sent]
    answers: Answers
    keep_good: bool
    dry_run: bool

    @property
    def key(self) -> Hashable:
        """The same for the same files and answers, however often the page runs."""
        answers = tuple((name, tuple(told.items())) for name, told in self.answers.items())
        return tuple(one.digest for one in self.sent), answers, self.keep_good, self.dry_run


def given(turn: int) -> list[Sent]:
    """What stands in the drop zone and in the field for the portal's grid; in another turn both are empty again."""
    dropped = st.file_uploader(
        t("loads.drop"), accept_multiple_files=True, help=t("loads.drop.help"), key=f"loads.files.{turn}"
    )
    wanted = all(st.query_params.get(name) == value for name, value in GRID.items())
    with st.expander(t("loads.paste"), icon=":material/content_paste:", expanded=wanted):
        pasted = st.text_area(
            t("loads.paste"), placeholder=t("loads.paste.hint"), key=f"loads.grid.{turn}", label_visibility="collapsed"
        )
    grid = [Sent(PASTED, pasted.encode())] if pasted.strip() else []
    return [Sent(one.name, one.getvalue()) for one in dropped] + grid


def loader(person: Person, by_deed: Collection[tuple[str, str]] = ()) -> Loader:
    """What this person may load, and for whom. By a file he gives the roles that he may give by a form, no others.

    `by_deed`: partner and e-mail of those whose roles a deed has stated.
    """
    formats = {name: person.where(f"load:{name}").partners for name in FILE_FORMATS}
    gives = person.where("change_roles").partners
    return Loader(
        person.email,
        partners=(),  # each format has its own
        roles=frozenset(PORTAL_ROLES) if gives else frozenset(),
        roles_at=gives,
        formats={name: partners for name, partners in formats.items() if partners},
        by_deed=frozenset(by_deed),
    )


def work_of(wanted: Wanted) -> Callable[[Watcher], LoadReport]:
    """The load as work that needs no page: who wants it, for which day, is told by the run that asks."""
    who = loader(user(), snapshot().query(_BY_DEED).rows())
    order = Order(who, datetime.now(UTC), as_of(), {}, keep_good=wanted.keep_good, dry_run=wanted.dry_run)
    home = store()

    def work(watch: Watcher) -> LoadReport:
        with _at_hand(wanted.sent, wanted.answers) as files:
            return load(home, files, order, watch)

    return work


@contextmanager
def _at_hand(sent: Sequence[Sent], answers: Answers) -> Iterator[list[Incoming]]:
    """The files in memory, large ones in a folder of their own, under numbers: a name from outside is no path."""
    with tempfile.TemporaryDirectory() as folder:
        rooms = [room_for(len(one.content), Path(folder) / str(number)) for number, one in enumerate(sent)]
        files = []
        for one, (path, _) in zip(sent, rooms, strict=True):
            path.write_bytes(one.content)
            files.append(Incoming(one.name, path, dict(answers.get(one.digest, {}))))
        yield files
