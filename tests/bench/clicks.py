"""Readers at once, without browsers: each speaks to the server as a page does, and waits for the end of each run."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_SECONDS = 600
_RUNS_AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Clicks:
    """How long the runs took that the clicks asked for, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The time that 95 of 100 clicks do not exceed."""
        return sorted(self.seconds)[max(0, -(-len(self.seconds) * 95 // 100) - 1)]


def clicked(address: str, cookies: Mapping[str, str], readers: int, paths: Sequence[str], clicks: int) -> Clicks:
    """What comes of so many readers who go from page to page at the same time, each as fast as the server lets them.

    The first page of each is not counted: they come in one after the other and begin together.
    """
    return asyncio.run(_all(address, cookies, readers, paths, clicks))


async def _all(address: str, cookies: Mapping[str, str], readers: int, paths: Sequence[str], clicks: int) -> Clicks:
    told, gate = Clicks(), asyncio.Barrier(readers)
    turns = [[paths[(reader + click) % len(paths)] for click in range(clicks)] for reader in range(readers)]
    await asyncio.gather(*(_reader(address, cookies, turn, told, gate) for turn in turns))
    return told


async def _reader(
    address: str, cookies: Mapping[str, str], paths: Sequence[str], told: Clicks, gate: asyncio.Barrier
) -> None:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    socket = f"{address.replace('http', 'ws')}/_stcore/stream"
    async with connect(socket, additional_headers=headers, subprotocols=["streamlit"], max_size=None) as page:
        told.errors += await _run(page, address, "")
        await gate.wait()
        for path in paths:
            start = time.perf_counter()
            told.errors += await _run(page, address, path)
            told.seconds.append(time.perf_counter() - start)


async def _run(page: ClientConnection, address: str, path: str) -> list[str]:
    """Asks for a page; gives the errors that it shows when its script has ended."""
    asked = BackMsg()
    asked.rerun_script.page_name = path
    asked.rerun_script.context_info.url = f"{address}/{path}"
    await page.send(asked.SerializeToString())
    errors: list[str] = []
    async with asyncio.timeout(_SECONDS):
        while True:
            said = ForwardMsg.FromString(await page.recv())
            element = said.delta.new_element
            if element.HasField("exception"):
                errors.append(element.exception.message)
            if said.WhichOneof("type") == "page_not_found":
                errors.append(f"there is no page {path}")
            if said.WhichOneof("type") == "script_finished" and said.script_finished != _RUNS_AGAIN:
                good = said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return errors if good else [*errors, f"{path}: the script did not end well"]
