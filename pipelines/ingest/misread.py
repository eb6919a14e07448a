"""Texts that something went wrong with before they came here: they look like a text, and are none."""

import re
import unicodedata

import polars as pl

# What a spreadsheet shows, or saves as CSV, for a formula that failed or a column that is too narrow.
_SHEET_ERROR = (
    r"^(#(DIV/0|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|EXTERNAL|PYTHON|ERROR)!"
    r"|#N/A|#NAME\?|#GETTING_DATA|##+|Err:5\d\d)$"
)
# 2605040030001234 as a spreadsheet saves it: 2.60504E+15. Its other digits are gone.
_SHORTENED = r"^-?\d(\.\d+)?E\+\d\d$"
# Characters that nobody sees: two keys that differ by one look the same.
_HIDDEN = r"[\p{Cc}\p{Cf}]"


def sheet_error(text: pl.Expr) -> pl.Expr:
    """Whether the text is what a spreadsheet shows instead of a value."""
    return text.str.contains(_SHEET_ERROR)


def shortened_number(text: pl.Expr) -> pl.Expr:
    """Whether the text is a long number that lost its last digits."""
    return text.str.contains(_SHORTENED)


def hides(text: pl.Expr) -> pl.Expr:
    """Whether the text has characters that cannot be seen."""
    return text.str.contains(_HIDDEN)


def expected(found: str) -> str:
    """The key of the sentence that says what a cell should have held instead of such a text."""
    if re.match(_SHORTENED, found):
        return "whole_number_text"
    if any(unicodedata.category(one) in ("Cc", "Cf") for one in found):
        return "seen_text"
    return "text"
