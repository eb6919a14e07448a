"""The server: the pages, the routes beside them, what every request goes through. `streamlit run app.py` starts it."""

import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import streamlit as st
import structlog

from pages.ui.ahead import load_ahead
from pages.ui.command import command_route
from pages.ui.faults import show
from pages.ui.oidc import provider
from pages.ui.routes import middleware, routes
from pages.ui.schedule import JOBS, Job, at_work
from pages.ui.session import store
from pipelines.commands.loopback import PATH, open_door
from pipelines.commands.program import told
from pipelines.commands.remind import remind_now
from pipelines.commands.served import answer
from pipelines.settings import Settings, load_settings
from pipelines.store import Store

MAIN = Path(__file__).parent / "pages" / "main.py"


def started() -> Settings:
    """The settings, with the signing key made and the ledger held; where that cannot be, the program ends with a
    sentence, for a fault of ours with its number in the log."""
    if told(hold):
        sys.exit(1)
    return load_settings()


def hold() -> int:
    """Takes what only one app can have."""
    load_settings().signing_key()
    store().open()
    return 0


def log_to_terminal() -> None:
    """One JSON object a line on stderr."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@asynccontextmanager
async def reachable(app: st.App) -> AsyncIterator[None]:
    """Lets the commands of this home find the app while it runs, at the port that it got; and does its jobs."""
    load_ahead()
    with open_door(settings.home, st.get_option("server.port"), token):
        async with at_work((*JOBS, Job("reminders", 3600, reminders)), store()):
            yield


def reminders(store: Store, moment: datetime) -> object:
    """A round of reminders, which then go out with the other letters."""
    return remind_now(store, settings, moment)


log_to_terminal()
settings, token = started(), secrets.token_urlsafe(32)
app = st.App(
    MAIN,
    routes=[*routes(settings), command_route(PATH, token, partial(answer, own=settings))],
    middleware=middleware(settings),
    lifespan=reachable,
    on_script_error=show,
    secrets=provider(settings),
)

if __name__ == "__main__":
    app.run()
