"""How far an account is: its steps with their state, what is needed at hand, and the primary contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from pages.ui import written
from pages.ui.answers import SQL
from pages.ui.deed_form import deed_form
from pages.ui.session import language, snapshot, t, user
from pages.ui.written import plain
from pipelines.rules.steps import NAMES, STEPS, Step, before

MARKS = {"done": "✓", "open": "●", "later": "○"}


@dataclass(frozen=True)
class Account:
    """A partner's account: its portal, the day of each step that is done, and the primary contact."""

    partner_id: str
    partner: str
    portal: str
    done: Mapping[str, date]
    contact: str | None
    sent_on: date | None
    verified_on: date | None

    def state(self, step: Step) -> str:
        """'done', 'open' (everything before it is done) or 'later'."""
        if step.name in self.done:
            return "done"
        return "open" if set(before(step.name)) <= self.done.keys() else "later"


def account(partner_id: str) -> Account:
    """The account of one of the reader's partners."""
    asked = (SQL / "onboarding.sql").read_text("utf-8")
    row = snapshot().query(asked, {"partner": partner_id}, user().scope).row(0, named=True)
    done = {step["step"]: step["done_on"] for step in row.pop("steps")}
    return Account(partner_id, done=done, **row)


def progress(told: Account) -> None:
    """Where the partner is, and how many steps are done (source rows 3, 103)."""
    st.caption(plain(t(f"onboarding.portal.{told.portal}", partner=told.partner)))
    done = len(told.done.keys() & set(NAMES))
    st.progress(done / len(NAMES), t("onboarding.done", done=done, all=len(NAMES)))
    if done == len(NAMES):
        st.success(t("onboarding.ready"), icon=":material/task_alt:")


def steps(told: Account) -> None:
    """What is needed at hand, and the steps in their order, each with its state and how it is done."""
    for heading, at_hand in (("onboarding.at_hand", True), ("onboarding.steps", False)):
        st.subheader(t(heading), anchor=False)
        for number, step in enumerate((one for one in STEPS if one.prerequisite is at_hand), start=1):
            _step(told, step, None if at_hand else number)


def contact(told: Account) -> None:
    """Who the primary contact is, whether the address is confirmed, and the form that mails the link (rows 96, 97)."""
    icon = ":material/verified:" if told.verified_on else ":material/mail:"
    st.markdown(f"{icon} {plain(_contact(told))}")
    deed_form(
        "send_verification",
        partner_id=told.partner_id,
        start={"language": language()},
        note=t("onboarding.contact.why"),
    )


def next_step(told: Account) -> None:
    """The form in which a step is ticked off: it begins with the first that can be done."""
    left = {step.name: t(f"choice.step.{step.name}") for step in STEPS if step.name not in told.done}
    if left:
        first = next((step.name for step in STEPS if told.state(step) == "open"), "")
        deed_form("complete_step", partner_id=told.partner_id, options={"step": left}, start={"step": first})


def _step(told: Account, step: Step, number: int | None) -> None:
    state = told.state(step)
    day = written.day(told.done.get(step.name), language())
    title = f"{number}. " if number else ""
    with st.container(border=True, gap=None):
        said = f"**{plain(title + t(f'choice.step.{step.name}'))}**"
        st.markdown(f"{MARKS[state]} {said} · :gray[{plain(t(f'onboarding.step.{state}', day=day))}]")
        st.caption(f"{plain(t(f'step_how.{step.name}'))} {plain(step.source)}")


def _contact(told: Account) -> str:
    if told.contact is None or told.sent_on is None:
        return t("onboarding.contact.none")
    if told.verified_on is None:
        return t("onboarding.contact.sent", name=told.contact, day=written.day(told.sent_on, language()))
    return t("onboarding.contact.verified", name=told.contact, day=written.day(told.verified_on, language()))
