"""`benefits deliver`: letters that are due, for a scheduler where the app does not run."""

from collections import Counter

import typer

from pipelines.actions import outbox
from pipelines.commands.shared import SET_ASIDE, now, opened
from pipelines.commands.terminal import say
from pipelines.settings import load_settings
from pipelines.text import text

_OUTCOMES = ("sent", "written", "failed", "given_up", "refused")


def deliver() -> None:
    """Sends the letters that are due, or writes them as files where no mail server is set. Exit 3: some failed."""
    settings = load_settings()
    with opened(settings) as store:
        made = outbox.deliver(store, now())
    counts = Counter("given_up" if one.outcome == "failed" and one.next_at is None else one.outcome for one in made)
    told = {name: counts[name] for name in _OUTCOMES}
    say(text("deliver.done", settings.language, **told) if made else text("deliver.none", settings.language))
    if counts["sent"] + counts["written"] < len(made):
        raise typer.Exit(SET_ASIDE)
