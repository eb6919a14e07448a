"""The people of the partners and their roles: our template. The key is partner_id and e-mail, in lower case.

A file never widens rights: who may not give (or take) a role can only repeat the roles that a person holds. A file
without a column `roles` says nothing of roles and leaves them as they are; an empty cell says that the person has none.
The role Global admin is taken from nobody by a file, but the operator's: a deed takes it, which keeps the last one even
where two do so at once, and a load does not see what deeds do meanwhile.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import wrong
from pipelines.rules.model import MEMBER_TYPES

_KEY = ("partner_id", "email")
_LEADS = "global_admin"


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    held = frame.join(context.person, on=_KEY, how="left", maintain_order="left").with_columns(_none_if_null("held"))
    stated = held.with_columns(pl.col("roles").fill_null(pl.col("held")))
    given = wrong(stated, "roles", ~_may_change(context), "roles")
    return wrong(given, "roles", _takes_the_lead(context), "global_admin_stays").drop("held")


def _none_if_null(name: str) -> pl.Expr:
    return pl.col(name).fill_null(pl.lit([], pl.List(pl.String)))


def _may_change(context: Context) -> pl.Expr:
    """Whether the loader may give and take, at this partner, all roles in which the file differs from what is held."""
    gives, at = context.loader.roles, context.loader.roles_at
    changed = pl.col("roles").list.set_symmetric_difference("held")
    given = pl.lit(True) if gives == "*" else changed.list.eval(pl.element().is_in(sorted(gives))).list.all()
    return given if at == "*" else given & (pl.col("partner_id").is_in(at) | (changed.list.len() == 0))


def _takes_the_lead(context: Context) -> pl.Expr:
    """Whether the file would take the role Global admin from somebody of whom files have the last word."""
    if context.loader.roles == "*":
        return pl.lit(False)
    taken = pl.col("held").list.contains(_LEADS) & ~pl.col("roles").list.contains(_LEADS)
    by_deed = [f"{partner} {email}" for partner, email in sorted(context.loader.by_deed)]
    return taken & ~pl.concat_str(_KEY, separator=" ").is_in(by_deed)


FORMAT = Format(
    name="people",
    table="person",
    columns=(
        Column("partner_id", Kind.PARTNERS, example="P-1"),
        Column("email", Kind.EMAIL, example="someone@contoso.example"),
        Column("name", Kind.TEXT, example="Some One"),
        Column("member_type", Kind.CHOICE, missing=True, default="member", choices=MEMBER_TYPES, example="member"),
        Column("in_directory", Kind.YES_NO, missing=True, default="yes", example="yes"),
        Column("roles", Kind.ROLES, missing=True, default=""),
    ),
    group=_KEY,
    unique=_KEY,
    ours=True,
    finish=_finish,
)
