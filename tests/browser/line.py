"""The line between a browser and the server: a relay that can be cut."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit

PIECE = 65_536


class Line:
    """Carries bytes between its own port and a server."""

    def __init__(self, server: str) -> None:
        self._to = urlsplit(server).hostname, urlsplit(server).port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Breaks every connection; new ones can be made at once."""
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends for good."""
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                here, _ = self._listening.accept()
                with suppress(OSError), ExitStack() as held:
                    held.enter_context(here)
                    there = socket.create_connection(self._to)
                    held.pop_all()
                    for ends in ((here, there), (there, here)):
                        self._open.add(ends[0])
                        Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError), closing(source):
            while piece := source.recv(PIECE):
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)


@contextmanager
def line_to(server: str) -> Iterator[Line]:
    """A line to a server until the block ends."""
    line = Line(server)
    try:
        yield line
    finally:
        line.close()
