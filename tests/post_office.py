"""A real mail server on this machine that takes letters, refuses them, or dies with one in its hands."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.serving import free_port

TAKEN = "250 Taken"
USER, PASSWORD = "benefits", "the-password-of-the-mail-server"


@dataclass
class Office:
    """What happens to the next letter is what `answer` says: a reply, `before` or `after` for a server that dies before
    or after it has the letter. `got`: what was taken, letter by letter."""

    answer: Callable[[], str] = lambda: TAKEN
    of_address: str = "250 OK"
    got: list[Message] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)

    async def takes_address(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Takes an address, or not."""
        if self.of_address.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.of_address

    async def takes_letter(self, server: Any, session: Any, envelope: Any) -> str:
        """Takes a letter, or not."""
        answer = self.answer()
        if answer in (TAKEN, "after"):
            letter = message_from_bytes(envelope.content, policy=default)
            assert envelope.rcpt_tos == [letter["To"]]
            self.got.append(letter)
            self.ids.append(letter["Message-ID"])
            self.signed_in.append(session.authenticated)
        if answer in ("before", "after"):
            server.transport.abort()
            await asyncio.sleep(60)  # is ended with the connection
        return answer

    @property
    def kept(self) -> dict[str, Message]:
        """The letters as a mailbox keeps them: one of each Message-ID."""
        return dict(zip(self.ids, self.got, strict=True))


def signs_in(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
    """Lets one user in."""
    assert session.ssl is not None, "a password came over an open line"
    assert isinstance(told, LoginPassword)
    good = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=good)


@contextmanager
def open_office(
    office: Office, port: int | None = None, tls: ssl.SSLContext | None = None, *, knows_utf8: bool = True
) -> Iterator[int]:
    """The server on a port of this machine; with `tls` it wants STARTTLS and a password before it takes a letter."""
    safe: dict[str, Any] = {"enable_SMTPUTF8": knows_utf8}
    safe |= {"tls_context": tls, "require_starttls": True, "auth_required": True} if tls else {}
    port = port or free_port()
    hooks = SimpleNamespace(handle_RCPT=office.takes_address, handle_DATA=office.takes_letter)
    server = Controller(hooks, hostname="127.0.0.1", port=port, authenticator=signs_in, auth_require_tls=True, **safe)
    server.start()
    try:
        yield port
    finally:
        server.stop()
