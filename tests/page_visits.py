"""One visit of one of the cast to the pages, without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import one_press
from pipelines.settings import PROJECT
from tests.the_cast import EMAILS, TODAY

MAIN = str(PROJECT / "pages" / "main.py")
FAMILIES = ("software", "azure_credit", "cloud", "visual_studio", "technical", "go_to_market")
FINANCE = ("credits", "spend", "value", "reconcile")
DESK = ("requests", "people", "onboarding", "policy")
PAGES = {
    "overview": "reports/overview.py",
    "utilization": "reports/utilization.py",
    "expiry": "reports/expiry.py",
    **{name: f"reports/{name}.py" for name in FINANCE},
    **{name: f"benefits/{name}.py" for name in (*FAMILIES, "membership")},
    **{name: f"desk/{name}.py" for name in (*DESK, "loads", "tokens", "reminders", "messages", "audit")},
}
MEMBERS = ("employee", "guest")
OF_MEMBERS = ("overview", "utilization", "expiry", "visual_studio", "technical", "membership")
CAST = tuple(cast for cast in EMAILS if cast != "stranger")
SAYING = ("title", "caption", "markdown", "header", "subheader", "info", "warning", "success", "error", "metric")
CHOOSING = ("pills", "segmented_control", "selectbox", "multiselect")
SECONDS = 60


@dataclass
class Visits:
    """Opens pages of one home for one of the cast. `files`: what the last page offered for download, by name."""

    home: Path
    patch: pytest.MonkeyPatch
    files: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, cast: str, page: str = "overview", language: str = "en", **address: Any) -> AppTest:
        """The page as this person sees it, with these parameters in the address."""
        self.files.clear()
        self.patch.setenv("BENEFITS_HOME", str(self.home))
        self.patch.setattr("pages.ui.identity.who", lambda headers, cookies, settings: EMAILS[cast])
        test = AppTest.from_file(MAIN, default_timeout=SECONDS)
        for name, value in {"language": language, **address}.items():
            test.query_params[name] = value
        if page != "overview":
            test.switch_page(PAGES[page])
        return test.run()

    @property
    def reports(self) -> dict[str, bytes]:
        """The downloads that hold data, which name the day; the templates hold examples."""
        return {name: content for name, content in self.files.items() if TODAY.isoformat() in name}


@contextmanager
def visiting(home: Path) -> Iterator[Visits]:
    """Visits of one home, on the tests' day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENEFITS_SIGN_IN", "demo")
        patch.setenv("BENEFITS_AS_OF", TODAY.isoformat())
        # Without a browser two deeds follow each other faster than a hand could do them.
        patch.setattr(one_press, "SECONDS", 0)
        visits = Visits(home, patch)
        patch.setattr(st, "download_button", _recording(visits.files))
        yield visits


def _recording(files: dict[str, bytes]) -> Any:
    draw = st.download_button

    def download_button(label: str, data: Any, file_name: str, *rest: Any, **named: Any) -> bool:
        files[file_name] = data() if callable(data) else data
        return bool(draw(label, data, file_name, *rest, **named))

    return download_button


def words(test: AppTest) -> str:
    """Everything the page says, with the labels of its choices and the cells of its tables, as the reader sees it."""
    choices = [str(option) for kind in CHOOSING for one in test.get(kind) for option in one.options]
    cells = [str(value) for table in test.dataframe for value in table.value.to_numpy().ravel()]
    return "\n".join(said(test) + choices + cells).replace("\\", "")


def said(test: AppTest) -> list[str]:
    """The sentences and figures of the page, without its choices and tables."""
    return [str(one.value) for kind in SAYING for one in test.get(kind)]


def csv_of(content: bytes) -> pl.DataFrame:
    """The rows of a downloaded CSV, as text."""
    return pl.read_csv(content, infer_schema=False)
