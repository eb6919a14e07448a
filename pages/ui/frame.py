"""What surrounds every page: its entry in the navigation, the language, who reads, the way out."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages.ui import sign_in_desk
from pages.ui.links import same_tab
from pages.ui.people import Person
from pages.ui.session import PageRun, language, listed, require, t, user
from pipelines.ingest import first_run
from pipelines.settings import PROJECT
from pipelines.text import LANGUAGES, text

# A favicon of our own: without one the browser fetches the page's icon from another host.
ICON = str(PROJECT / "data" / "icon.svg")
FIRST = "overview"
# Pixels; what is left at 1280 holds the longest names of products.
MENU_WIDTH = 200
PAGES = {
    "reports": {
        "overview": ":material/dashboard:",
        "utilization": ":material/bar_chart:",
        "expiry": ":material/event_busy:",
        "credits": ":material/account_balance_wallet:",
        "spend": ":material/payments:",
        "value": ":material/balance:",
        "reconcile": ":material/rule:",
    },
    "benefits": {
        "software": ":material/vpn_key:",
        "azure_credit": ":material/savings:",
        "cloud": ":material/cloud:",
        "visual_studio": ":material/terminal:",
        "technical": ":material/support_agent:",
        "go_to_market": ":material/campaign:",
        "membership": ":material/workspace_premium:",
    },
    "desk": {
        "reminders": ":material/notifications:",
        "requests": ":material/inbox:",
        "people": ":material/group:",
        "onboarding": ":material/checklist:",
        "policy": ":material/gavel:",
        "loads": ":material/upload_file:",
        "tokens": ":material/key:",
        "messages": ":material/mail:",
        "audit": ":material/history:",
    },
}


def navigation(run: PageRun) -> st.Page:
    """The page that the address asks for; the menu lists what the reader may see.

    Every page has its address for everybody: those who are not known find a door there, and the page once they are.
    """
    door = None if run.person else _door(run)
    entries = {
        t(f"nav.{section}"): [_entry(run, door or f"{section}/{name}.py", name, icon) for name, icon in pages.items()]
        for section, pages in PAGES.items()
    }
    return st.navigation(entries, position="sidebar" if run.person else "hidden", expanded=True)


def _door(run: PageRun) -> str:
    """What those find who are not known: the way in, the first run while nobody is Global admin, or whom to ask."""
    if run.email is None:
        return "desk/sign_in.py"
    return "desk/set_up.py" if first_run.is_open(run.snapshot) else "desk/no_access.py"


def _entry(run: PageRun, script: str, name: str, icon: str) -> st.Page:
    listed = run.person is not None and run.person.may(f"see:{name}")
    return st.Page(
        script,
        title=t(f"nav.{name}") if run.person else t("app.name"),
        icon=icon,
        url_path=name,
        default=name == FIRST,
        visibility="visible" if listed else "hidden",
    )


def guard(page: st.Page) -> None:
    """NotAllowed where the reader may not see the page; what it says then stands under a title."""
    name = page.url_path or FIRST
    right = f"see:{name}"
    if name == FIRST and not user().may(right):
        _lead_on(user())
    if not user().may(right):
        st.title(t("refused.title"), anchor=False)
    require(right)


def _lead_on(reader: Person) -> None:
    """Goes to the first page that the reader may see, for those who may not see the one that `/` shows."""
    for section, pages in PAGES.items():
        for name in pages:
            if reader.may(f"see:{name}"):
                st.switch_page(f"{section}/{name}.py")


def sidebar(run: PageRun) -> None:
    """For those who are known: who they are, the way out, and the language."""
    if run.person is None:
        return
    with st.sidebar:
        choose_language()
        with st.container(gap=None):
            st.text(run.person.name)
            st.caption(listed(t(f"role.{role}") for role in run.person.titles))
        same_tab(t("sign_out"), "/sign-out?" + urlencode({"next": address()}))
        sign_in_desk.sign_out_everywhere()


def choose_language() -> None:
    """The choice of language, kept in the address as its code."""
    st.session_state["language_choice"] = language()
    st.selectbox(
        t("language.label"),
        LANGUAGES,
        key="language_choice",
        format_func=lambda code: text("language.name", code),
        on_change=_chosen,
    )


def _chosen() -> None:
    st.query_params["language"] = st.session_state["language_choice"]


def address() -> str:
    """The path and the parameters the reader's browser shows."""
    path = urlsplit(st.context.url or "").path or "/"
    told = urlencode(st.query_params.to_dict())
    return f"{path}?{told}" if told else path
