"""Readers of a running app without browsers: each speaks to the server as a page does; and deeds through its door."""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path

import polars as pl
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from pages.ui.identity import COOKIE, demo_cookie
from pipelines.commands.exchange import Answer, Asked
from pipelines.commands.loopback import PATH, find_door
from pipelines.settings import load_settings
from tests.the_cast import EMAILS, TODAY

_PATIENCE_SECONDS = 120
_MILLIONTH = Decimal("0.000001")
_ENDED = ForwardMsg.FINISHED_SUCCESSFULLY


@dataclass
class Shown:
    """What a page shows: its tables, and the errors and refusals on it."""

    tables: list[pl.DataFrame] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def sums(self, column: str) -> list[Decimal]:
        """The sum of a column in each table that has it, to a millionth: what is shown is no exact amount."""
        sums = [table[column].sum() for table in self.tables if column in table.columns]
        return [Decimal(str(one)).quantize(_MILLIONTH) for one in sums]


@contextmanager
def reading(address: str, home: Path, cast: str) -> Iterator["Reader"]:
    """A session of one of the cast, which ends with the block, as a browser's tab does that is closed."""
    settings = load_settings().model_copy(update={"home": home})
    cookie = f"{COOKIE}={demo_cookie(EMAILS[cast], settings)}"
    socket = f"{address.replace('http', 'ws')}/_stcore/stream"
    headers = {"Cookie": cookie}
    with connect(socket, additional_headers=headers, subprotocols=["streamlit"], max_size=None) as page:
        yield Reader(address, page)


class Reader:
    """A session that goes from page to page."""

    def __init__(self, address: str, page: ClientConnection) -> None:
        self._address = address
        self._page = page

    def open(self, path: str, **address: str) -> Shown:
        """Goes to a page; gives what it shows when its script has ended."""
        query = "&".join(f"{name}={value}" for name, value in {"language": "en", **address}.items())
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = path, query
        asked.rerun_script.context_info.url = f"{self._address}/{path}?{query}"
        self._page.send(asked.SerializeToString())
        shown: dict[tuple[int, ...], Element] = {}
        while True:
            said = ForwardMsg.FromString(self._page.recv(timeout=_PATIENCE_SECONDS))
            if said.WhichOneof("type") == "delta":
                shown[tuple(said.metadata.delta_path)] = said.delta.new_element
            if said.WhichOneof("type") == "script_finished" and said.script_finished == _ENDED:
                return _shown(shown.values())


def _shown(elements: Iterable[Element]) -> Shown:
    shown = Shown()
    for element in elements:
        kind = element.WhichOneof("type")
        if kind == "dataframe":
            shown.tables.append(pl.read_ipc_stream(io.BytesIO(element.dataframe.arrow_data.data)))
        elif kind == "exception":
            shown.errors.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            shown.errors.append(element.alert.body)
    return shown


def act_in(home: Path, action: str, request_id: str, given: Mapping[str, str], cast: str = "global_admin") -> Answer:
    """What comes of a deed at P-1 that a terminal sends to the app. OSError where the app ends meanwhile."""
    door = find_door(home)
    if door is None:
        raise ConnectionError("there is no app")
    words = ["act", action, "--as", EMAILS[cast], "--request-id", request_id, "--set", "partner=P-1"]
    words += [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
    asked = Asked(words=tuple(words), folder=home, as_of=TODAY, language="en")
    with closing(HTTPConnection("127.0.0.1", door.port, timeout=_PATIENCE_SECONDS)) as connection:
        connection.request("POST", PATH, asked.model_dump_json(), {"Authorization": f"Bearer {door.token}"})
        return Answer.model_validate_json(connection.getresponse().read())
