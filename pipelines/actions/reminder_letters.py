"""The letters of reminders: what is due now, and the weekly digest with the seal of the ledger."""

from datetime import date
from typing import Any

import polars as pl

from pipelines.actions.action import Letter, Line
from pipelines.store.audit import Seal
from pipelines.text.amounts import amount

_PAGE = "/reminders"


def letter_of(
    address: str, language: str, due: pl.DataFrame, digest: pl.DataFrame | None, seal: Seal, on_day: date, app: str
) -> Letter:
    """The letter to one person, to the address with this text_id: what is due, or the digest, which lists that too.

    `app` is where the app is reached, for the links.
    """
    base, rows = app.rstrip("/"), due if digest is None else digest
    told = {"count": str(rows.height), "today_on": on_day.isoformat(), "link": f"{base}{_PAGE}"}
    if digest is None:
        return Letter("reminders", address, told, language, lines(rows, base))
    sealed = {"seal": seal.seal, "rows": str(sum(head.version for head in seal.heads))}
    return Letter("digest", address, told | sealed, language, lines(rows, base))


def lines(rows: pl.DataFrame, base: str) -> tuple[Line, ...]:
    """One line a reminder, in the order of the rows."""
    return tuple(_line(row, base) for row in rows.iter_rows(named=True))


def _line(row: dict[str, Any], base: str) -> Line:
    facts = {
        "partner": row["partner"],
        "about": row["about"],
        "amount": amount(row["quantity"]),
        "currency": row["currency"] or "",
        "days": str(row["days_left"]),
        "link": f"{base}{row['link']}",
    }
    days = {name: row[name].isoformat() for name in ("due_on", "since_on") if row[name]}
    words = {"unit": f"unit.{row['unit']}"} if row["unit"] else {}
    return Line(f"reminder_line.{row['kind']}", facts | days, words)
