"""Files as no manual describes them: each is loaded right, asked about, or refused with the place of what is wrong."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.ingest import LoadReport
from pipelines.store import Store
from tests.backend import copied
from tests.desk import PARTNERS, Desk, cells, told
from tests.nasty_books import BOOKS
from tests.nasty_cases import LICENCES, Case, Cells
from tests.nasty_json import JSON
from tests.nasty_resaved import RESAVED
from tests.nasty_sheets import SHEETS
from tests.nasty_tables import TABLES
from tests.nasty_texts import TEXTS
from tests.usage_files import files_of

CASES = [*TEXTS, *TABLES, *SHEETS, *BOOKS, *JSON, *RESAVED]
LOADED = [one for one in CASES if one.loads is not None]
REFUSED = [one for one in CASES if one.loads is None]
_STORED = {
    "partners": "SELECT partner_id, partner, country, currency FROM partner WHERE partner_id > 'P-3' ORDER BY ALL",
    "offers": "SELECT partner_id, offer, starts_on::VARCHAR, fee::VARCHAR FROM offer_held ORDER BY ALL",
    "azure-sponsorship-usage": "SELECT count(*)::VARCHAR, min(usage_on)::VARCHAR, max(usage_on)::VARCHAR, "
    "rtrim(rtrim(sum(cost)::DECIMAL(38, 18)::VARCHAR, '0'), '.') FROM usage",
    "m365-licences": "SELECT product_title, total::VARCHAR, expired::VARCHAR, assigned::VARCHAR, renews_on::VARCHAR "
    "FROM licence_count ORDER BY ALL",
    "graph-subscribed-skus": "SELECT sku, status, enabled::VARCHAR, suspended::VARCHAR, warning::VARCHAR, "
    "consumed::VARCHAR FROM sku_count ORDER BY ALL",
}


@pytest.fixture(scope="module")
def three_partners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the three partners, loaded once; not to be changed."""
    folder = tmp_path_factory.mktemp("three-partners")
    store = Store(folder / "home")
    Desk(store, folder).loaded(PARTNERS)
    store.close()
    return folder / "home"


@pytest.fixture(scope="module")
def untouched(three_partners: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk for files that are refused, and leave its home as it is."""
    folder = tmp_path_factory.mktemp("untouched")
    store = Store(copied(three_partners, folder / "home"))
    yield Desk(store, folder)
    store.close()


@pytest.fixture
def desk(three_partners: Path, tmp_path: Path) -> Iterator[Desk]:
    store = Store(copied(three_partners, tmp_path / "home"))
    yield Desk(store, tmp_path)
    store.close()


@pytest.mark.parametrize("one", REFUSED, ids=[one.name for one in REFUSED])
def test_a_file_is_asked_about_or_refused_with_its_place_and_changes_nothing(untouched: Desk, one: Case) -> None:
    before = files_of(untouched.store.home.path)
    report = untouched.load(one.content, settings=_settings(one))
    assert report.status == "refused", told(report)
    assert _said(report, one) == (one.asks, one.cells or [])
    assert one.refused is None or one.refused in told(report)[0]
    assert files_of(untouched.store.home.path) == before


@pytest.mark.parametrize("one", LOADED, ids=[one.name for one in LOADED])
def test_a_file_is_loaded_right(desk: Desk, one: Case) -> None:
    report = desk.load(one.content, settings=_settings(one))
    assert report.status == ("loaded" if one.loads else "unchanged"), told(report)
    assert "|".join(stored(desk, report)) == one.loads
    assert _said(report, one) == (None, [])


def test_the_decision_table_has_each_name_once() -> None:
    assert [name for name, times in Counter(one.name for one in CASES).items() if times > 1] == []


def _settings(one: Case) -> dict[str, str]:
    of_licences = LICENCES[:13] in one.content[:200].decode("latin-1")
    return {"partner": "P-1", **one.said} if of_licences else one.said


def stored(desk: Desk, report: LoadReport) -> list[str]:
    """The rows that the store holds, each as words."""
    return [" ".join(map(str, row)) for row in desk.rows(_STORED[report.files[0].format or ""])]


def _said(report: LoadReport, one: Case) -> tuple[str | None, Cells]:
    return report.question.setting if report.question else None, cells(report)
