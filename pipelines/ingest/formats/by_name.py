"""Names in a file matched to the catalogue and to what is stored. What is not known is asked, never guessed."""

from collections.abc import Mapping

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.formats.entitlements import MADE_OF, made_id
from pipelines.ingest.marks import wrong
from pipelines.ingest.names import folded, nearest

_PRODUCT = "product:"


def unknown_products(names: list[str], context: Context) -> dict[str, tuple[str, ...]]:
    """The setting `product:<name>` of each name that is no product of the catalogue, with the nearest that are."""
    known = context.names["product"]
    return {f"{_PRODUCT}{name}": nearest(name, known) for name in names if folded(name) not in known}


def answer(setting: str, choices: tuple[str, ...], context: Context, besides: Mapping[str, str] | None = None) -> str:
    """The code given for `product:<name>` or `offer:<name>`, one of the catalogue or of `besides`; asked if none is."""
    given = {folded(name): value for name, value in context.settings.items()}.get(folded(setting))
    kind, _, _ = setting.partition(":")
    if given is None:
        raise SettingAsked(setting, choices, reason=kind)
    code = {**context.names[kind], **(besides or {})}.get(folded(given))
    if code is None:
        raise FileRefused("setting_wrong", setting=setting, found=given, known=", ".join(choices) or "-")
    return code


def products(context: Context) -> dict[str, str]:
    """Folded name -> product: the names of the catalogue, and those that were answered."""
    told = {name: code for name, code in context.settings.items() if name.startswith(_PRODUCT)}
    answers = {folded(name.removeprefix(_PRODUCT)): code for name, code in told.items()}
    return {**context.names["product"], **answers}


def beside_stored(frame: pl.DataFrame, context: Context, name: str, stated: tuple[str, ...]) -> pl.DataFrame:
    """Each benefit with its stored id and facts but those that the file states.

    `name` is marked where the partner holds the benefit under several ids.
    """
    stored = context.entitlement.drop(stated).group_by(MADE_OF)
    known = stored.agg(pl.len().alias("times"), pl.all().first())
    joined = frame.join(known, on=MADE_OF, how="left", maintain_order="left")
    identified = joined.with_columns(pl.col("entitlement_id").fill_null(made_id()))
    return wrong(identified, name, pl.col("times") > 1, "held_once").drop("times")
