"""What a file leaves open, asked on the page: the order of day and month, the partner, whether a day may be poorer."""

from collections.abc import Sequence

import streamlit as st

from pages.ui import written
from pages.ui.answers import partners
from pages.ui.incoming import Answers, Sent
from pages.ui.session import language, t
from pipelines.ingest import LoadReport, Question
from pipelines.text import catalog

ASKED = "loads.asked"


def answered(sent: Sequence[Sent]) -> Answers:
    """Draws what was asked of these files so far; gives the answers by the digest of the file."""
    told: dict[str, dict[str, str]] = {}
    for one in sent:
        for question in _asked().get(one.digest, {}).values():
            answer = _ask(one, question)
            if answer:
                told.setdefault(one.digest, {})[question.setting] = answer
    return told


def ask_new(sent: Sequence[Sent], report: LoadReport) -> None:
    """Draws what this rehearsal asks for the first time."""
    for one, file in zip(sent, report.files, strict=True):
        question = file.refusal.question if file.refusal else None
        known = _asked().setdefault(one.digest, {})
        if question and question.setting not in known:
            known[question.setting] = question
            _ask(one, question)


def _asked() -> dict[str, dict[str, Question]]:
    asked: dict[str, dict[str, Question]] = st.session_state.setdefault(ASKED, {})
    return asked


def _ask(one: Sent, question: Question) -> str | None:
    label = f"{written.plain(one.name)}: {_words('question', question.setting)}"
    key = f"loads.answer.{one.digest}.{question.setting}"
    if not question.choices:
        return st.text_input(label, key=key) or None
    return st.selectbox(
        label,
        question.choices,
        index=None,
        placeholder=t("loads.answer"),
        format_func=lambda choice: _choice(question.setting, choice),
        key=key,
        # The nearest of a product or an offer are offered; any other of the catalogue may be written.
        accept_new_options=":" in question.setting,
    )


def in_words(setting: str, value: str) -> str:
    """A setting that was used: 'currency: USD', 'order of day and month: month first'."""
    return f"{_words('taken', setting)}: {_choice(setting, value)}"


def _choice(setting: str, choice: str) -> str:
    return partners().get(choice, choice) if setting == "partner" else _words(f"choice.{setting}", choice)


def _words(area: str, code: str) -> str:
    """The words for a setting (`product:<name>` asks about a name in the file) or a choice; else the code itself."""
    kind, _, name = code.partition(":")
    key = f"{area}.{kind}"
    return t(key, name=name) if key in catalog(language()) else code
