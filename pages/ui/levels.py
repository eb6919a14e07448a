"""The levels of membership: what each is for, what it costs, and what the catalogue says that it gives."""

import polars as pl
import streamlit as st

from pages.ui import downloads, filters, offers, written
from pages.ui.once import once
from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.rules.levels import LEVELS

WIDTH = 380
WIDTHS = {"family": 150, "product": 380, "type": 110, "quantity": 90, "unit": 110}


def show() -> None:
    """The levels in their order, and what a chosen offer gives (source rows 87-90, 104)."""
    st.header(t("membership.levels"), anchor=False)
    st.caption(f"{t('membership.value')} {t('membership.levels.note')}")
    rows = offers.offers()
    with st.container(border=True):
        st.markdown(_lines(rows, language()))
    named = dict(rows.drop_nulls("offer").select("offer", "offer_name").iter_rows())
    for offer in filters.of_list("gives", named, t("membership.gives.offer"), WIDTH, t("membership.gives")):
        _gives(offer)


@once
def _lines(rows: pl.DataFrame, _language: str) -> str:
    return "\n".join(_line(level, rows) for level in LEVELS)


def _line(level: str, rows: pl.DataFrame) -> str:
    of_level = rows.filter(pl.col("level") == level).to_dicts()
    prices = {written.amount(row["fee"], row["currency"], language()) for row in of_level if row["fee"] is not None}
    until = {row["sold_until"] for row in of_level if row["sold_until"]}
    said = [t(f"level_gives.{level}"), *(t("membership.fee", fee=fee) for fee in sorted(prices))]
    said += [t("membership.sold", day=written.day(day, language())) for day in until]
    return f"- **{plain(t(f'level.{level}'))}** · {plain(' '.join(said))}"


def _gives(offer: str) -> None:
    frame = offers.gives(offer)
    labels = {"product_name": "product", "benefit_type": "type"}
    shown = frame.with_columns(
        _worded(frame["family"], "family"),
        _worded(frame["benefit_type"], "benefit_type"),
        _worded(frame["unit"], "unit"),
    ).rename(labels)
    columns = {"product": "column.product_name", "type": "column.benefit_type"}
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            name: st.column_config.Column(t(columns.get(name, f"column.{name}")), width=WIDTHS.get(name))
            for name in shown.columns
        },
        alt=t("membership.gives"),
    )
    downloads.show(frame, f"gives-{offer}")


def _worded(column: pl.Series, area: str) -> pl.Expr:
    words = {code: t(f"{area}.{code}") for code in column.unique()}
    return pl.col(column.name).replace_strict(words, return_dtype=pl.String)
