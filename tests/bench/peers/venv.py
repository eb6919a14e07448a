"""The virtual environment of what we are measured beside; none of it is installed into the project's own."""

import subprocess
import venv
from pathlib import Path

LOCK = Path(__file__).parents[1] / "peers.lock"
# They shall not call home.
SETTINGS = {"RUNTIME__DLTHUB_TELEMETRY": "false", "DO_NOT_TRACK": "1"}


def python(folder: Path) -> Path:
    """The peers' Python. The first time, and whenever the lock has changed, it is made in `folder`."""
    made, found = folder / "made-from.lock", folder / "bin" / "python"
    if not made.exists() or made.read_bytes() != LOCK.read_bytes():
        venv.create(folder, clear=True, with_pip=True)
        install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK)
        subprocess.run([found, *install], check=True)
        made.write_bytes(LOCK.read_bytes())
    return found
