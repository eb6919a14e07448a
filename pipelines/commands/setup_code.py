"""`benefits setup-code`: the one-time code with which the first Global admin sets the app up."""

from pipelines.commands.shared import now, opened
from pipelines.commands.terminal import complain, say
from pipelines.ingest import first_run
from pipelines.settings import Settings, load_settings
from pipelines.store import Store
from pipelines.store.setup_code import LIFETIME
from pipelines.text import text


def setup_code() -> None:
    """Prints a one-time code for the page of the first run. Exit 2 where somebody is Global admin already."""
    settings = load_settings()
    with opened(settings) as store:
        _tell(store, settings)


def tell_if_needed(settings: Settings) -> None:
    """Prints a code where nobody is Global admin yet, else nothing."""
    with opened(settings) as store:
        with store.snapshot() as snapshot:
            needed = first_run.is_open(snapshot)
        if needed:
            _tell(store, settings)


def _tell(store: Store, settings: Settings) -> None:
    code = first_run.make_code(store, now())
    hours = LIFETIME.total_seconds() / 3600
    complain(text("setup_code.made", settings.language, hours=round(hours), address=settings.address))
    say(code)
