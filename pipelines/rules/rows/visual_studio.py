"""Visual Studio subscriptions: a seat is given to one person, and can go to another after some time (rows 53-57).

Facts of a form: given_person_known, given_in_directory, given_person_holds (a seat of the product) of who is to get a
seat; given_holder, given_assigned_on, given_activated_on, given_free_on of who has it; given_fits, whether the benefit
has room for a seat that was filled from another; given_waiting_count, the seats given by deed that no file confirms.
"""

import polars as pl

from pipelines.rules.rule import Rule, permitted
from pipelines.rules.seats import assignable, free_on, held, usable
from pipelines.rules.standing import not_refunding, read_only

_FREE = free_on(pl.col("given_assigned_on"), pl.col("given_activated_on")) <= pl.col("on_day")
_LOCK = "S2 row 57; domain-facts V2 (from 2023 counted from the activation)"
_SAYS = ("given_assigned_on", "policy_seat_lock_days", "given_free_on")


def _assigned(action: str) -> Rule:
    return Rule(f"{action}.any", "eligibility", action, pl.col("assigned") > 0, "S2 row 57")


def _locked(action: str) -> Rule:
    """Reassigning is removing and assigning another: so removing waits as long."""
    return Rule(f"{action}.locked", "limit", action, ~pl.col("given_holder") | _FREE, _LOCK, says=_SAYS)


_ASSIGN = (
    permitted("assign_seat", "S2 rows 16, 19"),
    *usable("assign_seat"),
    read_only("assign_seat"),
    not_refunding("assign_seat"),
    Rule(
        "assign_seat.left",
        "limit",
        "assign_seat",
        pl.col("assigned") < pl.col("held"),
        "S2 rows 38, 55: one user a subscription",
        says=("assigned", "held"),
    ),
    *assignable("assign_seat"),
)

_REMOVE = (
    permitted("remove_seat", "S2 rows 16, 19"),
    read_only("remove_seat"),
    _assigned("remove_seat"),
    held("remove_seat", "S2 row 57"),
    _locked("remove_seat"),
)

_REASSIGN = (
    permitted("reassign_seat", "S2 rows 16, 19"),
    *usable("reassign_seat"),
    read_only("reassign_seat"),
    _assigned("reassign_seat"),
    held("reassign_seat", "S2 row 57"),
    _locked("reassign_seat"),
    Rule("reassign_seat.left", "limit", "reassign_seat", pl.col("given_fits"), "S2 rows 38, 55", says=("held",)),
    *assignable("reassign_seat"),
)

_EXPORT = (
    permitted("export_bulk_add", "S2 row 19; domain-facts 2.6 (VS:assign-license-bulk.md)"),
    Rule(
        "export_bulk_add.waiting",
        "eligibility",
        "export_bulk_add",
        pl.col("given_waiting_count") > 0,
        "domain-facts 2.6 (VS:assign-license-bulk.md)",
    ),
)

RULES: tuple[Rule, ...] = (*_ASSIGN, *_REMOVE, *_REASSIGN, *_EXPORT)
