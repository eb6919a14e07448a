"""Files of others, from ../shared/samples, and the vendor's statements; with `-m samples` they must be there."""

from pathlib import Path

import pytest

from pipelines.store import Store
from tests.desk import Desk, desk_with_partners, told

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
SKUS = (Path(__file__).parent / "vendor_files" / "graph-subscribed-skus.json").read_text("utf-8")

pytestmark = pytest.mark.samples


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def test_reservation_recommendations_are_refused_by_their_name(desk: Desk) -> None:
    content = (SAMPLES / "azure-ea" / "EA-Reservations-Recommendations.csv").read_bytes()
    [sentence] = told(desk.load(content))
    assert sentence.startswith("This seems to be the reservation recommendations of Azure")


@pytest.mark.parametrize("name", ["m365_product_names_2022-11.csv", "ms_skus_minimal.csv"])
def test_the_vendors_names_say_which_product_a_sku_of_the_directory_is(desk: Desk, name: str) -> None:
    desk.loaded((SAMPLES / "m365" / name).read_bytes())
    desk.loaded(SKUS, partner="P-1")
    counted = desk.rows("SELECT product, assigned FROM licence_told WHERE product = 'microsoft-365-e5'")
    assert counted == [("microsoft-365-e5", 7)]


@pytest.mark.parametrize("name", ["license_assignments.csv", "usage.csv", "users.csv"])
def test_lists_of_people_are_not_taken_for_lists_of_licences(desk: Desk, name: str) -> None:
    report = desk.load((SAMPLES / "m365" / name).read_bytes())
    assert told(report)[0].startswith("No known format has these columns: principal")
