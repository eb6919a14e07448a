"""A command starts with what it needs: it loads no library for which it has no use, and knows the others by name."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer

from pages.ui.ahead import load_ahead
from pipelines.commands.names import COMMANDS
from pipelines.commands.report import ReportFormat
from pipelines.reports.export import STREAMED
from pipelines.settings import PROJECT
from tests.the_cast import TODAY

# The most time of a start is that of these libraries.
HEAVY = ("altair", "pandas", "pandera", "polars.api", "pyarrow", "scipy", "statsmodels", "streamlit", "xlsxwriter")
LOADED = f"""
import atexit, sys
from pipelines.cli import main
names = {(*HEAVY, "duckdb", "pydantic")}
atexit.register(lambda: print(*(one for one in names if one in sys.modules), file=sys.stderr))
main()
"""


def loaded(home: Path, *words: str) -> set[str]:
    """The libraries, of those that take long, that a command has loaded when it ends."""
    told = {"BENEFITS_HOME": str(home), "BENEFITS_AS_OF": TODAY.isoformat()}
    command = [sys.executable, "-c", LOADED, *words]
    ended = subprocess.run(command, cwd=PROJECT, env=told, capture_output=True, check=True, text=True)
    assert ended.stdout
    return set(ended.stderr.split())


def test_help_loads_neither_the_store_nor_the_settings(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") == set()


def test_the_report_of_loads_loads_the_database_and_the_settings_alone(cast_home: Path) -> None:
    loaded(cast_home, "report", "loads")  # makes what is made when a home is first opened
    assert loaded(cast_home, "report", "loads") == {"duckdb", "pydantic"}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_said_of_a_command_beside_the_others_is_what_it_says_of_itself(name: str) -> None:
    module, says = COMMANDS[name]
    command = getattr(import_module(f"pipelines.commands.{module}"), name.replace("-", "_"))
    own = command.info.help if isinstance(command, typer.Typer) else command.__doc__
    assert " ".join(own.split()).startswith(says.removesuffix("."))


def test_every_form_of_a_file_has_a_name_for_the_command() -> None:
    assert {one.value for one in ReportFormat} == {"table", *STREAMED}


def test_what_the_first_page_needs_is_loaded_ahead() -> None:
    load_ahead().join()
    assert {"altair", "statsmodels"} <= sys.modules.keys()
