"""A command that kills itself in the middle, as `kill -9` does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.settings import PROJECT
from tests.the_cast import TODAY

_DIES = """
import os, signal, sys
from unittest.mock import patch
from pipelines.cli import main

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

with patch(sys.argv.pop(1), die):
    main()
"""


def dies(home: Path, moment: str, *words: str) -> None:
    """Runs a command on a home until it would call the function named by `moment`; nothing was told till then."""
    told = {"BENEFITS_HOME": str(home), "BENEFITS_AS_OF": TODAY.isoformat()}
    died = subprocess.run(
        [sys.executable, "-c", _DIES, moment, *words],
        cwd=PROJECT,
        env={**os.environ, **told},
        capture_output=True,
        check=False,
    )
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, b""), died.stderr.decode()
