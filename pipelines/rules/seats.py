"""When a seat may go to somebody else, and what the two families that are assigned to people have in common."""

import polars as pl

from pipelines.rules.policy import policies
from pipelines.rules.rule import POLICY, Rule

_OPEN = pl.col("status").is_in(["not_activated", "active"])
_STARTED = pl.col("starts_on").is_null() | (pl.col("starts_on") <= pl.col("on_day"))


def free_on(assigned_on: pl.Expr, activated_on: pl.Expr) -> pl.Expr:
    """The first day on which a seat may go to somebody else; takes the columns `policy` and `on_day` too.

    So many days after the assignment (S2 row 57), or after the activation where the policy counts from that and its
    day is known (domain-facts V2). The day itself under a policy without such a limit; null where no day is known.
    """
    days, clock = _told("seat_lock_days"), _told("seat_clock")
    began = pl.when(clock == "activation").then(pl.coalesce(activated_on, assigned_on)).otherwise(assigned_on)
    return pl.when(days.is_null()).then("on_day").otherwise(began + pl.duration(days=days))


def _told(name: str) -> pl.Expr:
    """A number or word of the row's policy."""
    known = policies().select("policy", f"{POLICY}{name}")
    return pl.col("policy").replace_strict(known["policy"], known[f"{POLICY}{name}"], default=None)


def usable(action: str) -> tuple[Rule, ...]:
    """A benefit can be given to people while it runs."""
    return (
        Rule(f"{action}.running", "eligibility", action, _OPEN, "S2 row 38; domain-facts D2, D5", says=("use_until",)),
        Rule(f"{action}.started", "limit", action, _STARTED, "domain-facts D9", says=("starts_on",)),
    )


def assignable(action: str) -> tuple[Rule, ...]:
    """Whom something can be given to: a user of the partner, with an entry in the directory."""
    known, in_directory = pl.col("given_person_known"), pl.col("given_in_directory")
    return (
        Rule(f"{action}.known", "eligibility", action, known, "S2 row 23"),
        Rule(f"{action}.directory", "eligibility", action, in_directory | ~known, "S2 rows 24, 41"),
        Rule(f"{action}.not_holder", "eligibility", action, ~pl.col("given_person_holds"), "S2 rows 54, 55"),
    )


def held(action: str, source: str) -> Rule:
    """Only from somebody who has it can it be taken."""
    return Rule(f"{action}.holder", "eligibility", action, pl.col("given_holder"), source)
