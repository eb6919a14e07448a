"""The app, in which a named place fails as long as a file says its name: `python -m tests.forced_faults run app.py`."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from streamlit.web.cli import main

# The setting that names the file.
FORCED = "FORCED_FAULT"
# What nobody may see: an engine's message, with a statement, a path and a value.
SECRET = "SELECT canary FROM '/srv/benefits/ledger.duckdb' WHERE key = 'XXXXX-12345'"
# The name of each place and what is called there: `module:name`.
PLACES = {
    "store": "pipelines.store:Store.snapshot",
    "ledger": "pipelines.store.ledger:Ledger.append",
    "person": "pages.ui.session:find_person",
    "navigation": "pages.ui.frame:navigation",
    "language": "pages.ui.frame:choose_language",
    "callback": "pages.ui.frame:_chosen",
    "head": "pages.ui.head:show",
    "report": "pages.ui.kept:Kept.get",
    "filter": "pages.ui.filters:partners",
    "chart": "pages.ui.charts.show:_spec",
    "table": "pages.ui.tables:show",
    "file": "pages.ui.downloads:file_of",
    "taken file": "pages.ui.downloads:written_of",
    "field": "pages.ui.fields:draw",
    "rules": "pages.ui.possible:broken_rules",
    "deed": "pages.ui.deeds:act",
    "outcome": "pages.ui.outcomes:show_left_over",
    "letter": "pipelines.actions.perform:deliver_as_files",
    "load": "pages.ui.incoming:load",
    "take back": "pages.ui.roll_back:take_back",
    "pack": "pages.ui.pack:write_pack",
    "evidence": "pages.ui.evidence_desk:write_evidence",
    "seal": "pages.ui.ledger_seal:seal",
    "history": "pages.ui.history:show",
    "policy": "pages.ui.matrix:permissions",
    "messages": "pages.ui.message_desk:run",
    "token": "pages.ui.token_desk:new_token",
    "calendar": "pages.ui.calendar_desk:new_calendar",
    "sign-in page": "pages.ui.people:find_person",
    "api reader": "pages.ui.api:find_reader",
    "api report": "pages.ui.api_answer:write_report",
    "feed": "pages.ui.calendar_feed:calendar_owner",
    "metrics": "pages.ui.metrics:last_backup",
    "mailed link": "pages.ui.verify:token_hash",
    "sign in": "pages.ui.routes:demo_cookie",
    "sign out": "pages.ui.routes:from_this_site",
    "download": "pages.ui.routes:_lets_in",
    "limits": "pages.ui.limits:_keys",
    "command": "pipelines.commands.served:answer",
    "command of the app": "pipelines.commands.report:rows",
}


class Forced(Exception):
    """The fault that was forced."""


def arm() -> None:
    """Lets every place look at the file before it does what it does."""
    for name, target in PLACES.items():
        module, _, path = target.partition(":")
        owner, last = import_module(module), path
        if "." in path:
            first, _, last = path.partition(".")
            owner = getattr(owner, first)
        setattr(owner, last, _failing(name, getattr(owner, last)))


def _failing(name: str, works: Callable[..., Any]) -> Callable[..., Any]:
    told = Path(os.environ[FORCED])

    @wraps(works)
    def failing(*args: Any, **named: Any) -> Any:
        if told.read_text("utf-8") == name:
            raise Forced(SECRET)
        return works(*args, **named)

    return failing


if __name__ == "__main__":
    arm()
    sys.exit(main())
