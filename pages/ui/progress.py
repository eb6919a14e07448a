"""Long work with a bar: rows so far and the time left."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

import streamlit as st

from pages.ui import written
from pages.ui.session import language, t
from pipelines.ingest.report import Progress, Watcher

T = TypeVar("T")
LOOK_EVERY_SECONDS = 0.2
FEW_SECONDS = 90


@dataclass(frozen=True)
class Work(Generic[T]):
    """Work that runs beside the page: a click elsewhere leaves it to end in peace, and the next run can watch it on."""

    done: Future[T]
    seen: list[Progress]
    started: float


def begin(work: Callable[[Watcher], T]) -> Work[T]:
    """Lets `work` run."""
    seen: list[Progress] = []
    pool = ThreadPoolExecutor(max_workers=1)
    begun = Work(pool.submit(work, seen.append), seen, monotonic())
    pool.shutdown(wait=False)
    return begun


def watch(what: str, work: Work[T]) -> T:
    """What the work gives, or its exception, with a bar until it is there."""
    bar = st.progress(0.0, text=what)
    while wait([work.done], timeout=LOOK_EVERY_SECONDS).not_done:
        if work.seen:
            bar.progress(_part(work.seen[-1]), text=said(what, work.seen[-1], monotonic() - work.started))
    bar.empty()
    return work.done.result()


def said(what: str, now: Progress, seconds: float) -> str:
    """'Loading usage.csv: 12,000 of 48,000 rows, 9 s left'; without a time while too little is known."""
    rows, of_rows = written.number(now.rows, language()), written.number(now.of_rows, language())
    words = t("progress.rows_of", what=what, file=written.plain(now.file), rows=rows, all=of_rows)
    part = _part(now)
    return t("progress.left", text=words, time=_time(seconds / part - seconds)) if part else words


def _part(now: Progress) -> float:
    return min(1.0, now.rows / now.of_rows) if now.of_rows > 0 else 0.0


def _time(seconds: float) -> str:
    if seconds <= FEW_SECONDS:
        return t("progress.seconds", seconds=max(1, round(seconds)))
    return t("progress.minutes", minutes=round(seconds / 60))
