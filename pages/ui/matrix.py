"""Tables of the policies, in the reader's words: who may do what, and the numbers side by side."""

from collections.abc import Callable, Iterable

import polars as pl
import streamlit as st

from pages.ui import downloads, written
from pages.ui.letters import room
from pages.ui.once import once
from pages.ui.session import language, t
from pipelines.actions import ACTIONS, OF_NO_PARTNER
from pipelines.rules.access import EVERY_ROLE, MEMBER
from pipelines.rules.model import ROLES
from pipelines.rules.policy import policy_names
from pipelines.text import catalog

MAY = "✓"
# Pixels: of columns of words, and of the tables.
WIDE = {"action": 176, "number": 304, "policy": 126, "states": 126, "source": 400}
HEIGHT = 520


def permissions(frame: pl.DataFrame, wanted: str) -> None:
    """Report `permissions` of one policy, a row an action and a column a role; of it what has the words wanted."""
    _table(
        frame, _permissions(frame, language()), ("permissions", "action"), wanted, ("action", MEMBER, *ROLES, "source")
    )


def numbers(frame: pl.DataFrame, wanted: str) -> None:
    """Report `policies`, a row a number and a column a policy."""
    _table(frame, _numbers(frame, language()), ("policies", "number"), wanted, ("number", *policy_names()))


def sources(frame: pl.DataFrame, wanted: str) -> None:
    """Report `policies` by source, a row a number and the policy that states it."""
    _table(frame, _sources(frame, language()), ("policies", "source"), wanted, ("number", "policy", "states", "source"))


@once
def _permissions(frame: pl.DataFrame, _language: str) -> pl.DataFrame:
    marks = [pl.when(role).then(pl.lit(MAY)).alias(role) for role in EVERY_ROLE]
    return frame.with_columns(_words(frame["action"], action_word), *marks)


@once
def _numbers(frame: pl.DataFrame, _language: str) -> pl.DataFrame:
    return frame.with_columns(_words(frame["number"], _number), *(_words(frame[one], stated) for one in policy_names()))


@once
def _sources(frame: pl.DataFrame, _language: str) -> pl.DataFrame:
    words = {"number": _number, "policy": _head, "states": stated}
    return frame.with_columns(_words(frame[column], word) for column, word in words.items())


def action_word(action: str) -> str:
    """An action in the reader's words: a form by its title, a load by its format."""
    if action in ACTIONS or action in OF_NO_PARTNER:
        return t(f"action.{action}.title")
    kind, _, name = action.partition(":")
    return t(f"permission.{kind}", format=name)


def stated(told: str) -> str:
    """What a policy states in the reader's words: numbers and names as they are."""
    return ", ".join(_stated(one) for one in told.split(", "))


def _stated(code: str) -> str:
    known = (key for key in (f"stated.{code}", f"choice.combined_with.{code}") if key in catalog(language()))
    return next((t(key) for key in known), code)


def _number(name: str) -> str:
    return t(f"number.{name}")


def _words(told: pl.Series, word: Callable[[str], str]) -> pl.Series:
    """Looked up here and not in a thread of polars, which does not know the reader."""
    return pl.Series(told.name, [None if one is None else word(one) for one in told], pl.String)


def _head(column: str) -> str:
    return t(f"column.{column}")


def _table(
    frame: pl.DataFrame, words: pl.DataFrame, asked: tuple[str, str], wanted: str, seen: tuple[str, ...]
) -> None:
    """The rows whose words hold what is wanted; below them the same rows as a file, in their codes."""
    if wanted.strip():
        found = words.select(_holds(words.columns, wanted)).to_series()
        frame, words = frame.filter(found), words.filter(found)
    widths = {name: WIDE.get(name) or room(_head(name)) for name in seen}
    st.dataframe(
        words,
        height=HEIGHT,
        hide_index=True,
        placeholder=written.DASH,
        column_order=seen,
        column_config={
            name: st.column_config.Column(_head(name), width=width, pinned=name == seen[0])
            for name, width in widths.items()
        },
        alt=t("alt.table", name=t(f"report.{asked[0]}")),
    )
    downloads.show(frame, *asked)


def _holds(columns: Iterable[str], wanted: str) -> pl.Expr:
    texts = [pl.col(name).fill_null("").str.to_lowercase() for name in columns]
    return pl.any_horizontal(one.str.contains(wanted.strip().lower(), literal=True) for one in texts)
