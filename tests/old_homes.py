"""Homes as older programs left them, with deeds, letters and loads; and processes that bring them up to date."""

import re
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from unittest.mock import patch

import duckdb

from pipelines.ingest import Incoming
from pipelines.store import Store, schema
from pipelines.store.ledger import Entry
from tests.killing import said
from tests.load_process import started
from tests.the_cast import NOW, TODAY
from tests.usage_files import load_file

DEEDS = 30
# Where a process tells us that it begins to bring something up to date.
MOMENTS = ("pipelines.store.schema._ledger_version", "pipelines.store.schema.version")
# How long it may live after that.
_WINDOW_SECONDS = 0.03
VERSIONS = range(1, len(schema.MIGRATIONS))


def old_home(home: Path, loads: list[Incoming]) -> Path:
    """A home with the ledger of the first version."""
    with ExitStack() as before, closing(Store(home)) as store:
        before.enter_context(patch.object(schema, "LEDGER_MIGRATIONS", schema.LEDGER_MIGRATIONS[:1]))
        before.enter_context(patch("pipelines.store.prepared.SCRIPTS", ()))
        _do(store)
    with closing(Store(home)) as store:
        for file in loads:
            assert load_file(store, file).status == "loaded"
    return home


def take_back(home: Path, version: int) -> None:
    """Gives a home a warehouse of an older version: without the tables that came later."""
    with closing(Store(home)) as store, store.writing() as writing:
        for table in _later(version):
            writing.draft.run(f"DROP TABLE {table}")
        writing.draft.run("UPDATE schema_version SET version = $version", {"version": version})
        writing.draft.keep = True


def _later(version: int) -> list[str]:
    """The tables that came after a version; later scripts do nothing but make tables."""
    scripts = [(schema.SQL / script).read_text("utf-8") for script in schema.MIGRATIONS[version:]]
    return [table for script in scripts for table in re.findall(r"^CREATE TABLE (\w+)", script, re.MULTILINE)]


def _do(store: Store) -> None:
    """Deeds, each with a letter."""
    ledger = store.ledger()
    for number in range(DEEDS):
        letter = {"message_id": f"m-{number}", "stream_id": "P-1", "version": number + 1, "address": f"t-{number}"}
        letter |= {"kind": "verification", "facts": "{}", "language": "en"}
        told = {"text_id": f"t-{number}", "value": f"p{number}@contoso.example"}
        beside = (("private_text", told), ("message", letter))
        entry = Entry(f"r-{number}", NOW, TODAY, "operator", "terminal", "add_person", "done", 0, beside=beside)
        ledger.append(ledger.head("P-1"), entry)


def versions(home: Path) -> tuple[int, int]:
    """The versions of the ledger's file and of the live snapshot's, as whoever had them last left them."""
    copy = Path(shutil.copytree(home, home.with_name("looked-at")))
    try:
        with closing(Store(copy)) as store:
            live = store.home.file(store.pointer().live)
        return _version(copy / "ledger" / "ledger.duckdb", "ledger_version"), _version(live, "schema_version")
    finally:
        shutil.rmtree(copy)


def _version(file: Path, table: str) -> int:
    with duckdb.connect(str(file)) as connection:  # with what lies in its journal
        return int(connection.execute(f"SELECT max(version) FROM {table}").fetchall()[0][0])


def killed_at(home: Path, file: Incoming, moment: str | None, longest: float, chance: Random) -> bool:
    """Kills a process that opens a home and loads a file, some time after the moment; whether it was done before."""
    with started(_update, home, file, moment) as one:
        assert one.told() == "ready"
        one.begin()
        if moment:
            assert one.told() == "there"
        time.sleep(chance.uniform(0, _WINDOW_SECONDS if moment else longest))
        one.kill()
        return "loaded" in said(one)


def _update(line: Connection, home: Path, file: Incoming, moment: str | None) -> None:
    line.send("ready")
    line.recv()
    with ExitStack() as held:
        if moment:
            held.enter_context(patch(moment, _telling(line, moment)))
        store = Store(home)
        store.open()
        line.send(load_file(store, file).status)


def _telling(line: Connection, moment: str) -> Callable[..., object]:
    """The function of schema that is named, which says first that it is called."""
    does = getattr(schema, moment.rpartition(".")[2])

    def tells(*told: object) -> object:
        line.send("there")
        return does(*told)

    return tells
