"""How the membership stands under which something is to be done: where it is kept, and whether it is given back."""

import polars as pl

from pipelines.rules.rule import Rule

_LAPSED = (pl.col("portal") == "pmc") & (pl.col("membership_ends_on") < pl.col("on_day"))
# Of a membership that is not loaded no refund was asked for.
_GIVEN_BACK = pl.col("refund_requested").fill_null(value=False)


def read_only(action: str) -> Rule:
    """After its last day a membership that is still in the old portal can only be looked at."""
    holds = ~_LAPSED.fill_null(value=False)
    return Rule(f"{action}.portal", "limit", action, holds, "S3 row 4", says=("membership_ends_on",))


def not_refunding(action: str) -> Rule:
    """Only what was not activated is refunded: so nothing is activated while a refund is asked for."""
    return Rule(f"{action}.not_refunding", "eligibility", action, ~_GIVEN_BACK, "S2 rows 83-85", says=("offer_name",))
