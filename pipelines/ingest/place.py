"""The good rows of a statement put into their table: each group that it states is replaced as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.report import Note
from pipelines.ingest.roll_up import days_are_new, roll_up, roll_up_added
from pipelines.ingest.script import script
from pipelines.ingest.staged import Staged, stage
from pipelines.ingest.totals import Totals, by_file, sums
from pipelines.ingest.whole_days import refuse_stated_twice, stated_notes, substituted_notes
from pipelines.store.draft import Draft


@dataclass(frozen=True)
class Placed:
    """What placing changed: rows new (by file) and gone, different values of the counted column, stored totals.

    `totals` are those of the statement in its table; `by_file` is what each of its files has of them.
    """

    fresh: Mapping[int, int]
    gone: int
    groups: int | None
    totals: Totals
    by_file: Mapping[int, Totals]
    notes: Sequence[Note]


def place(draft: Draft, staged: Staged, load_id: int) -> Placed:
    """Replaces the groups that the statement states. Groups in which nothing differs keep their load and lines.

    Where rows of the file were set aside, all groups are stamped with this load, so that the mended rows find them.
    FileRefused where a mended file would undo a later load, or another file of this load states a day too;
    SettingAsked where a day would lose a resource group.
    """
    stage(draft, staged)
    _state_months(draft, staged, load_id)
    refuse_stated_twice(draft, staged)
    notes = stated_notes(draft, staged)
    if staged.form.repeats and _untouched(draft, staged):
        return _add(draft, staged, load_id, notes)
    return _exchange(draft, staged, load_id, notes)


def _state_months(draft: Draft, staged: Staged, load_id: int) -> None:
    """Keeps what the file says of each month: with it, what is stored later can be held against the file."""
    form = staged.form
    if form.amount and "usage_on" in form.stored:
        draft.run(script("stated_months", load_id=load_id, amount=form.amount))


def _untouched(draft: Draft, staged: Staged) -> bool:
    """Whether what the statement states is new altogether: the table is empty, or all of its days are new."""
    if draft.query(f"SELECT 1 AS one FROM {staged.form.table} LIMIT 1").is_empty():
        return True
    return days_are_new(draft, staged.form.table)


def _add(draft: Draft, staged: Staged, load_id: int, notes: Sequence[Note]) -> Placed:
    """Adds rows whose groups held nothing: what is counted and summed are the rows just added."""
    added = staged.added(load_id)
    _insert(draft, staged, "staged", load_id)
    roll_up_added(draft, staged.form.table, added)
    fresh = _count_by_file(draft, added)
    totals = sums(draft, staged, added)
    return Placed(fresh, 0, _groups(draft, staged), totals, by_file(draft, staged, totals), notes)


def _exchange(draft: Draft, staged: Staged, load_id: int, notes: Sequence[Note]) -> Placed:
    """Exchanges the groups in which rows differ; days that the table has as they are stated are not looked at."""
    names = {**staged.names, "nothing_else": _nothing_else(draft, staged)}
    draft.run(script("same_days" if staged.by_day else "all_anew", **names))
    draft.run(script("compare", **names))
    _refuse_superseded(draft, staged)
    _ask_currency(draft, staged)
    notes = [*notes, *substituted_notes(draft, staged)]
    changed = "" if staged.partial else f"SEMI JOIN changed_group USING ({staged.names['group']})"
    draft.run(f"DELETE FROM {staged.form.table} WHERE rowid IN (SELECT stored_at FROM stored_row {changed})")
    _insert(draft, staged, f"file_row {changed}", load_id)
    fresh, gone = _count_by_file(draft, "fresh"), _count(draft, "gone")
    if fresh or gone:
        roll_up(draft, staged.form.table)
    totals = sums(draft, staged, staged.held)
    return Placed(fresh, gone, _groups(draft, staged), totals, by_file(draft, staged, totals), notes)


def _nothing_else(draft: Draft, staged: Staged) -> str:
    """That the columns which the layout does not have are empty: of exports that several layouts state alike."""
    if not staged.form.whole_days:
        return "TRUE"
    columns = draft.query(f"SELECT * FROM {staged.form.table} LIMIT 0").columns
    others = [name for name in columns if name not in (*staged.form.stored, "load_id", "file_no", "source_line")]
    return " AND ".join(f"{name} IS NULL" for name in others) or "TRUE"


def _ask_currency(draft: Draft, staged: Staged) -> None:
    """A currency that was only assumed does not replace another one that was stated."""
    if not staged.currency_assumed:
        return
    others = draft.query("SELECT DISTINCT currency FROM gone ANTI JOIN file_row USING (currency) ORDER BY currency")
    if not others.is_empty():
        assumed = draft.query("SELECT DISTINCT currency FROM file_row ORDER BY currency")
        raise SettingAsked("currency", (*others["currency"], *assumed["currency"]))


def _refuse_superseded(draft: Draft, staged: Staged) -> None:
    if staged.mends is None:
        return
    later = draft.query(script("superseded", **staged.names)).item()
    if later is not None:
        raise FileRefused("superseded", mends=staged.mends, later=later)


def _insert(draft: Draft, staged: Staged, source: str, load_id: int) -> None:
    columns = staged.names["columns"]
    draft.run(
        f"INSERT INTO {staged.form.table} ({columns}, load_id, file_no, source_line) "
        f"SELECT {columns}, {load_id} AS load_id, file_no, source_line FROM {source}"
    )


def _count(draft: Draft, rows: str) -> int:
    return int(draft.query(f"SELECT count(*) AS counted FROM {rows}").item())


def _count_by_file(draft: Draft, rows: str) -> dict[int, int]:
    return dict(draft.query(f"SELECT file_no, count(*) AS counted FROM {rows} GROUP BY file_no").iter_rows())


def _groups(draft: Draft, staged: Staged) -> int | None:
    if staged.form.counted is None:
        return None
    return int(draft.query(f"SELECT count(DISTINCT {staged.form.counted}) AS counted FROM staged").item())
