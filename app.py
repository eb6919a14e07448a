"""The server: the pages, the routes beside them, what every request goes through. `streamlit run app.py` starts it."""

import sys
from pathlib import Path

import streamlit as st
import structlog

from pages.ui.faults import show
from pages.ui.routes import middleware, routes
from pipelines.errors import BenefitsError
from pipelines.settings import Settings, load_settings

MAIN = Path(__file__).parent / "pages" / "main.py"


def started() -> Settings:
    """The settings, with the signing key made; ends the program with a sentence where they cannot be used."""
    try:
        settings = load_settings()
        settings.signing_key()
    except BenefitsError as wrong:
        sys.exit(str(wrong))
    return settings


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


log_to_terminal()
settings = started()
app = st.App(MAIN, routes=routes(settings), middleware=middleware(settings), on_script_error=show)

if __name__ == "__main__":
    app.run()
