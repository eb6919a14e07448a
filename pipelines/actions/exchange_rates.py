"""Exchange rates: what one currency is in another, from a day on, as finance says and from where it has it."""

import polars as pl

from pipelines.actions.action import Action, Facts, Field, Written
from pipelines.actions.asking import Asking

_TOLD = ("from_currency", "to_currency", "rate", "rate_on", "rate_source")


def _rate(asking: Asking) -> dict[str, object]:
    told = asking.values
    return {
        "given_from_currency": told["from_currency"],
        "given_to_currency": told["to_currency"],
        "given_rate_on": pl.lit(told["rate_on"], pl.Date),
    }


def _record(asking: Asking, _: Facts) -> Written:
    """The subject is the pair of currencies."""
    told = {name: f"{asking.values[name]:f}" if name == "rate" else str(asking.values[name]) for name in _TOLD}
    return Written(f"{told['from_currency']}-{told['to_currency']}", told)


ACTIONS = (
    Action(
        "record_exchange_rate",
        "partner",
        (
            Field("from_currency", "currency"),
            Field("to_currency", "currency"),
            Field("rate", "rate"),
            Field("rate_on", "date"),
            Field("rate_source", "text"),
        ),
        given=_rate,
        written=_record,
    ),
)
