"""The day of a moment that a file states with its zone (FOCUS, "Date/Time Format")."""

import polars as pl

# 2026-06-01, 2026-06-01T00:00Z, 2026-06-01 00:00:00, 2026-06-01T00:00:00.0000000+02:00.
_MOMENT = (
    r"^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?"
    r" ?(?:Z|UTC|(?<sign>[+-])(?<zone_hour>\d{2}):?(?<zone_minute>\d{2}))?)?$"
)
_MINUTES_OF_DAY = 24 * 60


def day_in_utc(text: pl.Expr) -> pl.Expr:
    """The day in UTC of a moment in ISO; without a zone it is in UTC. Null where the text is none."""
    part = text.str.extract_groups(_MOMENT).struct.field
    clock = _minutes(part("hour"), part("minute"))
    offset = _minutes(part("zone_hour"), part("zone_minute"))
    ahead = pl.when(part("sign") == "-").then(-offset).otherwise(offset)
    days = (clock - ahead).floordiv(_MINUTES_OF_DAY)
    return part("day").str.to_date("%Y-%m-%d", strict=False) + pl.duration(days=days)


def _minutes(hours: pl.Expr, minutes: pl.Expr) -> pl.Expr:
    return hours.cast(pl.Int32).fill_null(0) * 60 + minutes.cast(pl.Int32).fill_null(0)
