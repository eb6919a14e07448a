"""The tenant on which keys must land (source row 52)."""

from pathlib import Path
from typing import Any

import streamlit as st

from pages.ui import written
from pages.ui.session import snapshot, t, user

_SQL = (Path(__file__).parent / "sql" / "tenant.sql").read_text("utf-8")


def show(row: dict[str, Any]) -> None:
    """A line with the tenant of the partner of a row of report `benefits`; nothing where no file states it."""
    found = snapshot().query(_SQL, {"partner": row["partner_id"]}, user().scope)
    if found.height:
        facts = found.row(0, named=True)
        st.caption(f":material/domain: {written.plain(t('redemption.tenant', **facts))}")
