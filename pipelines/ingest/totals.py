"""What is stored of a statement's amounts, by currency."""

from decimal import Decimal

from pipelines.ingest.script import script
from pipelines.ingest.staged import Staged
from pipelines.store.draft import Draft

Totals = dict[str, Decimal]


def sums(draft: Draft, staged: Staged, rows: str) -> Totals:
    """The totals of the stored rows `rows`; none where the format has no amounts."""
    if staged.form.amount is None:
        return {}
    stored = draft.query(
        f"SELECT currency, sum({staged.form.amount})::DECIMAL(38, 18) AS total FROM {rows} GROUP BY currency"
    )
    return dict(stored.iter_rows())


def by_file(draft: Draft, staged: Staged, totals: Totals) -> dict[int, Totals]:
    """The totals of each file. Of several, as they were staged: a row that was there before names an earlier file."""
    found: dict[int, Totals] = {piece.file_no: {} for piece in staged.pieces}
    if len(staged.pieces) == 1:
        return dict.fromkeys(found, totals)
    for file_no, currency, total in draft.query(script("file_totals", amount=staged.form.amount)).iter_rows():
        found[file_no][currency] = total
    return found
