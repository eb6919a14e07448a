"""The one-time code with which the first Global admin sets the app up: only its digest is kept, in BENEFITS_HOME."""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.errors import BenefitsError

LIFETIME = timedelta(hours=24)
TRIES = 5
# Without letters and digits that are taken for each other.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 4


class CodeEnded(BenefitsError):
    """No code is good any more: none was made, a day has gone by, or it was mistyped too often. No facts."""

    code = "setup_code_ended"


class CodeWrong(BenefitsError):
    """The code is another one. Facts: left, how many tries are left."""

    code = "setup_code_wrong"


@dataclass(frozen=True)
class _Kept:
    digest: str
    ends_at: str
    tries_left: int


def new_code(home: Path, now: datetime) -> str:
    """A code for a day and five wrong tries, such as ABCD-EFGH-JKMN-PQRS. The one before it is no good any more."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    code = "-".join(groups)
    _keep(home, _Kept(_digest(code), (now + LIFETIME).isoformat(), TRIES))
    return code


def check_code(home: Path, told: str, now: datetime) -> None:
    """CodeEnded where no code is good any more; CodeWrong where it is another one, which is counted."""
    kept = _read(home)
    if kept is None or now >= datetime.fromisoformat(kept.ends_at):
        raise CodeEnded
    if hmac.compare_digest(_digest(told), kept.digest):
        return
    if kept.tries_left <= 1:
        forget_code(home)
        raise CodeEnded
    _keep(home, replace(kept, tries_left=kept.tries_left - 1))
    raise CodeWrong(left=kept.tries_left - 1)


def forget_code(home: Path) -> None:
    """Ends the code: it was used."""
    _file(home).unlink(missing_ok=True)


def _file(home: Path) -> Path:
    return home / "setup-code.json"


def _digest(told: str) -> str:
    """Of the letters and digits alone: case, hyphens and blanks do not count."""
    return hashlib.sha256("".join(filter(str.isalnum, told.upper())).encode()).hexdigest()


def _read(home: Path) -> _Kept | None:
    with suppress(OSError, ValueError, TypeError):
        return _Kept(**json.loads(_file(home).read_text("utf-8")))
    return None


def _keep(home: Path, kept: _Kept) -> None:
    """Replaces what is kept in one step, for its owner's eyes."""
    handle, name = tempfile.mkstemp(dir=home, prefix=".setup-code-")  # mode 600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(kept), file)
    Path(name).replace(_file(home))
