"""pandas reads the file, pandera checks the frame, DuckDB makes a table of it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pandera.pandas as pa

_GUID = r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"
_GUIDS, _NAMES = (
    ("SubscriptionGuid", "ResourceGuid"),
    ("ServiceName", "ServiceType", "ServiceRegion", "ServiceResource"),
)
_SCHEMA = pa.DataFrameSchema(
    {
        "SubscriptionName": pa.Column(str),
        "Date": pa.Column("datetime64[us]"),
        **{name: pa.Column(str, pa.Check.str_matches(_GUID)) for name in _GUIDS},
        **{name: pa.Column(str) for name in _NAMES},
        "Quantity": pa.Column(object),
        "Cost": pa.Column(object),
    }
)
_TABLE = """
CREATE TABLE usage AS
SELECT * REPLACE (Date::DATE AS Date, Quantity::DECIMAL(38, 18) AS Quantity, Cost::DECIMAL(38, 18) AS Cost)
FROM frame
"""


def work(file: str, folder: str) -> Callable[[], object]:
    """The load: amounts stay decimals, as money must."""

    def load() -> None:
        frame = pd.read_csv(file, converters={"Quantity": Decimal, "Cost": Decimal})
        frame["Date"] = pd.to_datetime(frame["Date"], format="%m/%d/%Y").astype("datetime64[us]")
        checked = _SCHEMA.validate(frame)
        with duckdb.connect(Path(folder) / "pandera.duckdb") as connection:
            connection.register("frame", checked)
            connection.execute(_TABLE)

    return load
