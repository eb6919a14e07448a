"""The demo's keys: invented, of the usual form, and as many seats as are held."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.demo import make
from pipelines.store.catalogue import read
from tests.the_cast import TODAY

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    made = make(tmp_path_factory.mktemp("demo"), on_day=TODAY)
    return {one.format: rows(one.path) for one in made if one.format in ("keys", "entitlements")}


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_keys_have_the_usual_form_and_no_two_are_alike(files: dict[str, Rows]) -> None:
    keys = [row["key"] for row in files["keys"]]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){4}", key) for key in keys)


def test_keys_are_of_software_and_cloud_licences_and_access_licences_have_none(files: dict[str, Rows]) -> None:
    families = dict(read("products").select("product", "family").iter_rows())
    keyed = {row["entitlement_id"] for row in files["keys"]}
    products = {row["product"] for row in files["entitlements"] if row["entitlement_id"] in keyed}
    assert {families[product] for product in products} == {"software", "cloud"}
    assert not [product for product in products if product.endswith("-cal")]


def test_the_keys_of_a_cloud_licence_bring_all_its_seats(files: dict[str, Rows]) -> None:
    brought: Counter[str] = Counter()
    for row in files["keys"]:
        brought[row["entitlement_id"]] += int(row["seats"] or 0)
    held = {row["entitlement_id"]: Decimal(row["quantity"]) for row in files["entitlements"]}
    assert {name: seats for name, seats in brought.items() if seats and seats != held[name]} == {}
