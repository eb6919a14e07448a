"""The vendor's answers to requests: our template. The key is the number of the request.

Whether there is such a request is not asked here: the warehouse knows nothing of deeds. The partner is the one that the
number names.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import wrong
from pipelines.rules.model import OUTCOMES

# A request's number: its partner's id and a number (P-1-R12).
_PARTNER, _NUMBER = r"(?i)^(.+)-R\d+$", r"(?i)^.+-R(\d+)$"
# Access ID and Contract ID (domain-facts 2.2).
_NINE_DIGITS = r"^\d{9}$"


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    named = pl.col("request_id").str.extract(_PARTNER).str.to_lowercase()
    partner = named.replace_strict(dict(context.names["partner"]), default=None, return_dtype=pl.String)
    whole = frame.with_columns(partner_id=partner)
    number = pl.format("{}-R{}", "partner_id", pl.col("request_id").str.extract(_NUMBER))
    marked = wrong(whole, "request_id", pl.col("partner_id").is_null(), "request_number")
    marked = marked.with_columns(request_id=pl.coalesce(number, "request_id"))
    for name in ("access_id", "contract_id"):
        marked = wrong(marked, name, ~pl.col(name).str.contains(_NINE_DIGITS), "nine_digits")
    return wrong(marked, "expires_on", pl.col("expires_on") < pl.col("active_from"), "not_before_active")


FORMAT = Format(
    name="answers",
    table="answer",
    columns=(
        Column("request_id", Kind.TEXT, ("request_id", "request_no", "Request ID"), example="P-1-R12"),
        Column("outcome", Kind.CHOICE, choices=OUTCOMES, example="accepted"),
        Column("access_id", Kind.TEXT, missing=True, empty=True, example="123456789"),
        Column("contract_id", Kind.TEXT, missing=True, empty=True, example="987654321"),
        Column("active_from", Kind.DATE, missing=True, empty=True, example="2026-06-12"),
        Column("expires_on", Kind.DATE, missing=True, empty=True, example="2027-06-11"),
        Column("note", Kind.TEXT, missing=True, empty=True),
    ),
    group=("request_id",),
    unique=("request_id",),
    ours=True,
    made=("partner_id",),
    finish=_finish,
)
