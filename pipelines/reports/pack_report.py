"""A report as members of a pack: in one form or more, each with its manifest."""

from collections.abc import Sequence

from pipelines.reports.export import STREAMED
from pipelines.reports.kept import kept
from pipelines.reports.manifest import Tally, Written
from pipelines.reports.pack_file import PackFile
from pipelines.reports.writers import Batches


def add_report(pack: PackFile, name: str, forms: Sequence[str], tally: Tally, batches: Batches, snapshot: int) -> None:
    """Writes the batches of the tally's request as `<name>.<form>` and `<name>.<form>.manifest.json`; counts them."""
    with kept(tally.of(batches)) as rows:
        for suffix in forms:
            file = f"{name}.{suffix}"
            with pack.member(file) as member:
                STREAMED[suffix](rows, member)
            told = Written(tally, snapshot, member.size, member.sha256)
            pack.add(f"{file}.manifest.json", told.manifest(file))
