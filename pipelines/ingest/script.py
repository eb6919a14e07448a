"""The statements of a load, filled in with the names of a format's table and columns."""

from pathlib import Path

_SQL = Path(__file__).parent / "sql"


def script(name: str, **names: object) -> str:
    """The text of one of sql/, its {names} filled in; they come from declarations, never from a file."""
    return (_SQL / f"{name}.sql").read_text("utf-8").format(**names)
