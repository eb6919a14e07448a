"""`benefits template`: our own layouts, to fill in."""

from typing import Annotated

import typer

from pipelines.commands.output import write
from pipelines.commands.shared import Output
from pipelines.ingest.templates import TEMPLATES
from pipelines.ingest.templates import template as template_file


def template(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {', '.join(TEMPLATES)}.")],
    output: Output = None,
) -> None:
    """Writes a file to fill in. It has one row as an example; it is CSV, or a workbook for -o FILE.xlsx."""
    workbook = output is not None and output.suffix.lower() == ".xlsx"
    write(template_file(name, "xlsx" if workbook else "csv"), output)
