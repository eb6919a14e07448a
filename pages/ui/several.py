"""A deed for each of several people: pasted e-mails, one a line, and below what came of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import streamlit as st

from pages.ui import deeds, possible, rules_said, written
from pages.ui.deeds import What
from pages.ui.marks import marked
from pages.ui.session import language, t
from pages.ui.written import plain
from pipelines.actions import Done, Outcome, Refused
from pipelines.errors import BenefitsError

# A list for one sitting; each person takes about a tenth of a second.
MOST = 100
# So many lines are shown at once; of more a window of so many pixels.
SHOWN, TALL = 12, 420


@dataclass
class Slot:
    """The form in a session: the name of the list that is not sent yet, and what came of each person of the last one.

    It is changed in place: what a session keeps by name can be cut off by a click, and the report would be lost.
    """

    request_id: str
    outcomes: dict[str, Outcome | BenefitsError] = field(default_factory=dict)


def form(what: What) -> None:
    """The form for a deed whose only needed field is the person; the same rules as for one."""
    name = f"several.{what}"
    slot: Slot = st.session_state.setdefault(name, Slot(deeds.new_request_id()))
    request_id = slot.request_id
    with st.expander(t("several.title"), icon=":material/group_add:", expanded=bool(slot.outcomes)):
        with st.form(f"{name}.form", border=False):
            st.caption(t("several.hint"))
            pasted = st.text_area(t("several.emails"), key=f"{name}.{request_id}")
            refused = bool(possible.broken(what.action, what.partner_id, what.about))
            if st.form_submit_button(t("several.button"), disabled=refused, key=f"{name}.{request_id}.go"):
                _submit(what, people(pasted), slot, request_id)
        if slot.outcomes:
            _report(what, slot.outcomes)


def people(pasted: str) -> list[str]:
    """The addresses of a pasted list, each once, in their order."""
    lines = pasted.replace(";", "\n").replace(",", "\n").splitlines()
    return list(dict.fromkeys(line.strip().lower() for line in lines if line.strip()))


def _submit(what: What, emails: list[str], slot: Slot, request_id: str) -> None:
    if not emails:
        st.error(t("several.empty"), icon=":material/edit_note:")
    elif len(emails) > MOST:
        count = written.number(len(emails), language())
        st.error(t("several.too_many", most=MOST, count=count), icon=":material/edit_note:")
    else:
        slot.outcomes = each(what, emails, request_id)
        slot.request_id = deeds.new_request_id()
        st.rerun()


def each(what: What, emails: list[str], request_id: str) -> dict[str, Outcome | BenefitsError]:
    """What came of each person, one deed after the other. The same list sent twice asks for the same deeds."""
    return {email: deeds.carry_out(what, {"person": email}, _id(request_id, email), None) for email in emails}


def _id(request_id: str, email: str) -> str:
    """One deed a person; the address itself has no place in the ledger's rows."""
    return sha256(f"{request_id} {email}".encode()).hexdigest()[:32]


def _report(what: What, outcomes: Mapping[str, Outcome | BenefitsError]) -> None:
    done = sum(isinstance(one, Done) for one in outcomes.values())
    st.markdown(t("several.done", done=done, all=len(outcomes)))
    with st.container(height=TALL if len(outcomes) > SHOWN else "content", border=False):
        st.markdown("\n".join(f"- {_line(email, one, what)}" for email, one in outcomes.items()))


def _line(email: str, outcome: Outcome | BenefitsError, what: What) -> str:
    """'`a@contoso.example` · ✕ Refused · why', the address as it was pasted."""
    code = "done" if isinstance(outcome, Done) else "refused"
    said = [marked("outcome", code, t(f"outcome.{code}")), _why(outcome, what)]
    return " · ".join([f"`{email.replace('`', '')}`", *(plain(one) for one in said if one)])


def _why(outcome: Outcome | BenefitsError, what: What) -> str | None:
    match outcome:
        case Refused(broken):
            return " ".join(rules_said.said(one, what.partner_id) for one in broken)
        case BenefitsError() as wrong:
            return wrong.sentence(language())
        case _:
            return None
