"""The licences of one partner as Snipe-IT lists them, for people who move from there (columns.json, formats.md).

They become benefits under the offer that the setting `held_under` names: those rows of the catalogue that a page, a
report and a deed already know. A row is a licence, or a seat of it and who has it: the seats of a product are those of
its licences, assigned are the rows that name somebody. A name the catalogue does not know is asked; what is no benefit
of the programme is answered so, and set aside. The serial number is never kept or told, nor are people's names.
"""

import polars as pl

from pipelines.ingest import money
from pipelines.ingest.clean import AMOUNT
from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind, Setting, Told
from pipelines.ingest.defaults import filled_from
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.formats.by_name import answer, beside_stored, products, unknown_products
from pipelines.ingest.formats.entitlements import BELOW, MADE_OF, too_dear
from pipelines.ingest.marks import marked, wrong
from pipelines.ingest.names import fold, folded

NOT_A_BENEFIT = "not-a-benefit"
_LICENCE = ("name", "serial", "purchased_on", "order_number", "expires_on")
_HOLDER = ("holder", "email", "username")
_STATED = ("quantity", "purchased_on", "use_until", "assigned", "unit_value", "currency")
_KEPT = ("unit", "starts_on", "activate_by", "activated_on", "used")
_VALUE = pl.Decimal(18, 6)


def _ask(told: Told, context: Context) -> dict[str, str]:
    """The offer, the products of names that are not known, and the currency of costs that do not name it."""
    nothing = {NOT_A_BENEFIT: NOT_A_BENEFIT}
    return {
        "held_under": _offer(context),
        **{
            setting: answer(setting, (*choices, NOT_A_BENEFIT), context, nothing)
            for setting, choices in unknown_products(told("name"), context).items()
        },
        **money.ask_currency(told("shown_cost"), context),
    }


def _offer(context: Context) -> str:
    known = context.names["offer"]
    codes = tuple(sorted(set(known.values())))
    given = context.settings.get("held_under")
    if given is None:
        raise SettingAsked("held_under", codes, reason="held_under")
    if folded(given) not in known:
        raise FileRefused("setting_wrong", setting="held_under", found=given, known=", ".join(codes))
    return known[folded(given)]


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    product = fold(pl.col("name")).replace_strict(products(context), default=None, return_dtype=pl.String)
    named = frame.with_columns(
        pl.lit(context.setting("partner")).alias("partner_id"),
        pl.lit(context.setting("held_under")).alias("offer"),
        pl.lit("core").alias("benefit_type"),
        product.alias("product"),
    )
    told = wrong(named, "name", pl.col("product") == NOT_A_BENEFIT, "not_a_benefit")
    counted = _dated(_valued(_counted(told), context))
    stored = beside_stored(counted, context, "name", _STATED)
    return _whole_products(filled_from(stored, "unit", context.product, on="product"))


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """Seats of a licence that stands on several rows count once; each row that names somebody is one seat assigned."""
    once = frame.with_columns(
        pl.col("seats").max().over(_LICENCE).alias("of_licence"),
        (pl.col("row") == pl.col("row").min().over(_LICENCE)).alias("first"),
        pl.any_horizontal(pl.col(_HOLDER).is_not_null()).alias("held"),
    )
    seats = pl.when("first").then("of_licence").otherwise(0)
    counted = once.with_columns(
        seats.sum().over("product").cast(pl.Decimal(18, 4), strict=False).alias("quantity"),
        pl.col("held").sum().over("product").cast(pl.Decimal(18, 4)).alias("assigned"),
    )
    return wrong(counted, "seats", pl.col("quantity") >= BELOW, "count")


def _valued(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Snipe-IT's purchase cost is that of a seat. Where nothing was paid, or several prices, the catalogue's counts."""
    cost = money.amount(pl.col("shown_cost"))
    read = frame.with_columns(cost.cast(_VALUE, strict=False).alias("cost"))
    inexact = (pl.col("cost").cast(AMOUNT) == cost).fill_null(value=False).not_()
    judged = wrong(read, "shown_cost", pl.col("shown_cost").is_not_null() & inexact, "money")
    one_price = (pl.col("cost").n_unique().over("product") == 1) & (pl.col("cost") > 0)
    priced = judged.with_columns(pl.when(one_price).then("cost").alias("unit_value"))
    priced = wrong(priced, "shown_cost", too_dear(), "less_dear")
    named = pl.coalesce(money.currency(pl.col("shown_cost")), pl.lit(context.settings.get("currency"), pl.String))
    return priced.with_columns(pl.when(pl.col("unit_value").is_not_null()).then(named).alias("currency"))


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    """A product is bought when its first licence is, and ends with the first one that does."""
    return frame.with_columns(
        pl.col("purchased_on").min().over("product"),
        pl.col("expires_on").min().over("product").alias("use_until"),
    )


def _whole_products(frame: pl.DataFrame) -> pl.DataFrame:
    """A row at fault takes the others of its product with it: its seats are part of what they say."""
    marks = [name for name in frame.columns if marked(name)]
    at_fault = pl.any_horizontal(pl.col(marks).is_not_null()) | ~(pl.col("seats") > 0).fill_null(value=False)
    judged = frame.with_columns(at_fault.alias("at_fault"))
    beside = pl.col("at_fault").any().over("product") & ~pl.col("at_fault")
    return wrong(judged, "seats", beside, "whole_product")


FORMAT = Format(
    name="snipe-it-licences",
    table="entitlement",
    columns=(
        Column("holder", Kind.TEXT, ("Full Name", "Name"), missing=True, empty=True, stored=False),
        Column("email", Kind.TEXT, ("Email",), missing=True, empty=True, stored=False),
        Column("username", Kind.TEXT, ("Username",), missing=True, empty=True, stored=False),
        Column("name", Kind.TEXT, ("Item name",), stored=False),
        Column("serial", Kind.TEXT, ("serial number", "serial"), empty=True, stored=False, secret=True),
        Column("purchased_on", Kind.DATE, ("purchase date",), empty=True),
        Column("shown_cost", Kind.TEXT, ("purchase cost",), empty=True, stored=False),
        Column("order_number", Kind.TEXT, ("order number",), missing=True, empty=True, stored=False),
        Column("expires_on", Kind.DATE, ("expiration date",), empty=True, stored=False),
        Column("maintained", Kind.YES_NO, ("maintained",), missing=True, empty=True, stored=False),
        Column("reassignable", Kind.YES_NO, ("reassignable",), missing=True, empty=True, stored=False),
        Column("seats", Kind.COUNT, ("seats",), at_least=1, below=BELOW, stored=False),
    ),
    signature=(
        *("Category", "manufacturer", "purchase order", "Licensed To Name", "Licensed to Email", "company", "supplier"),
        "notes",
    ),
    group=("entitlement_id",),
    settings=(Setting("partner"), Setting("held_under", late=True), Setting("currency", late=True)),
    date_orders=("iso", "mdy"),
    repeats=False,
    made=("entitlement_id", *MADE_OF, "quantity", "use_until", "assigned", "unit_value", "currency", *_KEPT),
    finish=_finish,
    ask=_ask,
)
