"""What is asked of a load."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pipelines.ingest.context import Loader


@dataclass(frozen=True)
class Order:
    """What is asked of a load: who loads, when, the settings, to keep the good rows or not, to try only or not."""

    loader: Loader
    now: datetime
    as_of: date
    settings: Mapping[str, str]
    keep_good: bool = False
    dry_run: bool = False
