"""A home in which every page has as many rows as are wanted: files are loaded, the ledger is filled at once."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from pipelines.ingest import OPERATOR, Incoming, Order, load
from pipelines.store import Store
from pipelines.store.chain import APP, HASHED, hash_of
from tests.bench.usage import write_usage
from tests.single_rows import PRODUCTS
from tests.the_cast import EMAILS, NOW, TODAY

EACH = 40  # benefits of each family, memberships and people of a partner
FIRST = date(2026, 6, 30)
ADMIN, TECHNICAL = "admin", PRODUCTS.index("cloud-support-incidents")
SEATS = (
    *("Subscriber Name", "Email", "Subscription Level", "Assigned", "Activated", "Expiration Date (UTC)"),
    *("Subscription Status", "Subscription GUID", "Usage Status"),
)


def large(folder: Path, rows: int) -> Path:
    """A home in `folder` where each page's list has so many rows; read by finance."""
    home, files = folder / "home", _write(folder, rows)
    store = Store(home)
    report = load(store, [Incoming(path.name, path, told) for path, told in files], Order(OPERATOR, NOW, TODAY, {}))
    assert report.status == "loaded", [(one.file, one.refusal, one.problems[:3]) for one in report.files]
    _loads(store, rows)
    with store.snapshot() as snapshot:
        assert not snapshot.ledger.heads()
    store.close()
    _ledger(home / "ledger" / "ledger.duckdb", rows)
    return home


def _write(folder: Path, rows: int) -> list[tuple[Path, dict[str, str]]]:
    partners = -(-rows // EACH)
    made = {
        "partners": _partners(partners),
        "people": _people(rows),
        "offers": _offers(rows),
        "entitlements": pl.concat(_entitlements(rows, number) for number in range(len(PRODUCTS))),
        "grants": _grants(partners),
        "support_use": _cases(rows),
        "answers": _answers(rows),
        "seats": _seats(rows),
    }
    for name, frame in made.items():
        frame.write_csv(folder / f"{name}.csv")
    own = {"seats": {"partner": "P-0", "date_order": "iso"}}
    files = [(folder / f"{name}.csv", own.get(name, {})) for name in made]
    return [*files, (write_usage(folder / "usage.csv", rows), {})]


def _numbered(rows: int) -> pl.DataFrame:
    return pl.select(number=pl.int_range(rows)).with_columns(
        partner_id=pl.format("P-{}", pl.col("number") // EACH), place=pl.col("number") % EACH
    )


def _partners(count: int) -> pl.DataFrame:
    told = pl.select(number=pl.int_range(count))
    return told.select(
        partner_id=pl.format("P-{}", "number"),
        legal_name=pl.format("Partner {}", "number"),
        country=pl.lit("US"),
        currency=pl.lit("USD"),
    )


def _people(rows: int) -> pl.DataFrame:
    made = _numbered(rows).select(
        "partner_id",
        email=pl.format("p{}@large.example", "number"),
        name=pl.format("Person {}", "number"),
        roles=pl.when(place=0).then(pl.lit("global_admin")),
    )
    reader = {"partner_id": "*", "email": EMAILS["finance"], "name": "Fiona", "roles": "finance"}
    return pl.concat([made, pl.DataFrame([reader])])


def _offers(rows: int) -> pl.DataFrame:
    """One after the other of the same offer."""
    starts = pl.date(2026 - pl.col("place") // 2, 1 + pl.col("place") % 2 * 6, 1)
    return _numbered(rows).select("partner_id", offer=pl.lit("gold"), starts_on=starts, fee=pl.lit("4730.00"))


def _entitlements(rows: int, product: int) -> pl.DataFrame:
    return _numbered(rows).select(
        "partner_id",
        entitlement_id=pl.format("E-{}-{}", pl.lit(product), "number"),
        offer=pl.lit("gold"),
        product=pl.lit(PRODUCTS[product]),
        quantity=pl.col("place") + 1,
        activate_by=pl.lit(FIRST) + pl.duration(days="place"),
        use_until=pl.lit(FIRST) + pl.duration(days=pl.col("place") + 30),
        unit_value=pl.format("{}.50", "place"),
    )


def _grants(partners: int) -> pl.DataFrame:
    """A credit of each partner; the use is of the first three."""
    return pl.select(number=pl.int_range(partners)).select(
        subscription_id=pl.format("aaaaaaaa-0000-4000-8000-{}", pl.col("number").cast(pl.String).str.zfill(12)),
        starts_on=pl.lit(date(2025, 5, 10)),
        ends_on=pl.lit(date(2026, 12, 31)),
        partner_id=pl.format("P-{}", "number"),
        kind=pl.lit("bulk"),
        amount=pl.lit("9000000000.00"),
        currency=pl.lit("USD"),
    )


def _cases(rows: int) -> pl.DataFrame:
    """Incidents of one benefit, and one of each other."""
    about = pl.format("E-{}-{}", pl.lit(TECHNICAL), pl.when(pl.col("number") % 2 == 0).then("number").otherwise(0))
    return _numbered(rows).select(
        entitlement_id=about,
        kind=pl.lit("incident"),
        used_on=pl.lit(TODAY),
        reference=pl.format("C-{}", "number"),
        title=pl.format("Case {}", "number"),
    )


def _answers(rows: int) -> pl.DataFrame:
    """Answers of the vendor to requests, and to as many that nobody knows."""
    return _numbered(rows).select(
        request_id=pl.format("{}-R{}", "partner_id", pl.col("place") + EACH // 2 + 1), outcome=pl.lit("declined")
    )


def _seats(rows: int) -> pl.DataFrame:
    """Seats of one partner."""
    name, day = pl.format("Person {}", "number"), pl.lit("2026-01-15")
    guid = pl.format("bbbbbbbb-0000-4000-8000-{}", pl.col("number").cast(pl.String).str.zfill(12))
    mail, level = pl.format("p{}@large.example", "number"), pl.lit("Visual Studio Professional")
    cells = [name, mail, level, day, day, pl.lit("2027-01-15"), pl.lit("assigned"), guid, pl.lit("Used")]
    return _numbered(rows).select(cell.alias(head) for head, cell in zip(SEATS, cells, strict=True))


def _loads(store: Store, rows: int) -> None:
    """As many loads as rows, as a home that lives for long has them."""
    with store.writing() as writing:
        run = writing.draft.run
        of_today = f"range + 2, TIMESTAMPTZ '{NOW}', 'operator', DATE '{TODAY}', NULL"
        run(f"INSERT INTO load SELECT {of_today} FROM range({rows})")
        run(
            "INSERT INTO load_file SELECT range + 2, 1, 'file-' || range || '.csv', 'people', '0', '{}', 1, 1, 0, 0"
            f" FROM range({rows})"
        )
        writing.draft.keep = True


def _ledger(path: Path, rows: int) -> None:
    """Deeds at every partner and in the app's own stream, each with its place in the chain; a letter with some."""
    deeds = pl.DataFrame(_chained(rows), infer_schema_length=None)
    letters = _letters(rows)
    identity = pl.DataFrame({"person_id": [ADMIN], "email": ["p0@large.example"], "name": ["Person 0"]})
    texts = letters.select(text_id="address", value=pl.lit("somebody@large.example"))
    with duckdb.connect(path) as ledger:
        for table, frame in {"deed": deeds, "message": letters, "identity": identity, "private_text": texts}.items():
            ledger.register("made", frame.to_arrow())
            ledger.execute(f"INSERT INTO {table} BY NAME SELECT * FROM made")
            ledger.unregister("made")


def _chained(rows: int) -> list[dict[str, object]]:
    made, last = [], {}
    for number in range(rows):
        for stream, told in _told(number):
            version, before = last.get(stream, (0, ""))
            row = _row(stream, version + 1, before, told)
            last[stream] = version + 1, str(row["hash"])
            made.append(row)
    return made


def _told(number: int) -> Sequence[tuple[str, dict[str, object]]]:
    partner, place = f"P-{number // EACH}", number % EACH
    request = {
        "action": "activate_support",
        "entitlement_id": f"E-{TECHNICAL}-{number}",
        "subject": f"{partner}-R{place + 1}",
        "details": json.dumps({"kind": "activation"}),
    }
    token = {"expires_on": "2026-09-13", "fingerprint": f"{number:064x}", "partners": "", "purpose": "T", "reports": ""}
    details = json.dumps(token, sort_keys=True)
    return ((partner, request), (APP, {"action": "create_token", "subject": f"{number:012x}", "details": details}))


def _row(stream: str, version: int, before: str, told: dict[str, object]) -> dict[str, object]:
    same = {"done_at": NOW - timedelta(days=3), "on_day": TODAY - timedelta(days=3), "actor": ADMIN, "via": "page"}
    place = {"stream_id": stream, "version": version, "request_id": f"{stream}:{version}", "previous_hash": before}
    row = {"entitlement_id": None, "outcome": "done", "rules": "[]", "snapshot": 1, **same, **place, **told}
    return {name: row[name] for name in HASHED} | {"hash": hash_of(row)}


def _letters(rows: int) -> pl.DataFrame:
    return _numbered(rows).select(
        message_id=pl.col("number").cast(pl.String).str.zfill(24),
        stream_id="partner_id",
        version=pl.col("place").cast(pl.Int64) + 1,
        address=pl.format("t-{}", "number"),
        kind=pl.lit("marketing_contact"),
        facts=pl.lit('{"partner": "Partner"}'),
        language=pl.lit("en"),
    )
