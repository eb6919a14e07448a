"""The tables of warehouse and ledger, brought up to the version this program knows."""

from pathlib import Path

import duckdb

from pipelines.store.errors import SchemaNewer

SQL = Path(__file__).parent / "sql"
# The scripts that make a warehouse, in order; a script's place is the version it brings the warehouse to.
MIGRATIONS = ("tables.sql", "answers_and_support.sql", "product_key.sql", "charges.sql", "vendor_statements.sql")
# The same for the ledger.
LEDGER_MIGRATIONS = ("ledger.sql", "delivery.sql")


def version(connection: duckdb.DuckDBPyConnection) -> int:
    """The version of the warehouse that is the connection's default; 0 for an empty file."""
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() "
        "WHERE table_name = 'schema_version' AND database_name = current_database()"
    ).fetchall()
    if known[0][0] == 0:
        return 0
    return int(connection.execute("SELECT version FROM schema_version").fetchall()[0][0])


def migrate(connection: duckdb.DuckDBPyConnection, to: int = len(MIGRATIONS)) -> None:
    """Runs the scripts that the warehouse lacks of a version, each whole or not at all. SchemaNewer: it is ahead."""
    for script in pending(version(connection), to):
        connection.execute(f"BEGIN; {script} COMMIT")


def pending(found: int, to: int = len(MIGRATIONS)) -> list[str]:
    """The text of the scripts that a warehouse lacks of a version, in order. SchemaNewer where it is ahead of us."""
    if found > len(MIGRATIONS):
        raise SchemaNewer(found=found, known=len(MIGRATIONS))
    return [(SQL / script).read_text("utf-8") for script in MIGRATIONS[found:to]]


def attach_ledger(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attaches the ledger's file as `ledger`, made or brought up to date. SchemaNewer where it is ahead of us."""
    connection.execute(f"ATTACH {quoted(path)} AS ledger")
    found = _ledger_version(connection)
    if found > len(LEDGER_MIGRATIONS):
        raise SchemaNewer(found=found, known=len(LEDGER_MIGRATIONS))
    for script in LEDGER_MIGRATIONS[found:]:
        connection.execute(f"BEGIN; {(SQL / script).read_text('utf-8')} COMMIT")


def _ledger_version(connection: duckdb.DuckDBPyConnection) -> int:
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'ledger_version' AND database_name = 'ledger'"
    ).fetchall()
    if known[0][0] == 0:
        return 0
    return int(connection.execute("SELECT version FROM ledger.ledger_version").fetchall()[0][0])


def quoted(told: Path | str) -> str:
    """A path, or words of an operator, as SQL text."""
    text = str(told).replace("'", "''")
    return f"'{text}'"
