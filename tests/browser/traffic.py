"""What a browser's log says of its pages: whom they asked for what, and what came with each answer."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

from pages.ui.headers import ALWAYS

HEADERS = frozenset(name.lower() for name in ("Content-Security-Policy", *ALWAYS))
# Addresses that name nothing outside the page.
_WITHIN = ("data:", "blob:")


@dataclass
class Traffic:
    """The requests of pages on the server at an address, and its answers that lack a header."""

    address: str
    asked: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Notes what a page asks from now on, by HTTP and by WebSocket."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if not response.url.startswith(_WITHIN) and HEADERS - response.headers.keys():
            self.bare.append(response.url)

    def check(self) -> None:
        """Fails where another host was asked, or an answer came without a header."""
        own = (self.address, self.address.replace("http", "ws", 1), *_WITHIN)
        foreign = [url for url in self.asked if not url.startswith(own)]
        assert not foreign, foreign
        assert not self.bare, self.bare
