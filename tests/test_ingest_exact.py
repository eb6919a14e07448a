"""Amounts are rounded half even at 18 decimals, whatever their form, and what rounding takes is known exactly."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ingest.clean import AMOUNT
from pipelines.ingest.formats.azure_cost_details_ea import FORMAT
from pipelines.ingest.unrounded import differences

WIDE = Context(prec=76, rounding=ROUND_HALF_EVEN)
AMOUNTS = st.builds(
    lambda digits, places, form: format(Decimal(digits).scaleb(-places, WIDE), form),
    st.one_of(st.integers(-(10**30), 10**30), st.integers(-(10**12), 10**12).map(lambda n: n * 10**8 + 5 * 10**7)),
    st.integers(14, 26),
    st.sampled_from(["f", "E"]),
)


def rounded(text: str) -> Decimal:
    return WIDE.quantize(Decimal(text), Decimal("1E-18"))


@settings(max_examples=300, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_amounts_of_up_to_26_decimals_are_rounded_half_even_and_the_rest_is_told(texts: list[str]) -> None:
    written = pl.DataFrame({"cost": texts})
    values = written.select(cost=pl.col("cost").cast(AMOUNT, strict=False), currency=pl.lit("EUR"))
    assert values["cost"].to_list() == [rounded(text) for text in texts]
    exact = sum((WIDE.subtract(Decimal(text), rounded(text)) for text in texts), Decimal(0))
    assert differences(written, values, FORMAT).get("EUR", Decimal(0)) == exact
