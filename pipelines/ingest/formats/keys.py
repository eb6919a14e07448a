"""The product keys of benefits: our template. The key is entitlement_id and the digest of the product key.

A file adds keys and mends what it says of them; it takes none away. A product key is sealed before anything is written
and never told, not even where it is wrong: what was found is told by its form, and of rows set aside the lines alone.
"""

import polars as pl

from pipelines.ingest.context import Context
from pipelines.ingest.declare import Column, Format, Kind
from pipelines.ingest.marks import wrong
from pipelines.rules.model import KEY_FAMILIES
from pipelines.secrets import normalised

_MADE = ("digest", "partner_id", "key_id", "nonce", "ciphertext")
# Domain-facts 2.2: five groups of five. Software has keys of other forms too (2.5).
_FIVE_GROUPS = r"[A-Z0-9]{5}(-[A-Z0-9]{5}){4}"
_ANY_FORM = r"^[A-Z0-9](-?[A-Z0-9]){4,63}$"
_CLOUD = pl.col("family") == "cloud"


def _finish(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Where a file does not say how many seats a key of a cloud licence brings, it brings all that are held."""
    held = frame.join(_held(context), on="entitlement_id", how="left", maintain_order="left")
    plain = held.with_columns(pl.col("key").map_elements(normalised, return_dtype=pl.String))
    seated = plain.with_columns(pl.coalesce("seats", pl.when(_CLOUD).then("quantity")).alias("seats"))
    marked = _marked(seated)
    sealed = _sealed(marked, context)
    owned = sealed.join(_owners(sealed, context), on="digest", how="left", maintain_order="left")
    taken = _CLOUD & (pl.col("owner") != pl.col("entitlement_id"))
    return wrong(owned, "key", taken, "key_of_another").drop("family", "quantity", "owner")


def _held(context: Context) -> pl.DataFrame:
    """Benefits that come with keys, of the partners that the loader serves."""
    benefits = context.entitlement.join(context.product.select("product", "family"), on="product", how="left")
    kept = benefits.filter(pl.col("partner_id").is_in(context.served), pl.col("family").is_in(KEY_FAMILIES))
    return kept.select("entitlement_id", "partner_id", "family", pl.col("quantity").cast(pl.Int64))


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    key, told = pl.col("key"), pl.col("instructions").str.to_uppercase()
    held = wrong(frame, "entitlement_id", pl.col("family").is_null(), "keyed_entitlement")
    cloud = wrong(held, "key", _CLOUD & ~key.str.contains(f"^{_FIVE_GROUPS}$"), "cloud_key")
    software = wrong(cloud, "key", ~key.str.contains(_ANY_FORM), "software_key")
    quoted = told.str.contains(key, literal=True) | told.str.contains(_FIVE_GROUPS)
    return wrong(software, "instructions", quoted, "no_key")


def _sealed(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """With the columns of the seal. A known key keeps the seal it has, so that loading it again changes nothing.

    A row without key or partner is a fault anyway, and has none.
    """
    sealing = frame.select("entitlement_id", pl.when(pl.col("partner_id").is_not_null()).then("key").alias("key"))
    digests = [key and context.ring.digest(key) for key in sealing["key"]]
    known = {(row[0], row[1]): row[2:] for row in context.product_key.iter_rows()}
    rows = []
    for (entitlement_id, key), digest in zip(sealing.iter_rows(), digests, strict=True):
        rows.append(known.get((entitlement_id, digest)) or _seal(context, entitlement_id, key))
    seals = pl.DataFrame(rows, schema=dict.fromkeys(("key_id", "nonce", "ciphertext"), pl.String), orient="row")
    return frame.with_columns(pl.Series("digest", digests, dtype=pl.String), *seals)


def _seal(context: Context, entitlement_id: str, key: str | None) -> tuple[str | None, ...]:
    if key is None:
        return None, None, None
    sealed = context.ring.seal(key, entitlement_id)
    return sealed.key_id, sealed.nonce, sealed.ciphertext


def _owners(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The first benefit that each key of the file belongs to: a key of a cloud licence redeems once (row 49)."""
    stored = context.product_key.select("digest", owner="entitlement_id")
    here = frame.select("digest", owner="entitlement_id").drop_nulls()
    return pl.concat([stored, here]).unique("digest", keep="first", maintain_order=True)


FORMAT = Format(
    name="keys",
    table="product_key",
    columns=(
        Column("entitlement_id", Kind.TEXT, example="P-1-001"),
        Column(
            "key",
            Kind.TEXT,
            ("key", "product_key", "Product Key"),
            stored=False,
            secret=True,
            example="AAAA1-BBBB2-CCCC3-DDDD4-EEEE5",
        ),
        Column("seats", Kind.COUNT, missing=True, empty=True, at_least=1, example="15"),
        Column("months", Kind.COUNT, missing=True, default="12", at_least=1, below=1_000, example="12"),
        Column("instructions", Kind.TEXT, missing=True, empty=True, example="Redeem in a private window"),
    ),
    group=("entitlement_id", "digest"),
    unique=("entitlement_id", "key"),
    ours=True,
    made=_MADE,
    finish=_finish,
)
