"""A report's frame as a table: the reader's words for codes, money to the right, a dash for what is missing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl
import streamlit as st

from pages.ui import downloads, written
from pages.ui.answers import Filters
from pages.ui.letters import room
from pages.ui.marks import marked
from pages.ui.session import language, listed, t
from pipelines.reports import Column, columns

LINK = "open"
LINK_WIDTH = 56
# Pixels; from 61 on a cell has two lines.
TWO_LINES = 61
# So many rows of a table go to the browser; its files have all of them.
MOST_ROWS = 200
MOST_PLACES = 3


@dataclass(frozen=True)
class Pick:
    """One row is marked as chosen, or none; a click on another calls `chosen` with its place. Another row is another
    `key`."""

    key: str
    row: int | None
    chosen: Callable[[int], None]


def show(
    frame: pl.DataFrame,
    report: str,
    by: str | None = None,
    *,
    seen: Mapping[str, int],
    links: Sequence[str] = (),
    samples: Collection[str] = (),
    two_lines: bool = False,
    asked: Filters | None = None,
    words: Mapping[str, Sequence[str | None]] = MappingProxyType({}),
    pick: Pick | None = None,
    height: int | None = None,
    whole: pl.DataFrame | None = None,
) -> None:
    """The frame of a report with the columns `seen` and their least widths in pixels; the others can be switched on.

    What is the same in each row in sight is left out: a single partner, and a single currency, which the heads of the
    amounts name then. `links` are addresses, one a row in sight; `pick` lets a row be chosen; `height` is in pixels. Of
    more than MOST_ROWS the first are in sight. Below the table, the same frame as a file, or the `whole` of which it
    has the first rows, and its manifest where the filters that were `asked` are given.
    """
    told, frame = frame, frame.head(MOST_ROWS)
    kinds = columns(report, by)
    currency = _only(frame, "currency")
    hidden = [name for name in ("currency", "partner") if name != by and _only(frame, name)]
    order = [name for name in seen if name not in hidden]
    shown = in_words(frame, kinds, samples).with_columns(
        pl.Series(name, said[:MOST_ROWS]) for name, said in words.items()
    )
    plain = {name: st.column_config.Column(t(f"column.{name}"), width=seen.get(name)) for name in words}
    name = f"{t(f'report.{report}')} · {t(f'column.{order[0]}')}"
    if links:
        shown, order = shown.with_columns(pl.Series(LINK, links[:MOST_ROWS], dtype=pl.String)), [LINK, *order]
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=written.DASH,
        row_height=TWO_LINES if two_lines else None,
        height=height or "auto",
        column_order=order,
        column_config={LINK: _link()} | _configs(kinds, frame, currency, seen) | plain,
        alt=t("alt.table", name=name),
        **_picking(pick),
    )
    say_cut(frame, told)
    downloads.show(told if whole is None else whole, report, by, asked)


def in_sight(rows: pl.DataFrame, place: int) -> pl.DataFrame:
    """The rows of which one is to be chosen, as many as a table shows: the one at `place` comes last where it is not
    among the first."""
    if place < MOST_ROWS:
        return rows.head(MOST_ROWS)
    return pl.concat([rows.head(MOST_ROWS - 1), rows.slice(place, 1)])


def say_cut(shown: pl.DataFrame, rows: pl.DataFrame) -> None:
    """That not all rows are in sight, where they are not."""
    if shown.height < rows.height:
        counts = {"shown": shown.height, "all": rows.height}
        st.caption(t("table.first_rows", **{name: written.number(one, language()) for name, one in counts.items()}))


def _picking(pick: Pick | None) -> dict[str, Any]:
    if pick is None:
        return {}

    def clicked() -> None:
        rows = st.session_state[pick.key]["selection"]["rows"]
        if rows and rows[0] != pick.row:
            pick.chosen(rows[0])

    mode: dict[str, Any] = {"selection_mode": "single-row"}
    if pick.row is not None:
        mode = {"selection_mode": "single-row-required", "selection_default": {"selection": {"rows": [pick.row]}}}
    return {"key": pick.key, "on_select": clicked} | mode


def in_words(frame: pl.DataFrame, kinds: Sequence[Column], samples: Collection[str] = ()) -> pl.DataFrame:
    """The same rows with codes as words, and offers whose values are samples marked."""
    coded = {column.name: column.codes for column in kinds if column.codes and column.name in frame.columns}
    worded = [_worded(frame[name], codes) for name, codes in coded.items()]
    marked = [_marked(samples)] if samples and {"offer", "offer_name"} <= set(frame.columns) else []
    return frame.with_columns(*worded, *marked)


def _worded(column: pl.Series, codes: str) -> pl.Expr:
    """The words of a column of codes; a cell may hold several with semicolons between."""
    words = {told: listed(_word(codes, code) for code in told.split(";")) for told in column.drop_nulls().unique()}
    return pl.col(column.name).replace_strict(words, default=None, return_dtype=pl.String)


def _word(codes: str, code: str) -> str:
    return marked(codes, code, t(f"{codes}.{code}"))


def _marked(samples: Collection[str]) -> pl.Expr:
    mark = pl.concat_str("offer_name", pl.lit(f" ({t('word.sample')})"))
    return pl.when(pl.col("offer").is_in(list(samples))).then(mark).otherwise("offer_name").alias("offer_name")


def _only(frame: pl.DataFrame, name: str) -> str | None:
    """The value that each row of a column has, if there is such a one."""
    values = frame[name].unique().to_list() if name in frame.columns else []
    return values[0] if len(values) == 1 else None


def _link() -> Any:
    return st.column_config.LinkColumn(t("table.open"), display_text=t("table.open"), width=LINK_WIDTH, pinned=True)


def _places(numbers: pl.Series) -> int:
    """So many decimals as all of them need, up to MOST_PLACES: under each other, and written like the amounts beside
    them whatever the browser's own language."""
    return next((n for n in range(MOST_PLACES) if (numbers.round(n) == numbers).all()), MOST_PLACES)


def _configs(
    kinds: Sequence[Column], frame: pl.DataFrame, currency: str | None, seen: Mapping[str, int]
) -> dict[str, Any]:
    return {one.name: _config(one, frame, currency, seen) for one in kinds if one.name in frame.columns}


def _head(column: Column, currency: str | None) -> str:
    label = t(f"column.{column.name}")
    return f"{label}, {currency}" if column.kind == "money" and currency else label


def _config(column: Column, frame: pl.DataFrame, currency: str | None, seen: Mapping[str, int]) -> Any:
    label = _head(column, currency)
    width = max(seen[column.name], room(label)) if column.name in seen else None
    match column.kind:
        case "money":
            return st.column_config.NumberColumn(label, format="%,.2f", width=width)
        case "quantity" | "count":
            places = _places(frame[column.name])
            return st.column_config.NumberColumn(label, format=f"%,.{places}f", width=width)
        case "share":
            return st.column_config.ProgressColumn(
                label, format="percent", min_value=0, max_value=1, step=0.01, width=width
            )
        case "date":
            return st.column_config.DateColumn(label, format="YYYY-MM-DD", width=width)
        case "time":
            return st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm", timezone="UTC", width=width)
        case _:
            return st.column_config.Column(label, width=width)
