"""The requests desk: the vendor's answer is written down, or a request is withdrawn (source rows 63, 65, 81, 82, 85).

Facts of a form: given_outcome, given_ids_complete (of a technical activation that was accepted: both ids, nine digits
each; true where none are due), given_active_from, given_expires_on.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted

_STATE, _KIND = pl.col("state"), pl.col("kind")
_WAITING = _STATE == "waiting"
_FROM, _UNTIL = pl.col("given_active_from"), pl.col("given_expires_on")
_TO_ACTIVATE = (pl.col("given_outcome") == "accepted") & (_KIND == "activation")

RULES: tuple[Rule, ...] = (
    permitted("record_answer", "[design] source rows 63, 81 name nobody"),
    # An activation's answer may be mended: ids and dates are typed from a letter.
    Rule(
        "record_answer.open",
        "eligibility",
        "record_answer",
        _WAITING | ((_STATE == "answered") & (_KIND == "activation")),
        "S2 rows 63, 81, 85",
        says=("request_no",),
    ),
    Rule(
        "record_answer.ids", "eligibility", "record_answer", pl.col("given_ids_complete"), "S2 row 65; domain-facts 2.2"
    ),
    Rule(
        "record_answer.active_from",
        "limit",
        "record_answer",
        ~_TO_ACTIVATE | (pl.col("opened_on") <= _FROM).fill_null(value=False),
        "S2 rows 63, 81, 82",
        says=("opened_on",),
    ),
    Rule(
        "record_answer.expires_on",
        "limit",
        "record_answer",
        _UNTIL.is_null() | (_UNTIL >= _FROM).fill_null(value=False),
        "S2 row 82",
    ),
    permitted("withdraw_request", "[design] who may ask may withdraw"),
    Rule("withdraw_request.waiting", "eligibility", "withdraw_request", _WAITING, "S2 row 85", says=("request_no",)),
)
