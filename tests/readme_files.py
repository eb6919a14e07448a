"""The files that the README's reader has: those of its first commands, beside the templates that he fills in."""

import csv
import gzip
from pathlib import Path

from pipelines.ingest.templates import template
from tests.cost_layouts import LAYOUTS as COSTS
from tests.the_cast import FILES as CAST
from tests.usage_files import HEADER

# As the templates' example has it.
SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
USAGE = "Contoso,{subscription},2/13/2026,r-1,Storage,Blob,EU West,Hours,1,12.5"


def write(folder: Path) -> None:
    """Writes them: a sponsorship's usage, the two parts of a cost export, a list of subscribers."""
    rows = [",".join(HEADER), USAGE.format(subscription=SUBSCRIPTION)]
    (folder / "AzureUsage.csv").write_text("\n".join(rows) + "\n", "utf-8")
    header, *costs = COSTS[0].table()
    for number, part in enumerate((costs[:3], costs[3:])):
        with gzip.open(folder / f"part_{number}_0001.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *part])
    (folder / "subscribers.csv").write_bytes((CAST / "visual-studio-P-1.csv").read_bytes())


def write_templates(folder: Path, names: list[str]) -> None:
    """Writes our templates with their example rows."""
    for name in names:
        (folder / f"{name}.csv").write_bytes(template(name))
