"""The virtual environment of what we are measured beside; none of it is installed into the project's own."""

from pathlib import Path

from tests import locked_venv

LOCK = Path(__file__).parents[1] / "peers.lock"
# They shall not call home.
SETTINGS = {"RUNTIME__DLTHUB_TELEMETRY": "false", "DO_NOT_TRACK": "1"}


def python(folder: Path) -> Path:
    """The peers' Python, made in `folder` where it is not there."""
    return locked_venv.python(folder, LOCK)
