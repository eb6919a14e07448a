"""`benefits serve`: the app."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.setup_code import tell_if_needed
from pipelines.settings import PREFIX, PROJECT, Settings, load_settings


def serve(
    port: Annotated[int, typer.Option(min=1, max=65_535, metavar="PORT", help="The port on this machine.")] = 8501,
) -> None:
    """Starts the app, on a new home with the code to set it up. It takes the place of this process, so that a signal to
    it reaches the app."""
    settings = _on_port(load_settings(), port)
    tell_if_needed(settings)
    # The app runs in the project's folder, so a relative path would name another home or file.
    paths = {f"{PREFIX}HOME": str(settings.home.absolute())} | _files()
    address = {f"{PREFIX}ADDRESS": settings.address}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.maxUploadSize", str(settings.upload_megabytes)]
    os.chdir(PROJECT)
    os.execve(sys.executable, command, {**os.environ, **paths, **address})


def _on_port(settings: Settings, port: int) -> Settings:
    """The settings; where no address is set, links name this machine and the port."""
    named = "address" in settings.model_fields_set
    return settings if named else settings.model_copy(update={"address": f"http://localhost:{port}"})


def _files() -> dict[str, str]:
    """The files that the environment names, in full."""
    named = {name: told for name, told in os.environ.items() if name.startswith(PREFIX) and name.endswith("_FILE")}
    return {name: str(Path(told).absolute()) for name, told in named.items() if told}
