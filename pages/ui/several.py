"""A deed for each of several people: pasted e-mails, one a line, and below what came of each."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Told:
    """What came of each person of the last list."""

    what: What
    outcomes: dict[str, Outcome | BenefitsError]


def form(what: What) -> None:
    """The form for a deed whose only needed field is the person; the same rules as for one."""
    slot = f"several.{what}"
    request_id = st.session_state.setdefault(slot, deeds.new_request_id())
    with st.expander(t("several.title"), icon=":material/group_add:", expanded=_told(what) is not None):
        with st.form(f"{slot}.form", border=False):
            st.caption(t("several.hint"))
            pasted = st.text_area(t("several.emails"), key=f"{slot}.{request_id}")
            refused = bool(possible.broken(what.action, what.partner_id, what.about))
            if st.form_submit_button(t("several.button"), disabled=refused):
                _submit(what, people(pasted), slot, request_id)
        _report(what)


def people(pasted: str) -> list[str]:
    """The addresses of a pasted list, each once, in their order."""
    lines = pasted.replace(";", "\n").replace(",", "\n").splitlines()
    return list(dict.fromkeys(line.strip().lower() for line in lines if line.strip()))


def _submit(what: What, emails: list[str], slot: str, request_id: str) -> None:
    if not emails:
        st.error(t("several.empty"))
    elif len(emails) > MOST:
        st.error(t("several.too_many", most=MOST, count=written.number(len(emails), language())))
    else:
        st.session_state["several.told"] = Told(what, each(what, emails, request_id))
        st.session_state[slot] = deeds.new_request_id()
        st.rerun()


def each(what: What, emails: list[str], request_id: str) -> dict[str, Outcome | BenefitsError]:
    """What came of each person, one deed after the other. The same list sent twice asks for the same deeds."""
    return {email: deeds.carry_out(what, {"person": email}, _id(request_id, email), None) for email in emails}


def _id(request_id: str, email: str) -> str:
    """One deed a person; the address itself has no place in the ledger's rows."""
    return sha256(f"{request_id} {email}".encode()).hexdigest()[:32]


def _told(what: What) -> Told | None:
    told = st.session_state.get("several.told")
    return told if isinstance(told, Told) and told.what == what else None


def _report(what: What) -> None:
    told = _told(what)
    if told is None:
        return
    done = sum(isinstance(one, Done) for one in told.outcomes.values())
    st.markdown(t("several.done", done=done, all=len(told.outcomes)))
    with st.container(height=TALL if len(told.outcomes) > SHOWN else "content", border=False):
        st.markdown("\n".join(f"- {_line(email, one, what)}" for email, one in told.outcomes.items()))


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
