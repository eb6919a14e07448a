"""What an empty cell stands for where another table knows it."""

import polars as pl

_ALWAYS = pl.lit(True)


def filled_from(
    frame: pl.DataFrame, name: str, source: pl.DataFrame, *, on: str, when: pl.Expr = _ALWAYS
) -> pl.DataFrame:
    """The frame with the empty cells of `name` filled, `when` true, with what `source` has for the row's `on`."""
    known = dict(source.select(on, name).iter_rows())
    default = pl.col(on).replace_strict(known, default=None, return_dtype=pl.String)
    return frame.with_columns(pl.col(name).fill_null(pl.when(when).then(default)))
