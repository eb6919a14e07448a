"""`benefits erase`: all that is kept of a person, but what was done."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipelines.actions.erasure import erase_person
from pipelines.commands.shared import opened
from pipelines.commands.terminal import say
from pipelines.settings import load_settings
from pipelines.text import text


def erase(person: Annotated[str, typer.Argument(metavar="PERSON", help="The address of a person.")]) -> None:
    """Erases a person who has no role any more. Deeds stay, without the name. Ends rollback: older snapshots go."""
    settings, now = load_settings(), datetime.now(UTC)
    email = person.strip().lower()
    with opened(settings) as store:
        made = erase_person(store, email, now, settings.as_of or now.date())
    told = {"person": email, "alias": made.alias, "files": made.files, "letters": made.letters}
    say(text("erase.done", settings.language, **told))
    if made.snapshot:
        say(text("snapshot.only_one", settings.language, snapshot=made.snapshot))
    say(text("erase.outside", settings.language))
