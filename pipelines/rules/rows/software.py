"""Rules of product keys and downloads (source rows 19, 27-33; domain-facts D1, P1, 2.2)."""

import polars as pl

from pipelines.rules.rule import Rule, permitted
from pipelines.rules.standing import not_refunding, read_only

OPEN_STATUSES = ("not_activated", "requested", "active")

running = pl.col("status").is_in(OPEN_STATUSES)
in_time = pl.col("activate_by").is_null() | (pl.col("on_day") <= pl.col("activate_by"))

RULES: tuple[Rule, ...] = (
    permitted("get_keys", "S2 row 19"),
    Rule("get_keys.running", "eligibility", "get_keys", running, "S2 rows 38, 82; D2", ("product_name",)),
    Rule("get_keys.in_time", "limit", "get_keys", in_time, "D1 (IT:benefits-faq.yml)", ("activate_by",)),
    Rule("get_keys.keys_held", "eligibility", "get_keys", pl.col("keys_held") > 0, "S2 row 29", ("product_name",)),
    read_only("get_keys"),
    not_refunding("get_keys"),
    Rule(
        "get_keys.unseen",
        "eligibility",
        "get_keys",
        (pl.col("given_keys_unseen") > 0) | (pl.col("keys_held") == 0),
        "[design] each person's look at a key is a row of its own",
    ),
    Rule(
        "get_keys.acknowledged",
        "eligibility",
        "get_keys",
        pl.col("given_acknowledged") | ~pl.col("refund_open"),
        "S2 rows 83, 84; P1: not even viewed",
        ("offer_name", "policy_refund_days"),
    ),
    Rule(
        "get_keys.tenant_checked",
        "eligibility",
        "get_keys",
        pl.col("given_tenant_checked") | (pl.col("family") != "cloud"),
        "S2 row 52; domain-facts 2.2: the guard before Get Keys",
    ),
    permitted("choose_download", "S2 rows 31-33"),
    Rule("choose_download.running", "eligibility", "choose_download", running, "S2 row 82; D21", ("product_name",)),
    Rule(
        "choose_download.offered",
        "eligibility",
        "choose_download",
        pl.col("given_download_offered"),
        "S2 rows 32, 33; domain-facts 2.5: client access licences are no download",
        ("product_name",),
    ),
)
