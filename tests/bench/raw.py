"""The rows of the files as they stand in them, in a DuckDB file of its own: what a query by hand would begin with."""

from pathlib import Path

import duckdb

from pipelines.store.catalogue import FOLDER

# How DuckDB reads the file of use into the types that money and days need.
TYPED_USAGE = """
CREATE TABLE usage AS
FROM read_csv($file, types = {
    'SubscriptionName': 'VARCHAR', 'SubscriptionGuid': 'VARCHAR', 'Date': 'DATE', 'ResourceGuid': 'VARCHAR',
    'ServiceName': 'VARCHAR', 'ServiceType': 'VARCHAR', 'ServiceRegion': 'VARCHAR', 'ServiceResource': 'VARCHAR',
    'Quantity': 'DECIMAL(38, 18)', 'Cost': 'DECIMAL(38, 18)'
}, dateformat = '%m/%d/%Y')
"""
_ENTITLEMENT = """
CREATE TABLE entitlement AS
FROM read_csv($file, types = {'quantity': 'DECIMAL(18, 4)', 'assigned': 'DECIMAL(18, 4)', 'used': 'DECIMAL(18, 4)',
    'unit_value': 'DECIMAL(18, 6)'})
"""
_OTHER = "CREATE TABLE {name} AS FROM read_csv($file)"
# Reading twenty million rows would else take five gigabytes.
_MODEST = {"memory_limit": "2GB", "preserve_insertion_order": False}
# The tables above as they are on a day, for the queries that ask for it.
BY_HAND = Path(__file__).parent / "by_hand"
_FILES = ("partners", "offers", "credit_grants")


def write_raw(path: Path, usage: Path, folder: Path) -> Path:
    """A table a file: usage, entitlement, partners, offers, credit_grants, and the catalogue's products."""
    with duckdb.connect(path, config=_MODEST) as connection:
        connection.execute(TYPED_USAGE, {"file": str(usage)})
        connection.execute(_ENTITLEMENT, {"file": str(folder / "entitlements.csv")})
        for name in _FILES:
            connection.execute(_OTHER.format(name=name), {"file": str(folder / f"{name}.csv")})
        connection.execute(_OTHER.format(name="products"), {"file": str(FOLDER / "products.csv")})
        connection.execute(_OTHER.format(name="catalogue_offers"), {"file": str(FOLDER / "offers.csv")})
        connection.execute((BY_HAND / "held_on.sql").read_text("utf-8"))
    return path
