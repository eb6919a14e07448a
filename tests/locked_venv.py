"""Virtual environments of programs that are not installed into the project's own."""

import subprocess
import venv
from pathlib import Path


def python(folder: Path, lock: Path) -> Path:
    """The Python with what the lock names. The first time, and when the lock has changed, it is made in `folder`."""
    made, found = folder / "made-from.lock", folder / "bin" / "python"
    if not made.exists() or made.read_bytes() != lock.read_bytes():
        venv.create(folder, clear=True, with_pip=True)
        install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock)
        subprocess.run([found, *install], check=True)
        made.write_bytes(lock.read_bytes())
    return found
