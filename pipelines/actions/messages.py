"""A letter that was given up or refused is handed over once more. The deed only asks; the outbox does it next."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking


def _known(asking: Asking) -> dict[str, object]:
    found = asking.read("message_at", message=asking.values["message_id"], email=asking.order.actor)
    seen: Mapping[str, Any] = found.row(0, named=True) if found.height else {}
    return {
        "given_message_state": pl.lit(seen.get("message_state"), pl.String),
        "given_message_attempts": seen.get("attempts", 0),
        "given_message_roles": pl.lit(seen.get("roles", []), pl.List(pl.String)),
    }


def _resend(asking: Asking, facts: Facts) -> Written:
    """Behind which attempt it was asked for, so that one more begins the waiting times anew."""
    return Written(str(asking.values["message_id"]), {"attempts": str(facts["given_message_attempts"])})


ACTIONS = (Action("resend_message", "app", (Field("message_id", "choice"),), given=_known, written=_resend),)
