"""What a reader sees of a page: its words, its choices, and each table with the file that is offered below it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.page_visits import Visits, csv_of, visiting, words

CHOICES = ("selectbox", "multiselect", "pills", "segmented_control", "date_input", "text_input")
# What is being written for a load or for a form is no choice of what to see.
WRITING = ("loads.", "redemption.")
# Names the address, whose parameters may come in another order.
SIGN_OUT = "sign&#45;out"


@dataclass
class Table:
    """A table as it was drawn: its cells, the columns in sight, and the CSV beneath it."""

    cells: pl.DataFrame
    order: list[str]
    csv: pl.DataFrame | None = None


@dataclass
class Sight:
    """Visits of one home; `tables` are those of the last page, from top to bottom as the script drew them."""

    visits: Visits
    tables: list[Table] = field(default_factory=list)

    def __call__(self, cast: str, page: str, language: str = "en", **address: Any) -> AppTest:
        """The page as this person sees it."""
        self.tables.clear()
        return self.visits(cast, page, language, **address)

    def again(self, seen: AppTest) -> AppTest:
        """The same page after a choice."""
        self.tables.clear()
        self.visits.files.clear()
        return seen.run()

    def told(self, seen: AppTest) -> tuple[object, ...]:
        """Everything that tells two looks at a page apart."""
        chosen = {one.key: one.value for one in choices(seen)}
        tables = [(one.cells.rows(), one.order, None if one.csv is None else one.csv.rows()) for one in self.tables]
        said = [line for line in words(seen).splitlines() if SIGN_OUT not in line]
        return said, chosen, tables


@contextmanager
def sight(home: Path) -> Iterator[Sight]:
    """Looks at the pages of one home."""
    with visiting(home) as visits:
        seen = Sight(visits)
        draw, offer = st.dataframe, st.download_button

        def dataframe(data: Any, **named: Any) -> Any:
            seen.tables.append(Table(data, list(named.get("column_order") or data.columns)))
            return draw(data, **named)

        def download_button(label: str, data: Any, file_name: str, *rest: Any, **named: Any) -> Any:
            csv = file_name.endswith(".csv") and seen.tables
            if csv and seen.tables[-1].csv is None:
                seen.tables[-1].csv = csv_of(data() if callable(data) else data)
            return offer(label, b"", file_name, *rest, **named)

        visits.patch.setattr(st, "dataframe", dataframe)
        visits.patch.setattr(st, "download_button", download_button)
        yield seen


def choices(seen: AppTest) -> list[Any]:
    """What the reader can choose of what to see: fields of forms, and of what is being loaded, are none."""
    every = [one for kind in CHOICES for one in seen.get(kind)]
    return [one for one in every if one.key and not one.form_id and not one.key.startswith(WRITING)]
