"""Where a command writes: the standard output, or a file that is there whole or not at all."""

import secrets
import sys
from pathlib import Path

from pipelines.errors import BenefitsError
from pipelines.store.home import sync_file


def write(data: bytes, path: Path | None) -> None:
    """Writes to a file, or to the standard output where there is none. BenefitsError where the file cannot be."""
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        _write_file(data, path)
    except OSError as fault:
        raise BenefitsError("not_writable", path=path, reason=fault.strerror) from fault


def _write_file(data: bytes, path: Path) -> None:
    # A pipe or a device must not be replaced by a file.
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        unfinished.write_bytes(data)
        sync_file(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
