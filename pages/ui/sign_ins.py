"""Whether a sign-in still counts: the one answer for pages, downloads and uploads, asked anew by each of them.

Who reads by address with a token, and who does a deed, is asked in the same place: the view `person_enabled`.
"""

from datetime import datetime

import polars as pl

from pages.ui.identity import SignIn
from pages.ui.idle import LAST_USES
from pipelines.settings import Settings
from pipelines.store import Snapshot
from pipelines.store.chain import APP
from pipelines.store.known import Question


def counts(snapshot: Snapshot, email: str, made: SignIn | None, now: datetime, settings: Settings) -> bool:
    """Whether the person is not disabled, no deed has ended the sign-in, and it was not left unused for too long.

    Without a sign-in, of a download behind a proxy, only a disabled person does not count. The second in which sessions
    end is lost to new ones too: cookies tell no fraction of it.
    """
    found = snapshot.known.ask(Question(snapshot.number, "sign_in", APP, email=email), pl.DataFrame.to_dicts).told
    if any(row["disabled"] or (made and made.at <= row["not_before"]) for row in found):
        return False
    return made is None or made.session is None or LAST_USES.used(f"{email} {made.session}", now, settings)
