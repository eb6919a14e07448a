"""The cast of the tests, their day, and the warehouse loaded from tests/cast_files through the real pipeline."""

from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.ingest import OPERATOR, Incoming, LoadReport, Order, load
from pipelines.store import Store

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
FILES = Path(__file__).parent / "cast_files"
EMAILS = {
    "global_admin": "global-admin@contoso.example",
    "mpn_admin": "mpn-admin@contoso.example",
    "admin_agent": "admin-agent@contoso.example",
    "user_admin": "user-admin@contoso.example",
    "employee": "employee@contoso.example",
    "guest": "guest@guests.example",
    "other_admin": "other-admin@fabrikam.example",
    "manager": "manager@contoso.example",
    "finance": "finance@contoso.example",
    "auditor": "auditor@contoso.example",
    "stranger": "stranger@nowhere.example",
}
_OF_P1 = {"visual-studio-P-1.csv", "licences-P-1.csv"}


def load_cast(home: Path) -> LoadReport:
    """Loads every file of tests/cast_files into `home`, in one load."""
    files = [Incoming(path.name, path, _settings(path.name)) for path in sorted(FILES.glob("*.csv"))]
    store = Store(home)
    try:
        return load(store, files, Order(OPERATOR, NOW, TODAY, {}))
    finally:
        store.close()


def _settings(name: str) -> dict[str, str]:
    return {"partner": "P-1", "date_order": "mdy"} if name in _OF_P1 else {}
