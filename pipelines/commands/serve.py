"""`benefits serve`: the app."""

import os
import sys
from typing import Annotated

import typer

from pipelines.settings import PREFIX, PROJECT, load_settings


def serve(port: Annotated[int, typer.Option(min=1, max=65_535, help="The port on this machine.")] = 8501) -> None:
    """Starts the app. It takes the place of this process, so that a signal to it reaches the app."""
    # The app runs in the project's folder, so a relative path would name another home.
    home = {f"{PREFIX}HOME": str(load_settings().home.absolute())}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    os.chdir(PROJECT)
    os.execve(sys.executable, command, {**os.environ, **home})
