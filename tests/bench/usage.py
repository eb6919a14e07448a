"""A sponsorship-usage file of any length, made from a seed in chunks, so that it never lies in memory whole."""

from pathlib import Path

import polars as pl

_CHUNK = 500_000
_SERVICES = (
    "Virtual Machines",
    "Storage",
    "SQL Database",
    "Azure App Service",
    "Bandwidth",
    "Key Vault",
    "Log Analytics",
)
_REGIONS = ("EU West", "EU North", "US East", "AP Southeast")
_SUBSCRIPTIONS = 3
_RESOURCES = 4000
_DAYS = 400


def write_usage(path: Path, rows: int, seed: int = 2026) -> Path:
    """Writes `rows` rows: 3 subscriptions, 400 days, 4,000 resources, 2E-06 as a quantity, costs of 12 decimals."""
    with path.open("wb") as file:
        for start in range(0, rows, _CHUNK):
            chunk = _chunk(start, min(_CHUNK, rows - start), seed)
            chunk.write_csv(file, include_header=start == 0)
    return path


def shuffled(path: Path, target: Path, seed: int = 2026) -> Path:
    """Writes the rows of such a file in another order."""
    rows = pl.scan_csv(path, infer_schema=False).collect()
    rows.sample(fraction=1, shuffle=True, seed=seed).write_csv(target)
    return target


def _chunk(start: int, rows: int, seed: int) -> pl.DataFrame:
    number = pl.int_range(start, start + rows, dtype=pl.Int64)
    numbers = pl.select(
        _drawn(number, seed, _SUBSCRIPTIONS).alias("subscription"),
        _drawn(number, seed + 1, _DAYS).alias("day"),
        _drawn(number, seed + 2, _RESOURCES).alias("resource"),
        _drawn(number, seed + 3, 100).alias("small"),
        _drawn(number, seed + 4, 10**9).alias("quantity"),
        _drawn(number, seed + 5, 10**13).alias("cost"),
    )
    return numbers.select(
        pl.format("Production {}", "subscription").alias("SubscriptionName"),
        _guid("subscription", "aaaaaaaa").alias("SubscriptionGuid"),
        (pl.date(2025, 5, 10) + pl.duration(days="day")).dt.to_string("%-m/%-d/%Y").alias("Date"),
        _guid("resource", "cccccccc").alias("ResourceGuid"),
        _one_of("resource", _SERVICES).alias("ServiceName"),
        pl.format("Type {} v5", pl.col("resource") % 50).alias("ServiceType"),
        _one_of("resource", _REGIONS).alias("ServiceRegion"),
        pl.format("Resource {} of the kind that is billed", pl.col("resource") % 500).alias("ServiceResource"),
        pl.when(pl.col("small") < 5).then(pl.lit("2E-06")).otherwise(_decimal("quantity", 6)).alias("Quantity"),
        _decimal("cost", 12).alias("Cost"),
    )


def _drawn(number: pl.Expr, seed: int, below: int) -> pl.Expr:
    """A number below `below` for each row, scattered by the seed."""
    return (number.hash(seed) % below).cast(pl.Int64)


def _guid(number: str, start: str) -> pl.Expr:
    return pl.format(f"{start}-0000-4000-8000-{{}}", pl.col(number).cast(pl.String).str.zfill(12))


def _one_of(number: str, names: tuple[str, ...]) -> pl.Expr:
    return (pl.col(number) % len(names)).replace_strict(dict(enumerate(names)), return_dtype=pl.String)


def _decimal(number: str, places: int) -> pl.Expr:
    """The number as text with that many decimals."""
    whole = (pl.col(number) // 10**places).cast(pl.String)
    return pl.format("{}.{}", whole, (pl.col(number) % 10**places).cast(pl.String).str.zfill(places))
