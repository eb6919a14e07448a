"""A database file written anew: deleting a row leaves its bytes in the file, a new file never has them."""

from contextlib import closing
from pathlib import Path

from pipelines.store.draft import STORAGE, connected
from pipelines.store.schema import quoted


def written_anew(path: Path) -> Path:
    """A file beside `path` with all of its tables, rows and constraints, and nothing else."""
    anew = path.with_name(f"anew-{path.name}")
    with closing(connected(path)) as connection:
        connection.execute(f"ATTACH {quoted(anew)} AS anew (STORAGE_VERSION '{STORAGE}')")
        connection.execute("COPY FROM DATABASE draft TO anew")
        connection.execute("DETACH anew")
    return anew
