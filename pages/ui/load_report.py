"""A load in words: per file what it is taken for, what changes, what is wrong, and whether the totals agree."""

from decimal import Decimal

import polars as pl
import streamlit as st

from pages.ui import written
from pages.ui.questions import in_words
from pages.ui.session import language, listed, t
from pipelines.ingest import FileReport, LoadReport, Problem, Refusal
from pipelines.ingest.written import exactly, noted, sentence, unused
from pipelines.text import text

STATUS = {
    "dry-run": (st.info, ":material/fact_check:"),
    "loaded": (st.success, ":material/check_circle:"),
    "loaded-aside": (st.success, ":material/rule:"),
    "unchanged": (st.info, ":material/done_all:"),
    "question": (st.info, ":material/help:"),
    "would-refuse": (st.warning, ":material/block:"),
    "refused": (st.warning, ":material/block:"),
}


def show(report: LoadReport, *, rehearsed: bool = False) -> None:
    """The whole report: its outcome, a card a file, then of all of them the rows set aside and the faulty cells."""
    outcome = _outcome(report, rehearsed)
    box, icon = STATUS[outcome]
    box(t(f"loads.status.{outcome}", load_id=report.load_id), icon=icon)
    for file in report.files:
        _file(file)
    quarantine(report)
    problems(report)


def _outcome(report: LoadReport, rehearsed: bool) -> str:
    if rehearsed and report.status == "refused":
        return "question" if report.question else "would-refuse"
    if report.status == "loaded" and report.quarantine:
        return "loaded-aside"
    return "unchanged" if report.status == "dry-run" and not changes(report) else report.status


def changes(report: LoadReport) -> bool:
    """Whether the load changes what is stored, or sets rows aside."""
    return any(file.changed or file.rows_rejected for file in report.files)


def unknown(report: LoadReport) -> bool:
    """Whether there is a file of no known format."""
    return any(file.refusal and not file.format for file in report.files)


def _file(file: FileReport) -> None:
    with st.container(border=True, gap="xsmall"):
        taken = f" · {t('loads.taken_for', format=file.format)}" if file.format else ""
        st.markdown(f"**{written.plain(file.file)}**{taken}")
        if file.refusal:
            st.markdown(_refusal(file.refusal))
            return
        for line in [*_counted(file), *_notes(file)]:
            st.markdown(line)
        for quiet in _asides(file):
            st.caption(written.plain(quiet))


def _refusal(refusal: Refusal) -> str:
    if refusal.code == "setting_asked":
        return f":material/help: {t('loads.asked_above')}"
    icon = ":material/help:" if refusal.question else ":material/block:"
    return f"{icon} {written.plain(sentence(refusal, language()))}"


def _removed(file: FileReport) -> list[str]:
    """What the file's own groups no longer hold: it states them whole."""
    return [t("loads.removed", removed=written.number(file.rows_removed, language()))] if file.rows_removed else []


def _counted(file: FileReport) -> list[str]:
    return [t("loads.rows", **_counts(file)), *_removed(file), *_totals(file)] if file.rows_read else []


def _notes(file: FileReport) -> list[str]:
    """What is said of the file beside its counts, and its totals as written where these were rounded."""
    notes = [noted(note, language()) for note in file.notes]
    return [written.plain(one) for one in (*notes, *(exactly(total, language()) for total in file.exact_totals))]


def _asides(file: FileReport) -> list[str]:
    """What was taken for granted, and what is of no use here."""
    taken = listed(in_words(setting, value) for setting, value in file.settings.items())
    asides = [t("loads.settings", settings=taken)] if taken else []
    columns = listed(unused(file))
    return [*asides, t("loads.unknown_columns", columns=columns)] if columns else asides


def _counts(file: FileReport) -> dict[str, str]:
    counts = {"new": file.rows_loaded, "unchanged": file.rows_unchanged, "rejected": file.rows_rejected}
    return {name: written.number(count, language()) for name, count in (counts | {"read": file.rows_read}).items()}


def _totals(file: FileReport) -> list[str]:
    """One line a currency: what the file says and what is stored, marked where they agree."""
    stored = dict(file.stored_totals)
    return [_total(currency, control, stored.get(currency)) for currency, control in file.control_totals]


def _total(currency: str, control: Decimal, stored: Decimal | None) -> str:
    same = ":material/check:" if control == stored else ":material/balance:"
    words = t("loads.total", control=_exact(control), stored=_exact(stored))
    return f"{same} {currency}: {words}"


def _exact(total: Decimal | None) -> str:
    """Every digit: totals are compared by eye to the last one."""
    if total is None:
        return written.DASH
    whole, _, places = f"{total:f}".partition(".")
    return f"{int(whole):,}" + (f".{places.rstrip('0')}" if places.rstrip("0") else "")


def problems(report: LoadReport) -> None:
    """The faulty cells: file, line, column, what was found, what is expected."""
    rows = [_problem(file.file, problem) for file in report.files for problem in file.problems]
    if not rows:
        return
    st.markdown(f"**{t('loads.problems')}**")
    names = ("file", "line", "column", "found", "expected")
    st.dataframe(
        pl.DataFrame(rows, schema=names, orient="row"),
        hide_index=True,
        placeholder=written.DASH,
        column_config={name: st.column_config.Column(t(f"loads.column.{name}")) for name in names},
        alt=t("alt.table", name=t("loads.problems")),
    )


def _problem(file: str, one: Problem) -> tuple[str, int, str, str | None, str]:
    return file, one.line, one.column, one.found, text(one.expected, language(), **dict(one.facts))


def quarantine(report: LoadReport) -> None:
    """The rows set aside as files to mend and load again."""
    for path in report.quarantine:
        st.download_button(
            t("loads.quarantine"),
            path.read_bytes(),
            path.name,
            "text/csv",
            icon=":material/download:",
            key=f"loads.quarantine.{path.name}",
            on_click="ignore",
        )
