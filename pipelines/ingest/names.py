"""Names as people write them, matched to our codes: case, blanks, dashes and trade marks do not count."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import polars as pl

_DASHES = r"[\u2010-\u2015\u2212]"
# No name is longer; to compare a text of megabytes takes minutes.
_LONGEST = 200
_UNSEEN = r"[®™\u00ad\u200b]"


def fold(text: pl.Expr) -> pl.Expr:
    """The form in which names are compared."""
    plain = text.str.to_lowercase().str.replace_all(_DASHES, "-").str.replace_all(_UNSEEN, "")
    return plain.str.replace_all(r"\s+", " ").str.strip_chars()


def folded(text: str) -> str:
    """`fold` of one text."""
    return str(pl.select(fold(pl.lit(text))).item())


def codes_by_name(frame: pl.DataFrame) -> dict[str, str]:
    """Folded name -> code, from a frame of code, name and (if it has them) a list of aliases; the first one stays."""
    pairs = pl.DataFrame(list(_pairs(frame)), schema=["name", "code"], orient="row")
    unique = pairs.with_columns(fold(pl.col("name"))).unique("name", keep="first", maintain_order=True)
    return dict(unique.iter_rows())


def _pairs(frame: pl.DataFrame) -> Iterator[tuple[str, str]]:
    for code, name, *aliases in frame.iter_rows():
        for one in (code, name, *(aliases[0] if aliases else ())):
            yield one, code


def nearest(found: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Up to five codes whose names are most like the text found, the likest first."""
    close = get_close_matches(folded(found[:_LONGEST]), names, n=10, cutoff=0.4)
    return tuple(dict.fromkeys(names[name] for name in close))[:5]
