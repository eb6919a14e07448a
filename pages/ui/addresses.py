"""How other programs read a report: its address, and the words for a spreadsheet and a script, without any token."""

from collections.abc import Iterable
from urllib.parse import urlencode

import streamlit as st

from pages.ui import choices
from pages.ui.api import PATH
from pages.ui.api_answer import FORMATS
from pages.ui.session import t
from pages.ui.token_desk import reports
from pipelines.reports import REPORTS
from pipelines.settings import load_settings

_POWER_QUERY = """let
    Source = Csv.Document(
        Web.Contents("{server}", [RelativePath = "{path}"{query}]),
        [Delimiter = ",", Encoding = 65001]
    ),
    Report = Table.PromoteHeaders(Source, [PromoteAllScalars = true])
in
    Report"""
_CURL = 'curl -fsS -H "Authorization: Bearer $BENEFITS_TOKEN" -o {report}.{suffix} "{address}"'


def show() -> None:
    """The choice of a report, a grouping and a format, and what to paste where."""
    st.header(t("tokens.use"), anchor=False)
    known = reports()
    left, middle, right = st.columns(3)
    with left:
        report = choices.of_several("report", known, t("tokens.report"))
    with middle:
        by = _code("by", REPORTS[report].by)
    with right:
        suffix = _code("format", FORMATS)
    address = address_of(report, by, suffix)
    st.code(address, language=None, wrap_lines=True)
    st.caption(t("tokens.filters", filters=", ".join(("as_of", *REPORTS[report].filters))))
    excel, script = st.tabs([t("tokens.excel"), t("tokens.script")])
    with excel:
        st.caption(t("tokens.excel.help"))
        st.code(power_query(report, by), language=None, wrap_lines=True)
    with script:
        st.caption(t("tokens.script.help"))
        st.code(_CURL.format(report=report, suffix=suffix, address=address), language=None, wrap_lines=True)


def _code(key: str, known: Iterable[str]) -> str:
    return choices.of_several(key, {one: one for one in known}, t(f"tokens.{key}"))


def address_of(report: str, by: str, suffix: str) -> str:
    """The address of a report, with its grouping where it has more than one."""
    return f"{_server()}{PATH}{report}.{suffix}{'?' + _query(report, by) if _query(report, by) else ''}"


def power_query(report: str, by: str) -> str:
    """The query of a spreadsheet that reads a report as CSV; it asks for the token by itself and keeps it apart."""
    told = f', Query = [by = "{by}"]' if _query(report, by) else ""
    return _POWER_QUERY.format(server=_server(), path=f"{PATH.strip('/')}/{report}.csv", query=told)


def _query(report: str, by: str) -> str:
    return urlencode({"by": by}) if len(REPORTS[report].by) > 1 else ""


def _server() -> str:
    return load_settings().address.rstrip("/")
