"""Statements of whole days (formats.md): which days a file states, which it states anew, and what they would lose."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import polars as pl

from pipelines.ingest.errors import FileRefused, ReplaceAsked
from pipelines.ingest.exact import EXACT, plain
from pipelines.ingest.report import Note
from pipelines.ingest.script import script
from pipelines.ingest.staged import Staged
from pipelines.store.draft import Draft

# Of the days that fall, so many are named.
_SHOWN_DAYS = 3


def refuse_stated_twice(draft: Draft, staged: Staged) -> None:
    """FileRefused where another statement of this load states one of the days: which came first must not matter."""
    if not staged.form.whole_days:
        return
    names = {**staged.names, "statement": staged.pieces[0].file_no}
    draft.run(script("stated_day", **names))
    draft.run(script("state_days", **names), {"name": staged.pieces[0].name})
    for subscription, day, first, second in draft.query(script("stated_twice", **names)).iter_rows():
        raise FileRefused("day_stated_twice", day=day, subscription=subscription, first=first, second=second)


def stated_notes(draft: Draft, staged: Staged) -> list[Note]:
    """Whether a month is there by half, and how many quantities are negative; of exports that list single charges."""
    if not staged.form.whole_days or "quantity" not in staged.form.stored:
        return []
    first, last, negative = draft.query(script("days_stated")).row(0)
    notes = [Note("half_month", {"first": first, "last": last})] if first and _by_half(first, last) else []
    return [*notes, Note("negative_quantity", {"count": negative})] if negative else notes


def _by_half(first: date, last: date) -> bool:
    """Whether the first month begins after its first day, or the last one ends before its last."""
    return first.day > 1 or last.day < monthrange(last.year, last.month)[1]


def substituted_notes(draft: Draft, staged: Staged) -> list[Note]:
    """Which days are stated anew, and how far their totals fall.

    ReplaceAsked where a day would lose a whole resource group, unless that was allowed.
    """
    if not staged.form.whole_days:
        return []
    return [*_lost_groups(draft, staged), *_restated(draft.query(_days_anew(staged)))]


def _days_anew(staged: Staged) -> str:
    days = ", ".join(name for name in staged.form.group if name != "currency")
    return script("days_anew", days=days, **staged.names)


def _lost_groups(draft: Draft, staged: Staged) -> list[Note]:
    if "resource_group" not in staged.form.stored:
        return []
    lost = draft.query(script("lost_groups", **staged.names))
    if lost.is_empty():
        return []
    facts = {"count": len(lost), "day": lost["usage_on"][0], "resource_group": lost["resource_group"][0] or "-"}
    if not staged.replace:
        raise ReplaceAsked("replace", ("yes",), **facts)
    return [Note("resource_group_lost", facts)]


def _restated(days: pl.DataFrame) -> Iterator[Note]:
    """Columns usage_on, currency, total_before, total_after, one row a subscription, day and currency."""
    if days.is_empty():
        return
    stated = days["usage_on"].unique().sort()
    yield Note("restated", {"count": len(stated), "first": stated[0], "last": stated[-1]})
    fallen = days.filter(pl.col("total_after") < pl.col("total_before"))
    for currency in fallen["currency"].unique().sort():
        yield _fall(currency, fallen.filter(pl.col("currency") == currency))


def _fall(currency: str, fallen: pl.DataFrame) -> Note:
    sums = [(day, EXACT.subtract(before, after)) for day, _, before, after in fallen.iter_rows()]
    by = Decimal(0)
    for _, amount in sums:
        by = EXACT.add(by, amount)
    more = ", …" if len(sums) > _SHOWN_DAYS else ""
    shown = ", ".join(f"{day} (−{plain(amount)})" for day, amount in sums[:_SHOWN_DAYS]) + more
    return Note("total_falls", {"currency": currency, "count": len(sums), "by": plain(by), "days": shown})
