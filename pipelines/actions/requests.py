"""The requests desk: the vendor's answer is written down, or a request is withdrawn (source rows 63, 65, 81, 85)."""

import re
from datetime import date
from typing import Any

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking
from pipelines.rules.model import OUTCOMES

# Access ID and Contract ID (domain-facts 2.2).
_NINE_DIGITS = re.compile(r"[0-9]{9}")
_IDS = ("access_id", "contract_id")


def _answer(asking: Asking) -> dict[str, Any]:
    told = asking.values
    return {
        "given_outcome": told["outcome"],
        "given_ids_complete": _complete(asking),
        "given_active_from": pl.lit(told["active_from"], pl.Date),
        "given_expires_on": pl.lit(told["expires_on"], pl.Date),
    }


def _complete(asking: Asking) -> bool:
    """Whether each id has nine digits; both are due with the activation of support incidents (row 65)."""
    told = [asking.values[name] for name in _IDS]
    if any(one is not None and not _NINE_DIGITS.fullmatch(str(one)) for one in told):
        return False
    due = asking.read("ids_due", about=asking.order.about)["due"].to_list() == [True]
    return None not in told or not due or asking.values["outcome"] != "accepted"


def _write(asking: Asking, _: Facts) -> Written:
    details = {name: _plain(value) for name, value in asking.values.items()}
    return Written(asking.order.about, details)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date) else value


def _withdraw(asking: Asking, _: Facts) -> Written:
    return Written(asking.order.about)


RECORD_ANSWER = Action(
    "record_answer",
    "request",
    (
        Field("outcome", "choice", choices=OUTCOMES),
        Field("access_id", "text", required=False),
        Field("contract_id", "text", required=False),
        Field("active_from", "date", required=False),
        Field("expires_on", "date", required=False),
        Field("note", "long_text", required=False),
    ),
    given=_answer,
    written=_write,
)
WITHDRAW_REQUEST = Action("withdraw_request", "request", written=_withdraw)
ACTIONS = (RECORD_ANSWER, WITHDRAW_REQUEST)
