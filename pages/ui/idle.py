"""Sessions that nobody uses end. What is remembered lies in this process: after a restart they count anew."""

import threading
from datetime import datetime, timedelta

from pipelines.settings import Settings


class LastUses:
    """When each session was used last, by its name."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}
        self._guard = threading.Lock()

    def used(self, session: str, now: datetime, settings: Settings) -> bool:
        """Uses a session; False where it was left for too long before, and then for good."""
        with self._guard:
            last = self._last.get(session)
            if last is None:
                self._forget(now - timedelta(hours=settings.session_hours))
            elif now - last > timedelta(minutes=settings.idle_minutes):
                return False
            self._last[session] = now
            return True

    def _forget(self, before: datetime) -> None:
        """Drops what was not used for so long that its cookie has ended as well."""
        self._last = {session: last for session, last in self._last.items() if last >= before}


LAST_USES = LastUses()
