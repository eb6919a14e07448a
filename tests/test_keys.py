"""Product keys at rest: sealed, named by their digest, and never told by the load."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.ingest.mask import form_of, without_keys
from pipelines.secrets import KeyRing, RingDamaged, RingLacksKey, SealBroken, Sealed, keep_ring, key_ring, normalised
from pipelines.store import Store
from tests.desk import ADMIN, Desk, cells, desk_with_partners, told
from tests.keys_desk import CLOUD_KEY, SECOND_KEY

HEADER = "entitlement_id,key,seats,months,instructions\n"
BENEFITS = """entitlement_id,partner_id,offer,product,quantity
E-3,P-1,success-expanded-2026,microsoft-365-copilot,10
E-4,P-1,gold,intune,5
E-5,P-1,gold,windows-server-2019-standard-core,16
E-6,P-1,gold,visual-studio-enterprise,10
E-9,P-2,gold,intune,5
"""
STORED = "SELECT entitlement_id, digest, partner_id, seats, months, instructions FROM product_key ORDER BY ALL"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    made = desk_with_partners(store, tmp_path)
    made.loaded(BENEFITS)
    return made


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return key_ring(tmp_path / "ring" / "keys.json")


def test_a_ring_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.json"
    assert key_ring(path) == key_ring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"current": "a"}', '{"current": "a", "keys": {"b": "00"}}', "null"])
def test_a_damaged_ring_is_told_and_stays_as_it_is(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(damage)
    with pytest.raises(RingDamaged, match=r"keys\.json"):
        key_ring(path)
    assert path.read_text() == damage


def test_a_ring_does_not_show_its_secrets(ring: KeyRing) -> None:
    assert ring.digest_secret.hex() not in repr(ring)
    assert repr(ring.digest_secret) not in repr(ring)


def test_what_was_sealed_is_opened_for_its_entitlement_and_digest_alone(ring: KeyRing) -> None:
    sealed, digest = ring.seal(CLOUD_KEY, "E-3"), ring.digest(CLOUD_KEY)
    assert ring.open(sealed, "E-3", digest) == CLOUD_KEY
    for entitlement, other in (("E-4", digest), ("E-3", ring.digest(SECOND_KEY))):
        with pytest.raises(SealBroken):
            ring.open(sealed, entitlement, other)


@pytest.mark.parametrize("name", ["nonce", "ciphertext"])
def test_a_changed_byte_breaks_the_seal(ring: KeyRing, name: str) -> None:
    sealed = ring.seal(CLOUD_KEY, "E-3")
    text = getattr(sealed, name)
    changed: Sealed = replace(sealed, **{name: f"{int(text[:2], 16) ^ 1:02x}{text[2:]}"})
    with pytest.raises(SealBroken):
        ring.open(changed, "E-3", ring.digest(CLOUD_KEY))


def test_a_key_never_looks_the_same_twice_and_keeps_its_digest(ring: KeyRing) -> None:
    first, again = ring.seal(CLOUD_KEY, "E-3"), ring.seal(CLOUD_KEY, "E-3")
    assert first.ciphertext != again.ciphertext
    assert ring.digest(CLOUD_KEY) == ring.digest(f" {CLOUD_KEY.lower()} ")


def test_a_digest_says_nothing_without_the_rings_secret(tmp_path: Path, ring: KeyRing) -> None:
    other = key_ring(tmp_path / "other.json")
    assert ring.digest(CLOUD_KEY) != other.digest(CLOUD_KEY)


def test_an_older_key_of_the_ring_still_opens_what_it_sealed(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    old = key_ring(path)
    sealed = old.seal(CLOUD_KEY, "E-3")
    keep_ring(old.turned(), path)
    turned = key_ring(path)
    assert turned.open(sealed, "E-3", turned.digest(CLOUD_KEY)) == CLOUD_KEY
    assert turned.seal(CLOUD_KEY, "E-3").key_id not in old.keys


def test_a_ring_of_before_which_tells_no_digest_is_read(tmp_path: Path) -> None:
    made, path = key_ring(tmp_path / "keys.json"), tmp_path / "keys.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({name: told[name] for name in ("current", "keys", "digest_secret")}))
    assert key_ring(path) == made


def test_without_its_key_a_seal_stays_closed(ring: KeyRing) -> None:
    sealed = replace(ring.seal(CLOUD_KEY, "E-3"), key_id="gone")
    with pytest.raises(RingLacksKey, match="gone"):
        ring.open(sealed, "E-3", ring.digest(CLOUD_KEY))


@pytest.mark.parametrize("written", ["ab12-cd34", " AB12-CD34", "AB12\u2013cd34", "AB12 - CD34\u00a0"])
def test_keys_are_compared_in_capitals_with_plain_hyphens(written: str) -> None:
    assert normalised(written) == "AB12-CD34"


def test_a_key_brings_what_its_row_says_and_else_what_is_held_for_a_year(desk: Desk) -> None:
    desk.loaded(f"{HEADER}E-3,{CLOUD_KEY},4,6,Read this\nE-4,{SECOND_KEY},,,\nE-5,MAK-12345,,,\n")
    stored = {row[0]: row[2:] for row in desk.rows(STORED)}
    assert stored == {
        "E-3": ("P-1", 4, 6, "Read this"),
        "E-4": ("P-1", 5, 12, None),
        "E-5": ("P-1", None, 12, None),
    }


def test_loading_keys_again_changes_nothing_and_another_key_is_added(desk: Desk) -> None:
    desk.loaded(f"{HEADER}E-3,{CLOUD_KEY},4,,\n")
    before = desk.rows("SELECT * FROM product_key")
    assert desk.load(f"{HEADER}E-3, {CLOUD_KEY.lower()} ,4,,\n").status == "unchanged"
    assert desk.rows("SELECT * FROM product_key") == before
    desk.loaded(f"{HEADER}E-3,{SECOND_KEY},4,,\n")
    assert len(desk.rows(STORED)) == 2


def test_what_is_said_of_a_key_can_be_mended_and_its_seal_stays(desk: Desk) -> None:
    desk.loaded(f"{HEADER}E-3,{CLOUD_KEY},4,,\n")
    sealed = desk.rows("SELECT nonce, ciphertext FROM product_key")
    desk.loaded(f"{HEADER}E-3,{CLOUD_KEY},5,,\n")
    assert [row[3] for row in desk.rows(STORED)] == [5]
    assert desk.rows("SELECT nonce, ciphertext FROM product_key") == sealed


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("E-3,AAAA1-BBBB2-CCC3-DDDD4-EEEE5,,,", "key", "xxxxx-xxxxx-xxxx-xxxxx-xxxxx"),
        ("E-3,AAAA1BBBB2CCCC3DDDD4EEEE5,,,", "key", "x" * 25),
        ("E-3,MAK-12345,,,", "key", "xxx-xxxxx"),
        ("E-5,ab-1,,,", "key", "xx-x"),
        ("E-5,ABCDE_12345,,,", "key", "xxxxxxxxxxx"),
        ("E-5,,,,", "key", None),
        (f"E-3,{CLOUD_KEY},some,,", "seats", "xxxx"),
        (f"E-3,{CLOUD_KEY},0,,", "seats", "x"),
        (f"E-3,{CLOUD_KEY},5,0,", "months", "x"),
        (f"E-7,{CLOUD_KEY},5,,", "entitlement_id", "x-x"),
        (f"E-6,{CLOUD_KEY},5,,", "entitlement_id", "x-x"),
        (f"E-3,{CLOUD_KEY},5,,Use {SECOND_KEY}", "instructions", "xxx xxxxx-xxxxx-xxxxx-xxxxx-xxxxx"),
        ("E-5,MAK-12345,5,,Type mak-12345 here", "instructions", "xxxx xxx-xxxxx xxxx"),
    ],
)
def test_a_wrong_cell_is_told_by_its_form_alone(desk: Desk, row: str, column: str, found: str | None) -> None:
    report = desk.load(f"{HEADER}{row}\n")
    assert report.status == "refused"
    assert cells(report) == [(2, column, found)]


def test_a_key_of_a_cloud_licence_belongs_to_one_benefit(desk: Desk) -> None:
    """Source row 49: it can be redeemed once."""
    assert cells(desk.load(f"{HEADER}E-3,{CLOUD_KEY},,,\nE-4,{CLOUD_KEY},,,\n"))[0][:2] == (3, "key")
    desk.loaded(f"{HEADER}E-3,{CLOUD_KEY},,,\n")
    assert cells(desk.load(f"{HEADER}E-4,{CLOUD_KEY},,,\n"))[0][:2] == (2, "key")


def test_a_key_that_stands_twice_is_named_on_its_second_line(desk: Desk) -> None:
    report = desk.load(f"{HEADER}E-3,{CLOUD_KEY},,,\nE-3,{CLOUD_KEY.lower()},,,\n")
    assert cells(report) == [(3, "key", "xxxxx-xxxxx-xxxxx-xxxxx-xxxxx")]


def test_nobody_loads_keys_of_a_partner_that_is_not_theirs(desk: Desk) -> None:
    report = desk.load(f"{HEADER}E-9,{CLOUD_KEY},,,\n", loader=ADMIN)
    assert cells(report) == [(2, "entitlement_id", "x-x")]
    assert told(report) == told(desk.load(f"{HEADER}E-0,{CLOUD_KEY},,,\n", loader=ADMIN))


def test_rows_set_aside_name_their_lines_and_can_be_filled_in_again(desk: Desk) -> None:
    report = desk.load(f"{HEADER}E-3,AAAA1-BBBB2,4,,\nE-3,{CLOUD_KEY},4,,\n", keep_good=True)
    content = report.quarantine[0].read_text("utf-8-sig")
    assert "AAAA1" not in content
    header, row = csv.reader(content.splitlines())
    assert row[1:] == ["2", "key: five groups of five letters or digits, joined by hyphens", *[""] * 5]
    mended = [*row[:3], "E-3", SECOND_KEY, "4", "", ""]
    assert (
        desk.load("\n".join(",".join(f'"{cell}"' for cell in cells) for cells in (header, mended))).status == "loaded"
    )
    assert desk.rows("SELECT source_line FROM product_key ORDER BY source_line") == [(2,), (3,)]


def test_a_file_of_keys_without_its_header_is_refused_without_telling_one(desk: Desk) -> None:
    report = desk.load(f"E-3,{CLOUD_KEY},5\nE-4,{SECOND_KEY},5\n")
    assert report.status == "refused"
    assert CLOUD_KEY not in " ".join(told(report))
    assert form_of(CLOUD_KEY) in told(report)[0]


def test_words_keep_everything_but_keys() -> None:
    assert without_keys(f"E-3, {CLOUD_KEY}; key") == "E-3, xxxxx-xxxxx-xxxxx-xxxxx-xxxxx; key"


def test_a_long_form_is_cut() -> None:
    assert form_of("word " * 40) == "xxxx " * 8 + "…"
