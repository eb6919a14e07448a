"""The people of a partner, to choose from."""

from pathlib import Path

from pages.ui.session import snapshot, user

_SQL = (Path(__file__).parent / "sql" / "partner_people.sql").read_text("utf-8")


def people_of(partner_id: str) -> dict[str, str]:
    """'Ada Admin · ada@contoso.example' by e-mail, by name; as far as the reader may see the partner's people."""
    rows = snapshot().query(_SQL, {"partner": partner_id}, user().scope)
    return {row["email"]: f"{row['name']} · {row['email']}" for row in rows.to_dicts()}
