"""A passphrase that a command is given: in a file, because words on the command line are seen by others."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.output import read

Passphrase = Annotated[
    Path | None,
    typer.Option(
        "--with-keys",
        metavar="PASSPHRASE-FILE",
        help="With the key ring, sealed by the passphrase that is this file's first line.",
    ),
]


def read_passphrase(path: Path) -> str:
    """The first line of the file. BenefitsError where there is no such file."""
    return next(iter(read(path).decode().splitlines()), "").strip()
