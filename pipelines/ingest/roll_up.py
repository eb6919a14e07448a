"""Tables that a load sums by day, so that pages need not read every row."""

from pipelines.ingest.script import script
from pipelines.ingest.staged import DAILY, DAY
from pipelines.store.draft import Draft

# Of each: the days that a file states summed anew, and days of which nothing was held.
_ANEW = {"usage": "roll_up_usage", "charge": "roll_up_charge"}
_ADDED = {"usage": "roll_up_new_usage", "charge": "roll_up_new_charge"}


def days_are_new(draft: Draft, table: str) -> bool:
    """Whether the table is rolled up, and nothing is held of any day that is staged."""
    return table in DAILY and not draft.query(script("days_held", table=table, day=", ".join(DAY))).item()


def roll_up(draft: Draft, table: str) -> None:
    """Sums the days that are stated otherwise; nothing for a table that is not rolled up."""
    if table in _ANEW:
        draft.run(script(_ANEW[table]))


def roll_up_added(draft: Draft, table: str, added: str) -> None:
    """Sums the rows `added` to the table, which are all that there is of their days."""
    if table in _ADDED:
        draft.run(script(_ADDED[table], added=added))
