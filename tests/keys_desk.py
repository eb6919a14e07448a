"""Product keys in tests: loaded for the cast, and deeds on them by one of the cast at P-1."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pipelines.actions import Done, Order, Outcome, Refused, act, revealed_keys
from pipelines.store import EVERYTHING, Store
from tests.desk import Desk
from tests.the_cast import EMAILS, TODAY

# Of the cast: a cloud licence that can be activated until 31 August, and software that ends on 30 June.
CLOUD, SOFTWARE = "E-3", "E-5"
CLOUD_KEY, SECOND_KEY = "AAAA1-BBBB2-CCCC3-DDDD4-EEEE5", "FFFF1-GGGG2-HHHH3-JJJJ4-KKKK5"
SOFTWARE_KEY = "MAK-12345-ABCDE"
BOUGHT, FRESH, FRESH_KEY = "success-core-2026", "E-20", "MAK-20202"
KEYS = f"""entitlement_id,key,seats,instructions
{CLOUD},{CLOUD_KEY},10,Redeem in a private window
{CLOUD},{SECOND_KEY},5,Redeem in a private window
{SOFTWARE},{SOFTWARE_KEY},,
"""
AGREED = {"acknowledged": "yes", "tenant_checked": "yes"}
READ = {"instructions_read": "yes", "tenant_checked": "yes"}


@dataclass
class KeysDesk:
    """Deeds on the keys of one home."""

    store: Store

    def act(
        self,
        action: str,
        about: str | None = CLOUD,
        *,
        cast: str = "mpn_admin",
        day: date = TODAY,
        request_id: str | None = None,
        **given: str,
    ) -> Outcome:
        """What comes of an order of one of the cast at P-1."""
        now = datetime.combine(day, time(9), UTC)
        order = Order(action, EMAILS[cast], "P-1", about, given, request_id or secrets.token_hex(8), now, day)
        return act(self.store, order)

    def done(self, action: str, about: str | None = CLOUD, **more: Any) -> Done:
        """A deed that must be done."""
        outcome = self.act(action, about, **more)
        assert isinstance(outcome, Done), outcome
        return outcome

    def broken(self, action: str, about: str | None = CLOUD, **more: Any) -> list[str]:
        """The ids of the rules that refuse a deed; none where it is done."""
        outcome = self.act(action, about, **more)
        return [one.rule.id for one in outcome.broken] if isinstance(outcome, Refused) else []

    def reveal(self, about: str = CLOUD, cast: str = "mpn_admin") -> None:
        """Somebody sees the keys of a benefit."""
        self.done("get_keys", about, cast=cast, **AGREED)

    def seen(self, about: str = CLOUD, cast: str = "mpn_admin", day: date = TODAY) -> dict[str, str]:
        """The keys that one of the cast may read, by digest."""
        with self.store.snapshot() as snapshot:
            return revealed_keys(snapshot, self.store.home.key_file, EMAILS[cast], "P-1", about, day)

    def digest(self, key: str) -> str:
        """The digest of one of the keys that somebody has seen."""
        told = {**self.seen(CLOUD), **self.seen(SOFTWARE)}
        return next(digest for digest, plain in told.items() if plain == key)

    def buy(self, folder: Path) -> None:
        """A membership bought five days ago, with software (FRESH) whose key nobody has seen."""
        offer = f"partner_id,offer,purchased_on,starts_on\nP-1,{BOUGHT},2026-06-10,2026-06-10\n"
        benefit = f"entitlement_id,partner_id,offer,product,quantity\n{FRESH},P-1,{BOUGHT},windows-server-2025-cal,16\n"
        Desk(self.store, folder).loaded(offer, benefit, f"entitlement_id,key\n{FRESH},{FRESH_KEY}\n")

    def rows(self, sql: str, **params: object) -> list[tuple[object, ...]]:
        """The rows of a query on what is live and on the ledger."""
        with self.store.snapshot() as snapshot:
            return list(snapshot.query(sql, params, EVERYTHING).iter_rows())


@contextmanager
def keys_loaded(home: Path, folder: Path, keys: str = KEYS) -> Iterator[KeysDesk]:
    """The cast's home, opened, with these keys loaded; E-5 can be activated again."""
    with opened(home) as made:
        desk = Desk(made.store, folder)
        header = "entitlement_id,partner_id,offer,product,quantity,activate_by,use_until\n"
        desk.loaded(header + f"{SOFTWARE},P-1,gold,windows-server-2019-standard-core,16,2026-06-30,2026-07-30\n")
        desk.loaded(keys)
        yield made


@contextmanager
def opened(home: Path) -> Iterator[KeysDesk]:
    """A home with keys, opened."""
    store = Store(home)
    try:
        yield KeysDesk(store)
    finally:
        store.close()
