"""Rules of redeeming and replacing the keys of cloud licences (source rows 48-52; domain-facts K1-K9, D1)."""

import polars as pl

from pipelines.rules.rows.software import in_time, running
from pipelines.rules.rule import Rule, permitted
from pipelines.rules.standing import read_only

_joins = (pl.col("given_mode") == "extend") & pl.col("given_running")
_times = pl.col("given_active_seats") * pl.col("policy_extend_times")
_reach = pl.col("policy_redeemed_months")
_days = pl.col("policy_replacement_days")
_window_ends_on = pl.col("given_key_redeemed_on") + pl.duration(days=_days)
_keys_redeemed = pl.col("keys_held") > pl.col("keys_hidden") + pl.col("keys_redeemable")

RULES: tuple[Rule, ...] = (
    permitted("redeem_key", "S2 row 19"),
    read_only("redeem_key"),
    Rule("redeem_key.running", "eligibility", "redeem_key", running, "S2 row 38; D2", ("product_name",)),
    Rule("redeem_key.in_time", "limit", "redeem_key", in_time, "D1 (IT:benefits-faq.yml)", ("activate_by",)),
    Rule("redeem_key.keys_redeemable", "eligibility", "redeem_key", pl.col("keys_redeemable") > 0, "S2 row 48"),
    Rule("redeem_key.revealed", "eligibility", "redeem_key", pl.col("given_key_revealed"), "S2 rows 37, 48"),
    Rule(
        "redeem_key.once",
        "limit",
        "redeem_key",
        ~pl.col("given_key_redeemed"),
        "S2 row 49",
        ("given_key_redeemed_on",),
    ),
    Rule(
        "redeem_key.instructions_read", "eligibility", "redeem_key", pl.col("given_instructions_read"), "S2 rows 30, 48"
    ),
    Rule("redeem_key.tenant_checked", "eligibility", "redeem_key", pl.col("given_tenant_checked"), "S2 row 52; K1"),
    Rule(
        "redeem_key.end_known",
        "eligibility",
        "redeem_key",
        (pl.col("given_active_seats") == 0) | pl.col("given_end_known"),
        "S2 row 50; K4: the time left weighs in",
    ),
    Rule(
        "redeem_key.extend_times",
        "limit",
        "redeem_key",
        ~_joins | pl.col("policy_extend_times").is_null() | (pl.col("given_key_seats") <= _times),
        "K6 (IT:mpn-benefits-azure-cloud.md)",
        ("given_key_seats", "given_active_seats", "policy_extend_times"),
    ),
    Rule(
        "redeem_key.redeemed_months",
        "limit",
        "redeem_key",
        ~_joins | _reach.is_null() | (pl.col("given_months_moved") <= _reach) | (pl.col("given_key_seats") > _times),
        "K6 (IT:mpn-benefits-azure-cloud.md)",
        ("given_months_moved", "policy_redeemed_months"),
    ),
    permitted("request_replacement", "S2 row 19"),
    read_only("request_replacement"),
    Rule("request_replacement.offered", "eligibility", "request_replacement", _days.is_not_null(), "K8"),
    Rule("request_replacement.keys_redeemed", "eligibility", "request_replacement", _keys_redeemed, "K8"),
    Rule("request_replacement.redeemed", "eligibility", "request_replacement", pl.col("given_key_redeemed"), "K8"),
    Rule(
        "request_replacement.in_window",
        "limit",
        "request_replacement",
        ~pl.col("given_key_redeemed") | _days.is_null() | (pl.col("on_day") <= _window_ends_on),
        "K8 (KV:benefits-faq-new.yml)",
        ("policy_replacement_days", "given_key_redeemed_on"),
    ),
    Rule(
        "request_replacement.once",
        "limit",
        "request_replacement",
        pl.col("given_replacement_no").is_null(),
        "K8: once",
        ("given_replacement_no",),
    ),
    Rule(
        "request_replacement.reason",
        "eligibility",
        "request_replacement",
        (pl.col("given_reason") != "seats_by_mistake") | (pl.col("given_key_mode") == "add_seats"),
        "K8: seats added by mistake",
    ),
)
