"""Azure credit: it is activated by giving a person access to it (rows 35-45; domain-facts 2.4).

A monthly credit has people added and removed, a bulk credit goes from one person to another. Facts of a form:
given_person_known, given_in_directory, given_member_type, given_domain (of the address), given_is_actor,
given_person_holds (this credit), given_other_credits (how many others), given_clashes (a credit that cannot be combined
with this one) of who is to get it; given_holder of who has it; given_combined_with, an offer used beside it.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted
from pipelines.rules.seats import assignable, held, usable
from pipelines.rules.standing import not_refunding, read_only

_BULK, _MONTHLY = pl.col("unit") == "credit_year", pl.col("unit") == "credit_month"
_HELD = pl.col("holders") > 0
_NOT_WITH = pl.col("policy_bulk_not_with").list
_YEAR_ENDS = pl.coalesce("membership_ends_on", pl.col("starts_on").dt.offset_by("12mo").dt.offset_by("-1d"))
_MOVES_LEFT = pl.col("policy_credit_moves").is_null() | (pl.col("moves") < pl.col("policy_credit_moves"))


def _receiver(action: str) -> tuple[Rule, ...]:
    """Who can have a credit."""
    return (
        *assignable(action),
        Rule(
            f"{action}.self",
            "eligibility",
            action,
            pl.col("given_is_actor") | ~pl.col("policy_credit_self"),
            "S0 S1 S4 row 36; S2 row 41 lifts it",
        ),
        Rule(
            f"{action}.guest",
            "eligibility",
            action,
            (pl.col("given_member_type") != "guest") | pl.col("policy_credit_guests") | ~pl.col("given_person_known"),
            "S2 rows 24, 41: guests too",
        ),
        Rule(
            f"{action}.free_mail",
            "eligibility",
            action,
            ~pl.col("policy_free_mail_refused") | ~pl.col("policy_free_mail").list.contains(pl.col("given_domain")),
            "domain-facts A6",
            says=("given_domain",),
        ),
        Rule(
            f"{action}.one_credit",
            "limit",
            action,
            ~pl.col("policy_one_credit_per_person") | (pl.col("given_other_credits") == 0),
            "domain-facts A5",
            says=("given_other_credits",),
        ),
        Rule(
            f"{action}.combined",
            "eligibility",
            action,
            _MONTHLY | ~_NOT_WITH.contains(pl.col("given_combined_with")),
            "S2 row 45",
        ),
        Rule(
            f"{action}.clash",
            "eligibility",
            action,
            ~_NOT_WITH.contains("action_pack") | ~pl.col("given_clashes"),
            "S2 row 45: not with Action Pack",
        ),
    )


_ASSIGN = (
    permitted("assign_credit", "S2 rows 16, 19"),
    *usable("assign_credit"),
    read_only("assign_credit"),
    not_refunding("assign_credit"),
    Rule(
        "assign_credit.one_holder",
        "limit",
        "assign_credit",
        (pl.col("holders") == 0) | (_MONTHLY & pl.col("policy_credit_moves").is_null()),
        "S2 rows 42, 44; domain-facts A3, A4",
    ),
    *_receiver("assign_credit"),
)

_REMOVE = (
    permitted("remove_credit_user", "S2 rows 16, 19"),
    read_only("remove_credit_user"),
    Rule("remove_credit_user.monthly", "eligibility", "remove_credit_user", _MONTHLY, "S2 rows 42, 43"),
    Rule("remove_credit_user.any", "eligibility", "remove_credit_user", _HELD | ~_MONTHLY, "S2 row 42"),
    Rule(
        "remove_credit_user.moves",
        "limit",
        "remove_credit_user",
        _MOVES_LEFT,
        "domain-facts A3",
        says=("moves", "policy_credit_moves"),
    ),
    held("remove_credit_user", "S2 row 42"),
)

_TRANSFER = (
    permitted("transfer_credit", "S2 rows 16, 19"),
    *usable("transfer_credit"),
    Rule("transfer_credit.bulk", "eligibility", "transfer_credit", _BULK, "S2 rows 42, 44"),
    Rule(
        "transfer_credit.allowed",
        "eligibility",
        "transfer_credit",
        ~_BULK | pl.col("policy_bulk_transfer"),
        "S2 row 44; domain-facts A4",
    ),
    Rule(
        "transfer_credit.year",
        "limit",
        "transfer_credit",
        ~_BULK | (pl.col("on_day") <= _YEAR_ENDS),
        "S2 row 44: during the enrolment year",
        says=("membership_ends_on",),
    ),
    Rule(
        "transfer_credit.any",
        "eligibility",
        "transfer_credit",
        _HELD | ~(_BULK & pl.col("policy_bulk_transfer")),
        "S2 row 44",
    ),
    held("transfer_credit", "S2 row 44"),
    *_receiver("transfer_credit"),
)

RULES: tuple[Rule, ...] = (*_ASSIGN, *_REMOVE, *_TRANSFER)
