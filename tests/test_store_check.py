"""The check finds what the engine does not enforce, and says where."""

from pathlib import Path

import pytest

from pipelines.store import Store
from pipelines.store.check import QUESTIONS, Finding, check
from pipelines.store.errors import SnapshotMissing
from pipelines.store.schema import MIGRATIONS
from pipelines.text import LANGUAGES
from tests.usage_files import load_file, usage_rows, write_csv

LOAD = "INSERT INTO load VALUES (1, TIMESTAMPTZ '2026-06-15 00:00:00+00', 'operator', DATE '2026-06-15', NULL);"
FILE = "INSERT INTO load_file VALUES (1, 0, 'f.csv', 'entitlements', 'x', '{}', 5, 3, 1, 1);"
ASIDE = "INSERT INTO quarantine VALUES (1, 0, 4, 'Cost', 'x', 'a number'), (1, 0, 4, 'Date', 'x', 'a date');"
PARTNER = "INSERT INTO partner VALUES ('P-1', 'Contoso', 'US', 'USD', NULL, 'pmc', 'UTC', 1, 0, 1);"
PERSON = "INSERT INTO person VALUES ('{0}', 'a@contoso.example', 'A', 'member', true, [], 1, 0, 2);"
GRANT = "INSERT INTO credit_grant VALUES ('s', '2026-01-01', '2026-12-31', 'P-1', 'bulk', 1, 'USD', NULL, 1, 0, 2);"
SEAT = (
    "INSERT INTO seat (partner_id, seat_id, subscription_level, activated, status, used, load_id, file_no, "
    "source_line) "
    "VALUES ('{0}', 's', 'Enterprise', true, 'assigned', true, 1, 0, 2);"
)
COUNT = "INSERT INTO licence_count VALUES ('P-1', 'E3', 1, 0, 1, NULL, 1, 0, 2);"
SKU = "INSERT INTO sku_count VALUES ('P-1', 'g', 'E3', 'enabled', 1, 0, 0, 1, 1, 0, 2);"
LOT = (
    "INSERT INTO vendor_credit (partner_id, dataset, lot_id, stated_on, source, starts_on, ends_on, original, balance, "
    "currency, load_id, file_no, source_line) VALUES ('{0}', 'azure-credit-lots', 'l', '2026-06-01', 'Credit', "
    "'2026-01-01', '2026-12-31', 5, 4, 'USD', 1, 0, 2);"
)
EVENT = (
    "INSERT INTO vendor_credit_event (partner_id, dataset, event_id, happened_on, description, currency, load_id, "
    "file_no, source_line) VALUES ('P-1', 'azure-credit-events', 'e', '2026-06-01', 'Charges', 'USD', {0}, 0, 2);"
)
OFFER = (
    "INSERT INTO offer_held (partner_id, offer, policy, starts_on, ends_on, currency, load_id, file_no, source_line) "
    "VALUES ('P-1', 'gold', 'mpn-2020-10', '2026-01-01', '2026-12-31', 'USD', 1, 0, 2);"
)
BENEFIT = (
    "INSERT INTO entitlement (entitlement_id, partner_id, offer, product, benefit_type, quantity, unit, load_id, "
    "file_no, source_line) VALUES ('E-1', '{0}', 'gold', 'windows', 'core', 1, 'seats', 1, 0, 2);"
)
DAY = "INSERT INTO usage_daily VALUES ('d', 's', 'Lab', '2026-01-01', 'Storage', 'USD', 1, 1);"
CHARGED_DAY = (
    "INSERT INTO charge_daily VALUES "
    "('actual', 's', 'Lab', '2026-01-01', 'Storage', 'web', 'EUR', true, 1, NULL, NULL, 1);"
)
RATE = "INSERT INTO carried_rate VALUES ('actual', 's', '2026-01-01', 'USD', 'EUR', 0.9, '2026-01-01');"
TOTAL = "INSERT INTO load_total VALUES (1, 0, 'USD', {0}, {1});"
WHOLE = [
    "UPDATE load_head SET load_id = 1;",
    *(LOAD, FILE, ASIDE, PARTNER, PERSON.format("P-1"), PERSON.format("*"), GRANT, SEAT.format("P-1"), COUNT, OFFER),
    *(BENEFIT.format("P-1"), SKU, LOT.format("P-1"), EVENT.format(1)),
]
NOT_REJECTED = "UPDATE load_file SET rows_read = 4, rows_rejected = 0; DELETE FROM quarantine;"
# What is done to a whole warehouse -> the finding: code, table, rows, the first of them.
FAULTS = {
    "a partner twice": (PARTNER, "repeated_key", "partner", 1, "P-1"),
    "an offer twice": (OFFER, "repeated_key", "offer_held", 1, "P-1, gold, 2026-01-01"),
    "an entitlement twice": (BENEFIT.format("P-1"), "repeated_key", "entitlement", 1, "E-1"),
    "a person twice": (PERSON.format("P-1"), "repeated_key", "person", 1, "P-1, a@contoso.example"),
    "a grant twice": (GRANT, "repeated_key", "credit_grant", 1, "s, 2026-01-01"),
    "a seat twice": (SEAT.format("P-1"), "repeated_key", "seat", 1, "P-1, s"),
    "a licence count twice": (COUNT, "repeated_key", "licence_count", 1, "P-1, E3"),
    "a SKU twice": (SKU, "repeated_key", "sku_count", 1, "P-1, g"),
    "a lot twice in one statement": (LOT.format("P-1"), "repeated_key", "vendor_credit", 1, "P-1, l, 2026-06-01"),
    "an event twice": (EVENT.format(1), "repeated_key", "vendor_credit_event", 1, "P-1, e"),
    "a lot of an unknown partner": (LOT.format("P-9"), "missing_partner", "vendor_credit", 1, "P-9"),
    "an event of a load that is not there": (
        *("UPDATE vendor_credit_event SET load_id = 3", "missing_load", "vendor_credit_event", 1, "3, 0"),
    ),
    "a load twice": (LOAD, "repeated_key", "load", 1, "1"),
    "a benefit of an unknown partner": (
        *("UPDATE entitlement SET partner_id = 'P-9'", "missing_partner", "entitlement", 1, "P-9"),
    ),
    "a person of an unknown partner": (PERSON.format("P-8"), "missing_partner", "person", 1, "P-8"),
    "a seat of an unknown partner": (SEAT.format("P-7"), "missing_partner", "seat", 1, "P-7"),
    "an offer of an unknown partner": (
        *("UPDATE offer_held SET partner_id = 'P-9'", "missing_partner", "offer_held", 1, "P-9"),
    ),
    "a grant of an unknown partner": (
        *("UPDATE credit_grant SET partner_id = 'P-9'", "missing_partner", "credit_grant", 1, "P-9"),
    ),
    "rows of a load that is not there": ("UPDATE person SET load_id = 3", "missing_load", "person", 2, "3, 0"),
    "a mended load that is not there": ("UPDATE load SET mends_load_id = 8", "missing_load", "load", 1, "8"),
    "a total without its file": (
        *("INSERT INTO load_total VALUES (1, 4, 'USD', 1, 1)", "missing_load", "load_total", 1, "1, 4"),
    ),
    "a set-aside cell without its file": (
        *("INSERT INTO quarantine VALUES (1, 7, 2, 'Cost', 'x', 'y')", "missing_load", "quarantine", 1, "1, 7"),
    ),
    "a day without its rows": (DAY, "usage_daily_differs", "usage_daily", 1, "d, s, 2026-01-01, Storage, USD"),
    "a day of charges without its rows": (
        *(CHARGED_DAY, "charge_daily_differs", "charge_daily", 1, "actual, s, 2026-01-01, Storage, web, EUR"),
    ),
    "a rate that no charge carries": (
        *(RATE, "carried_rate_differs", "carried_rate", 1, "actual, s, 2026-01-01, USD, EUR"),
    ),
    "a row that is not accounted for": (
        *("UPDATE load_file SET rows_read = 6", "counts_differ", "load_file", 1, "1, 0"),
    ),
    "a set-aside row without its line": ("DELETE FROM quarantine", "counts_differ", "load_file", 1, "1, 0"),
    "a total that does not tie": (
        *(NOT_REJECTED + TOTAL.format("2", "1.999999999999999999"), "totals_differ", "load_total", 1, "1, 0, USD"),
    ),
    "a head behind its loads": ("UPDATE load_head SET load_id = 0", "load_head_behind", "load_head", 1, "0"),
    "no head": ("DELETE FROM load_head", "load_head_behind", "load_head", 1, "-"),
    "two heads": ("INSERT INTO load_head VALUES (1)", "load_head_behind", "load_head", 1, "1"),
}


def change(store: Store, *statements: str) -> None:
    """A snapshot more, changed past the load's own rules."""
    with store.writing() as writing:
        for statement in statements:
            writing.draft.run(statement)
        writing.draft.keep = True


def test_an_empty_store_is_whole(store: Store) -> None:
    assert check(store) == []


def test_a_warehouse_that_keeps_every_rule_is_whole(store: Store) -> None:
    change(store, *WHOLE)
    assert check(store) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_in_its_table(store: Store, fault: str) -> None:
    statements, code, table, rows, first = FAULTS[fault]
    change(store, *WHOLE, statements)
    assert check(store) == [Finding(code, {"table": table, "rows": rows, "first": first})]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE usage_daily SET cost = cost + 0.000000000000000001 WHERE usage_on = DATE '2025-03-04'",
        "UPDATE usage_daily SET usage_rows = usage_rows + 1 WHERE usage_on = DATE '2025-03-04'",
        "UPDATE usage SET currency = 'EUR' WHERE usage_on = DATE '2025-03-04'",
        "DELETE FROM usage WHERE usage_on = DATE '2025-03-04'",
        "DELETE FROM usage_daily WHERE usage_on = DATE '2025-03-04'",
    ],
)
def test_a_day_that_is_not_the_sum_of_its_rows_is_found(store: Store, tmp_path: Path, statement: str) -> None:
    load_file(store, write_csv(tmp_path, "usage.csv", usage_rows(1, 600)))
    assert check(store) == []
    change(store, statement)
    found = check(store)
    assert {(one.code, one.facts["table"]) for one in found} == {("usage_daily_differs", "usage_daily")}
    assert "2025-03-04" in str(found[0])


def test_an_older_snapshot_is_checked_by_its_number(store: Store) -> None:
    change(store, *WHOLE, "DELETE FROM load_head")
    change(store, "INSERT INTO load_head VALUES (1)")
    assert check(store) == []
    assert [one.code for one in check(store, 1)] == ["load_head_behind"]
    with pytest.raises(SnapshotMissing):
        check(store, 9)


def test_a_kept_snapshot_whose_file_is_gone_or_damaged_is_named(store: Store) -> None:
    for _ in range(3):
        change(store)
    store.home.file(1).unlink()
    store.home.file(2).write_bytes(b"not a database")
    assert check(store) == [Finding("file_missing", {"number": 1}), Finding("file_damaged", {"number": 2})]


def test_damage_inside_the_live_file_is_found(store: Store, tmp_path: Path) -> None:
    load_file(store, write_csv(tmp_path, "usage.csv", usage_rows(1, 20_000)))
    path = store.home.file(1)
    whole = path.read_bytes()
    path.write_bytes(whole[:20_000] + bytes(len(whole) - 40_000) + whole[-20_000:])
    assert [one.code for one in check(store)] == ["file_damaged"]


def test_a_snapshot_of_another_version_is_named(store: Store) -> None:
    change(store, "UPDATE schema_version SET version = 99")
    assert check(store) == [Finding("version_differs", {"number": 1, "found": 99, "known": len(MIGRATIONS)})]


def test_a_pointer_that_cannot_be_read_is_named(store: Store) -> None:
    pointer = store.home.warehouse / "live.json"
    pointer.write_text("{", "utf-8")
    assert check(store) == [Finding("pointer_damaged", {"path": Path("warehouse/live.json")})]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [path.stem for path in QUESTIONS])
def test_a_finding_has_a_sentence_in_every_language(code: str, language: str) -> None:
    sentence = Finding(code, {"table": "person", "rows": 2, "first": "P-1, a"}).sentence(language)
    assert "P-1, a" in sentence
    assert (language == "en") == sentence.isascii()
