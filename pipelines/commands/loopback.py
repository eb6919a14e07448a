"""How a command reaches the app that holds the ledger.

DuckDB lets one process open a file that is written. So the app leaves word in BENEFITS_HOME how it is reached from this
machine, and a command that finds the ledger taken sends its words there and writes what comes back.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import NamedTuple

from pipelines.commands.exchange import Answer, Asked, sweep_left
from pipelines.errors import BenefitsError
from pipelines.settings import Settings, load_settings

PATH = "/command"
_HOST = "127.0.0.1"
_CONNECT_SECONDS = 5


class AnswerLost(BenefitsError):
    """The app ended while it ran a command. No facts."""

    code = "answer_lost"
    ours = True


class AppFault(BenefitsError):
    """The app could not run a command, by a fault of ours. Facts: said, the app's sentence."""

    code = "app_fault"
    ours = True


class Door(NamedTuple):
    """How the app of a home is reached: its process, its port on this machine, and the word that it wants to hear."""

    pid: int
    port: int
    token: str


@contextmanager
def open_door(home: Path, port: int, token: str) -> Iterator[None]:
    """Leaves word for the commands of this home, for its owner's eyes, until the block ends."""
    sweep_left(home)
    path = _file(home)
    unfinished = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(Door(os.getpid(), port, token)._asdict(), file)
    unfinished.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def find_door(home: Path) -> Door | None:
    """How the app of this home is reached; None where it left no word, or none that can be read."""
    with suppress(OSError, ValueError, TypeError):
        return Door(**json.loads(_file(home).read_text("utf-8")))
    return None


def _file(home: Path) -> Path:
    return home / "app.json"


def in_the_app(words: Sequence[str], holder: str) -> int | None:
    """The exit code of the command run in the app; None where the ledger's holder is no app that answers.

    A word that a dead app left names another process than the ledger's holder, whoever has its port now.
    """
    settings = load_settings()
    door = find_door(settings.home)
    if door is None or str(door.pid) != holder:
        return None
    answer = _asked(door, words, settings)
    if answer is not None:
        answer.write()
    return None if answer is None else answer.code


def _asked(door: Door, words: Sequence[str], settings: Settings) -> Answer | None:
    connection = HTTPConnection(_HOST, door.port, timeout=_CONNECT_SECONDS)
    try:
        connection.connect()
    except OSError:
        return None
    try:
        connection.sock.settimeout(None)
        asked = Asked(words=tuple(words), folder=Path.cwd(), as_of=settings.as_of, language=settings.language)
        connection.request("POST", PATH, asked.model_dump_json(), {"Authorization": f"Bearer {door.token}"})
        return _answer(connection.getresponse())
    except (OSError, HTTPException) as fault:
        raise AnswerLost from fault
    finally:
        connection.close()


def _answer(response: HTTPResponse) -> Answer | None:
    """What the app says; None where it does not take our word, as the next app at this port would not."""
    content = response.read()
    if response.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        raise AppFault(said=content.decode())
    return Answer.model_validate_json(content) if response.status == 200 else None
