"""The catalogue in data/catalogue says what its sources say, and nothing that has no source."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.rules.model import SUPPORT_AREAS

CATALOGUE = Path(__file__).parents[1] / "data" / "catalogue"
FAMILIES = {"software", "azure_credit", "cloud", "visual_studio", "technical", "go_to_market"}
COUNTED = {"seats", "licenses", "incidents", "hours", "activations", "packs", "tenants", "bots"}
UNITS = COUNTED | {"credit_month", "credit_year"}
POLICIES = {"mpn-2019-10", "mpn-2020-06", "mpn-2020-10", "maicpp-2023-09", "maicpp-2026-02"}
COLUMNS = {
    "offers": "offer,name,policy,fee,currency,sample,source",
    "products": "product,name,family,unit,unit_value,currency,unit_value_source,aliases,source",
    "offer_products": "offer,product,benefit_type,quantity,sample,source",
    "downloads": "product,os,link,source",
    "support": "offer,support,product,areas,extent,source",
    "support_areas": "area,needs_ids,source",
    "levels": "offer,level,rank,sold_until,renewed_until,once,choice,scored,source",
}


def table(name: str) -> pl.DataFrame:
    """One file of the catalogue, every column as text; an empty cell is null."""
    return pl.read_csv(CATALOGUE / f"{name}.csv", infer_schema=False)


def quantity(offer: str, product: str, benefit_type: str = "core") -> Decimal:
    rows = table("offer_products").filter(offer=offer, product=product, benefit_type=benefit_type)
    return Decimal(rows["quantity"].item())


def names() -> pl.DataFrame:
    """Columns product and name: each product's name and each of its aliases, case-folded."""
    products = table("products")
    aliases = products.select("product", name=pl.col("aliases").str.split("|")).explode("name").drop_nulls()
    every = pl.concat([products.select("product", "name"), aliases])
    return every.with_columns(pl.col("name").map_elements(str.casefold, return_dtype=pl.String))


@pytest.mark.parametrize("name", COLUMNS)
def test_each_file_has_its_columns_and_every_row_a_source(name: str) -> None:
    frame = table(name)
    assert ",".join(frame.columns) == COLUMNS[name]
    assert frame["source"].null_count() == 0


@pytest.mark.parametrize("name", COLUMNS)
def test_files_are_plain_utf8_with_unix_line_ends(name: str) -> None:
    content = (CATALOGUE / f"{name}.csv").read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\n")


def test_ids_are_unique() -> None:
    assert table("offers")["offer"].is_unique().all()
    assert table("products")["product"].is_unique().all()
    assert not table("offer_products").select("offer", "product", "benefit_type").is_duplicated().any()


def test_every_offer_and_product_is_used_and_exists() -> None:
    held = table("offer_products")
    assert set(held["offer"]) == set(table("offers")["offer"])
    assert set(held["product"]) == set(table("products")["product"])


def test_codes_are_known() -> None:
    products, held = table("products"), table("offer_products")
    assert set(products["family"]) == FAMILIES
    assert set(products["unit"]) <= UNITS
    assert set(held["benefit_type"]) == {"core", "incremental"}
    assert set(table("offers")["policy"]) <= POLICIES


def test_quantities_are_whole_and_above_zero() -> None:
    quantities = table("offer_products")["quantity"].cast(pl.Int64)
    assert (quantities > 0).all()


def test_a_unit_value_is_never_zero_and_always_has_a_currency_and_a_source() -> None:
    products = table("products")
    valued = products.filter(pl.col("unit_value").is_not_null())
    assert all(Decimal(value) > 0 for value in valued["unit_value"])
    assert valued.select("currency", "unit_value_source").null_count().sum_horizontal().item() == 0
    unvalued = products.filter(pl.col("unit_value").is_null())
    assert unvalued["unit_value_source"].null_count() == unvalued.height


def test_only_credits_have_a_value_and_it_is_their_face_value() -> None:
    valued = table("products").filter(pl.col("unit_value").is_not_null())
    assert set(valued["family"]) == {"azure_credit"}
    assert set(valued.select("unit", "unit_value").iter_rows()) == {("credit_month", "12"), ("credit_year", "1")}


def test_silver_and_gold_are_sample_values_and_nothing_else_is() -> None:
    for name in ("offers", "offer_products"):
        samples = table(name).with_columns(expected=pl.col("offer").is_in(["silver", "gold"]))
        assert samples.filter((pl.col("sample") == "true") != pl.col("expected")).is_empty()
        assert set(samples["sample"]) == {"true", "false"}


def test_a_name_means_one_product() -> None:
    every = names()
    assert every.filter(pl.col("name").is_duplicated()).is_empty()
    assert every.filter(pl.col("name").str.strip_chars() != pl.col("name")).is_empty()


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("Visual Studio Enterprise", "visual-studio-enterprise"),
        ("Visual Studio Enterprise Subscription (MPN)", "visual-studio-enterprise"),
        ("Visual Studio Professional", "visual-studio-professional"),
        ("Microsoft 365 E5 (no Teams)", "microsoft-365-e5"),
        ("OFFICE 365 E3", "office-365-e3"),
        ("Azure Bulk Credits (Production)", "azure-bulk-credit"),
        ("Signature Cloud Support", "cloud-support-incidents"),
    ],
)
def test_a_name_seen_in_a_portal_finds_its_product(name: str, product: str) -> None:
    assert names().filter(name=name.casefold())["product"].to_list() == [product]


@pytest.mark.parametrize(
    ("offer", "product", "expected"),
    [
        ("action-pack-2023", "azure-monthly-credit", 100),
        ("action-pack-2023", "windows-server-2019-standard-core", 16),
        ("launch-benefits-2023", "learning-vhd", 100),
        ("isv-success", "azure-bulk-credit", 5000),
        ("partner-launch-2026", "azure-bulk-credit", 700),
        ("success-core-2026", "visual-studio-enterprise", 8),
        ("success-expanded-2026", "microsoft-365-copilot", 10),
        ("solutions-partner-infrastructure-2026", "microsoft-365-e3", 100),
        ("solutions-partner-modern-work-2026", "microsoft-365-e5", 200),
        ("solutions-partner-security-2026", "security-copilot-credit", 5000),
        ("solutions-partner-security-2026", "cloud-support-incidents", 50),
        ("success-core-2026", "advisory-hours", 5),
        ("silver", "visual-studio-enterprise", 5),
        ("gold", "visual-studio-enterprise", 10),
        ("gold", "azure-bulk-credit", 12000),
    ],
)
def test_quantities_are_those_of_the_source(offer: str, product: str, expected: int) -> None:
    assert quantity(offer, product) == expected


def test_what_a_specialization_adds_is_incremental() -> None:
    assert quantity("specialization-avd-2026", "azure-bulk-credit", "incremental") == 14000
    added = table("offer_products").filter(pl.col("offer").str.starts_with("specialization-"))
    assert set(added["benefit_type"]) == {"incremental"}


def test_the_guide_of_2026_is_there_in_full() -> None:
    """domain-facts 2.9: 58 products and nine packages, 233 cells with a quantity."""
    guide = table("offer_products").filter(pl.col("source").str.contains("SGX"))
    assert guide["product"].n_unique() == 58
    assert guide["offer"].n_unique() == 9
    assert guide.height == 233


def test_a_fee_is_given_only_where_a_source_gives_one() -> None:
    fees = table("offers").filter(pl.col("fee").is_not_null())
    assert dict(fees.select("offer", "fee").iter_rows()) == {
        "partner-launch-2026": "350",
        "success-core-2026": "925",
        "success-expanded-2026": "4125",
        "solutions-partner-infrastructure-2026": "4875",
        "solutions-partner-modern-work-2026": "4875",
        "solutions-partner-security-2026": "4875",
    }
    assert set(fees["currency"]) == {"USD"}


def test_the_support_of_an_offer_is_held_under_it_and_serves_known_areas() -> None:
    support, held = table("support"), set(table("offer_products").select("offer", "product").iter_rows())
    named = support.filter(pl.col("product").is_not_null())
    assert set(named.select("offer", "product").iter_rows()) <= held
    assert support.filter(pl.col("product").is_null())["extent"].unique().to_list() == ["none"]
    technical = table("products").filter(family="technical")["product"]
    listed = table("offer_products").filter(pl.col("product").is_in(technical.implode()))
    assert set(listed.select("offer", "product").iter_rows()) == set(named.select("offer", "product").iter_rows())
    assert set("|".join(support["areas"]).split("|")) < set(SUPPORT_AREAS)
    assert set(table("support_areas")["area"]) == set(SUPPORT_AREAS)
