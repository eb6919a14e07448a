"""The dated things that people are reminded of: every part in one frame, each thing once, with its key and its link."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

import polars as pl

from pipelines.reports.reminder_parts import PARTS
from pipelines.reports.request import Request
from pipelines.rules import reminders
from pipelines.store import Scope, Snapshot

# What ends on one day is said once, in the most telling of these words.
_ENDS = ["credit_ends_on", "use_until", "activate_by", "key_until"]


def by_date(snap: Snapshot, request: Request, scope: Scope) -> pl.DataFrame:
    """One row a thing that is still ahead or waits, the soonest first, with the step that is said now."""
    found = reminders.begun(things(snap, request.as_of, scope), request.as_of)
    for name, column in (("partner", "partner_id"), ("topic", "topic")):
        wanted = request.values(name)
        found = found if wanted is None else found.filter(pl.col(column).is_in(wanted))
    return found.rename({"kind": "reminder_kind"})


def things(snap: Snapshot, as_of: date, scope: Scope) -> pl.DataFrame:
    """`things` of `rules.reminders` in scope, with kind, partner, about (its name), quantity and unit, days_left,
    entitlement_id, uid (the key without its term) and link, the page's address where something can be done about it.

    Nothing for somebody who sees only their own: there is nothing to decide.
    """
    found = _said_once(pl.concat(part(snap, as_of, scope) for part in PARTS))
    uid = pl.concat_str("partner_id", "topic", "kind", "thing", separator="/")
    links = [_link(row) for row in found.select("page", "partner_id", "entitlement_id", "offer").iter_rows()]
    keyed = found.with_columns(
        uid=uid,
        reminder=pl.concat_str(uid, "term", separator="/"),
        days_left=(pl.col("due_on") - pl.lit(as_of)).dt.total_days(),
        link=pl.Series(links, dtype=pl.String),
    )
    ahead = keyed.filter((pl.col("last_on") >= as_of).fill_null(value=True)).unique("reminder", maintain_order=True)
    return ahead.sort("due_on", "reminder", nulls_last=True) if scope.email is None else ahead.clear()


def _said_once(found: pl.DataFrame) -> pl.DataFrame:
    """Of the same benefit and day only one end: a credit's and not its benefit's, the use and not the activation."""
    ends = found.filter(pl.col("kind").is_in(_ENDS)).sort(pl.col("kind").cast(pl.Enum(_ENDS)), maintain_order=True)
    whose = pl.coalesce("entitlement_id", "thing")
    once = ends.filter(pl.struct("partner_id", whose, "due_on").is_first_distinct())
    return pl.concat([once, found.filter(~pl.col("kind").is_in(_ENDS))])


def _link(row: Sequence[str | None]) -> str:
    page, partner, entitlement, offer = row
    told = {"entitlement": None if page == "credits" else entitlement, "partner": partner, "offer": offer}
    return f"/{page}?" + urlencode({name: value for name, value in told.items() if value})
