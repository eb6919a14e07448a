"""A cell that is wrong though it can be read, or though it may be empty: a mark in a column beside it.

A mark is the key of the sentence that says what was expected (`expected.<key>`); `unread` stands for that of the cell's
kind. The model of a format wants every mark to be null.
"""

import polars as pl

UNREAD = "unread"
_END = ":expected"


def mark_of(name: str) -> str:
    """The name of the column that marks the cells of our column `name`."""
    return name + _END


def marked(name: str) -> str | None:
    """Our column whose cells the column `name` marks; None where it marks none."""
    return name.removesuffix(_END) if name.endswith(_END) else None


def wrong(frame: pl.DataFrame, name: str, when: pl.Expr, expected: str) -> pl.DataFrame:
    """The frame with the cells of `name` marked where `when` is true; marks that are there already stay."""
    mark = mark_of(name)
    before = pl.col(mark) if mark in frame.columns else pl.lit(None, pl.String)
    return frame.with_columns(pl.coalesce(before, pl.when(when).then(pl.lit(expected))).alias(mark))
