"""A home of any size: partners with forty benefits each, their people, three subscriptions with credit, their use."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from pipelines.ingest import OPERATOR, Incoming, LoadReport, Order, load
from pipelines.store import Store
from pipelines.store.catalogue import read

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
EACH = 40  # benefits of a partner
ACTING = 8  # partners at which deeds are done
CROWD = 320  # people there who want a seat
READER = "finance@contoso.example"
_OFFERS = ("success-core-2026", "success-expanded-2026", "action-pack-2023")
_FAMILIES = ("software", "cloud", "go_to_market", "technical")


def load_world(home: Path, usage: Path, folder: Path) -> None:
    """Loads the files of a world and of its use into a new home."""
    load_all(home, [*sorted(folder.glob("*.csv")), usage])


def load_all(home: Path, files: list[Path]) -> LoadReport:
    """Loads files as the operator; all must load, or hold nothing new."""
    store = Store(home)
    try:
        report = load(store, [Incoming(file.name, file) for file in files], Order(OPERATOR, NOW, TODAY, {}))
    finally:
        store.close()
    assert report.status in ("loaded", "unchanged"), [(one.file, one.refusal, one.problems[:3]) for one in report.files]
    return report


def write_world(folder: Path, entitlements: int) -> Path:
    """Writes the files beside the use: so many benefits, a partner for each forty of them."""
    folder.mkdir()
    partners = max(ACTING, -(-entitlements // EACH))
    made = {
        "partners": _partners(partners),
        "offers": _offers(partners),
        "entitlements": pl.concat([_entitlements(entitlements), _seats()], how="diagonal"),
        "people": _people(partners),
        "credit_grants": _grants(),
    }
    for name, frame in made.items():
        frame.write_csv(folder / f"{name}.csv")
    return folder


def seats_of(partner: int) -> str:
    """The benefit at one of the ACTING partners that has a seat for each of its crowd."""
    return f"E-seats-{partner}"


def one_of_crowd(partner: int, number: int) -> str:
    """The e-mail of somebody at one of the ACTING partners."""
    return f"p{number}@partner-{partner}.example"


def admin_of(partner: int) -> str:
    """The e-mail of the Global admin of a partner."""
    return f"admin@partner-{partner}.example"


def _numbered(count: int) -> pl.DataFrame:
    return pl.select(number=pl.int_range(1, count + 1, dtype=pl.Int64))


def _partner() -> pl.Expr:
    return pl.format("P-{}", "partner")


def _one_of(number: pl.Expr, names: tuple[str, ...]) -> pl.Expr:
    return (number % len(names)).replace_strict(dict(enumerate(names)), return_dtype=pl.String)


def _partners(count: int) -> pl.DataFrame:
    return _numbered(count).select(
        partner_id=pl.format("P-{}", "number"),
        legal_name=pl.format("Partner {}", "number"),
        country=pl.lit("US"),
        currency=pl.lit("USD"),
        portal=pl.lit("partner_center"),
        time_zone=pl.lit("UTC"),
    )


def _offers(partners: int) -> pl.DataFrame:
    started = pl.lit(date(2025, 9, 1)) + pl.duration(days=pl.col("number") % 250)
    return _numbered(partners).select(
        partner_id=pl.format("P-{}", "number"),
        offer=_one_of(pl.col("number"), _OFFERS),
        starts_on=started,
        fee=pl.lit("925.00"),
        currency=pl.lit("USD"),
    )


def _entitlements(count: int) -> pl.DataFrame:
    """Of each partner other products, some assigned, some used, some that lapse soon, every fifth without a value."""
    products = tuple(read("products").filter(pl.col("family").is_in(_FAMILIES)).sort("product")["product"])
    number, held = pl.col("number"), 5 + pl.col("number") % 37
    numbered = _numbered(count).with_columns(partner=(number - 1) // EACH + 1)
    return numbered.select(
        entitlement_id=pl.format("E-{}", "number"),
        partner_id=_partner(),
        offer=_one_of(pl.col("partner"), _OFFERS),
        product=_one_of(number + pl.col("partner") * 7, products),
        quantity=held,
        activate_by=pl.lit(date(2026, 5, 1)) + pl.duration(days=number % 311),
        use_until=pl.lit(date(2026, 6, 1)) + pl.duration(days=number % 311),
        assigned=number % 11 % held,
        used=number % 7 % held,
        unit_value=pl.when(number % 5 > 0).then(pl.format("{}.50", 10 + number % 400)),
        currency=pl.when(number % 5 > 0).then(pl.lit("USD")),
    )


def _seats() -> pl.DataFrame:
    """A benefit at each partner at which deeds are done, with seats for all who want one."""
    return pl.DataFrame(
        {
            "entitlement_id": seats_of(partner),
            "partner_id": f"P-{partner}",
            "offer": _OFFERS[partner % len(_OFFERS)],
            "product": "visual-studio-enterprise",
            "quantity": CROWD,
            "activate_by": date(2027, 6, 1),
            "use_until": date(2027, 6, 1),
            "unit_value": "1199.00",
            "currency": "USD",
        }
        for partner in range(1, ACTING + 1)
    )


def _people(partners: int) -> pl.DataFrame:
    admins = [(f"P-{number}", admin_of(number), "global_admin") for number in range(1, partners + 1)]
    crowd = [(f"P-{p}", one_of_crowd(p, n), "") for p in range(1, ACTING + 1) for n in range(CROWD)]
    rows = [*admins, *crowd, ("*", READER, "finance")]
    frame = pl.DataFrame(rows, schema=["partner_id", "email", "roles"], orient="row")
    return frame.with_columns(name=pl.col("email").str.replace("@.*", ""))


def _grants() -> pl.DataFrame:
    """A year's credit and the next one of each subscription, more than it uses."""
    terms = ((date(2025, 5, 10), date(2026, 5, 9)), (date(2026, 5, 10), date(2027, 5, 9)))
    return pl.DataFrame(
        {
            "subscription_id": f"aaaaaaaa-0000-4000-8000-{subscription:012d}",
            "starts_on": starts_on,
            "ends_on": ends_on,
            "partner_id": f"P-{subscription + 1}",
            "kind": "bulk",
            "amount": "90000000.00",
            "currency": "USD",
        }
        for subscription in range(3)
        for starts_on, ends_on in terms
    )
