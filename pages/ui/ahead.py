"""What the first page needs, loaded while the first reader's browser still fetches the app: nobody waits for it."""

from importlib import import_module
from threading import Thread

# Those that take longest come first: charts, then the library of forecasts, which is loaded where it is first used.
MODULES = ("pages.ui.cards", "statsmodels.tsa.holtwinters", "pages.ui.next_actions", "pages.ui.frame")


def load_ahead() -> Thread:
    """Loads them beside whatever else is done; gives the thread, which nothing has to wait for."""
    thread = Thread(target=_load, name="ahead", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    for name in MODULES:
        import_module(name)
