"""Go-to-market benefits: a marketing contact first, then each offer is activated (source rows 74-82).

Facts of a form: given_person_known, given_email_differs.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted
from pipelines.rules.standing import not_refunding, read_only

_STATUS = pl.col("status")

_CONTACT = (
    permitted("set_marketing_contact", "S2 row 22"),
    Rule(
        "set_marketing_contact.person",
        "eligibility",
        "set_marketing_contact",
        pl.col("given_person_known"),
        "S2 rows 23, 78",
    ),
    Rule(
        "set_marketing_contact.other_email",
        "eligibility",
        "set_marketing_contact",
        pl.col("given_email_differs"),
        "S2 rows 78, 79",
    ),
)

_ACTIVATE = (
    permitted("activate_marketing", "S2 row 22"),
    read_only("activate_marketing"),
    not_refunding("activate_marketing"),
    Rule(
        "activate_marketing.family",
        "eligibility",
        "activate_marketing",
        pl.col("family") == "go_to_market",
        "S2 rows 74, 75",
        says=("product_name",),
    ),
    Rule("activate_marketing.contact", "eligibility", "activate_marketing", pl.col("contact_set"), "S2 row 76"),
    Rule(
        "activate_marketing.open",
        "limit",
        "activate_marketing",
        ~_STATUS.is_in(["expired", "cancelled"]),
        "S2 rows 82, 83",
    ),
    Rule(
        "activate_marketing.waiting",
        "eligibility",
        "activate_marketing",
        pl.col("waiting_request").is_null() & (_STATUS != "requested"),
        "S2 row 81: several days' processing",
    ),
    Rule("activate_marketing.first_use", "eligibility", "activate_marketing", _STATUS != "active", "S2 row 82"),
)

RULES: tuple[Rule, ...] = (*_CONTACT, *_ACTIVATE)
