"""The company's mail server: one letter to one address, and what came of it as a value.

Nothing that the server says is kept: its words may repeat an address.
"""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Literal, NamedTuple

from pipelines.settings import Settings

SECONDS = 30
# So many letters lost in a row end a round.
LOSSES = 3
# From this reply code on it is no use to try again.
_FOR_GOOD = 500


class Outcome(NamedTuple):
    """What came of one attempt. `reason` is a code `letter_reason.<code>`; `reached`: the next may be tried."""

    outcome: Literal["sent", "written", "failed", "refused"]
    reason: str | None = None
    reached: bool = True


class MailServer:
    """The server of the settings, reached with the first letter and left with `close`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._line: smtplib.SMTP | None = None
        self._losses = 0

    def send(self, letter: EmailMessage) -> Outcome:
        """Hands a letter over. Whatever fails, the next one begins with a new connection."""
        try:
            self._line = self._line or _connected(self._settings)
        except (OSError, ValueError) as fault:
            return Outcome("failed", _closed_to_us(fault), reached=False)
        try:
            self._line.send_message(letter)
        except (OSError, ValueError) as fault:
            self.close()
            return self._lost(_not_taken(fault))
        self._losses = 0
        return Outcome("sent")

    def _lost(self, outcome: Outcome) -> Outcome:
        """A server that drops one letter after another is as good as away: each could cost us a long wait."""
        self._losses += outcome.reason == "lost"
        return outcome._replace(reached=self._losses < LOSSES)

    def close(self) -> None:
        """Leaves the server, if it was reached."""
        if self._line is not None:
            with suppress(OSError):
                self._line.quit()
            self._line = None


def _connected(settings: Settings) -> smtplib.SMTP:
    """A connection that is as safe as the settings ask, signed in where they name a user."""
    place = (settings.smtp_host or "", settings.smtp_port)
    trusted = ssl.create_default_context()
    if settings.smtp_security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=SECONDS, context=trusted)
    else:
        line = smtplib.SMTP(*place, timeout=SECONDS)
    try:
        _made_safe(line, settings, trusted)
    except BaseException:
        line.close()
        raise
    return line


def _made_safe(line: smtplib.SMTP, settings: Settings, trusted: ssl.SSLContext) -> None:
    if settings.smtp_security == "starttls":
        line.starttls(context=trusted)
    if settings.smtp_user and settings.smtp_password:
        line.login(settings.smtp_user, settings.smtp_password.get_secret_value())


def _closed_to_us(fault: Exception) -> str:
    """Why there is no connection: the code of a reason."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return "login"
    return "security" if isinstance(fault, ssl.SSLError | smtplib.SMTPNotSupportedError) else "unreachable"


def _not_taken(fault: Exception) -> Outcome:
    """Refused for good where the server says so of the address or the letter; anything else may go well later."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in fault.recipients.values()]
        return Outcome("refused", "address") if min(codes) >= _FOR_GOOD else Outcome("failed", "later")
    if isinstance(fault, smtplib.SMTPSenderRefused):
        return Outcome("failed", "sender")
    if isinstance(fault, smtplib.SMTPDataError):
        return Outcome("refused", "letter") if fault.smtp_code >= _FOR_GOOD else Outcome("failed", "later")
    unknown = isinstance(fault, ValueError | smtplib.SMTPNotSupportedError)
    return Outcome("refused", "address") if unknown else Outcome("failed", "lost")
