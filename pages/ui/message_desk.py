"""The letters on their way: what the reader may know of them, and the form that sends one again."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from pages.ui import filters, outcomes, written
from pages.ui.deed_form import deed_form
from pages.ui.deeds import What
from pages.ui.session import as_of, language, snapshot, t, user
from pipelines.reports import Request, run
from pipelines.settings import load_settings
from pipelines.store.chain import APP

RESENDS, SEES = "resend_message", "see:messages"
UNDELIVERED = ("failed", "refused")
KIND_WIDTH = 260


def letters() -> pl.DataFrame:
    """The letters in sight, the newest first. Asked anew each time: an attempt to deliver is no deed, so no answer that
    was kept would show it."""
    return run(snapshot(), Request("messages", as_of()), user().where(SEES))


def of(rows: pl.DataFrame, **chosen: Sequence[str]) -> pl.DataFrame:
    """The letters that are chosen by these columns; no value limits nothing."""
    for name, values in chosen.items():
        rows = rows.filter(pl.col(name).is_in(values)) if values else rows
    return rows


def how() -> str:
    """One line that says what becomes of letters here."""
    return t("messages.by_server" if load_settings().smtp_host else "messages.as_files")


def told(rows: pl.DataFrame) -> str:
    """'2 waiting, 1 not delivered'."""
    counts = dict(rows["message_state"].value_counts().iter_rows())
    undelivered = sum(counts.get(state, 0) for state in UNDELIVERED)
    return t("messages.open", waiting=counts.get("waiting", 0), undelivered=undelivered)


def kind(rows: pl.DataFrame) -> list[str]:
    """The kind of letter chosen, of those in sight; empty for all."""
    known = rows["letter_kind"].unique().sort()
    words = {one: t(f"letter_kind.{one}") for one in known}
    return filters.of_list("letter_kind", words, t("messages.all_kinds"), KIND_WIDTH)


def send_again(rows: pl.DataFrame) -> None:
    """The form on letters that were given up or refused, the newest first."""
    failed = rows.filter(pl.col("message_state").is_in(UNDELIVERED)).to_dicts()
    if failed:
        deed_form(RESENDS, partner_id=APP, options={"message_id": {one["message_id"]: _line(one) for one in failed}})
    elif outcomes.said(What(RESENDS, APP)):
        outcomes.show(What(RESENDS, APP))


def _line(row: dict[str, Any]) -> str:
    said = (written.moment(row["written_at"], language()), t(f"letter_kind.{row['letter_kind']}"), row["sent_to"])
    return " · ".join(part for part in said if part)
