"""What a statement of the vendor does not say, asked on the page and said on the command line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pipelines.store import EVERYTHING, Store
from pipelines.text import text
from tests.page_visits import Visits, words
from tests.terminal import Terminal

FILES = Path(__file__).parent / "vendor_files"


def dropped(visit: Visits, name: str, kind: str) -> AppTest:
    seen = visit("global_admin", "loads")
    seen.file_uploader[0].set_value([(name, (FILES / name).read_bytes(), kind)])
    return seen.run()


def stored(home: Path, sql: str) -> list[tuple[object, ...]]:
    store = Store(home)
    try:
        with store.snapshot() as snapshot:
            return snapshot.query(sql, {}, EVERYTHING).rows()
    finally:
        store.close()


def test_the_page_asks_for_the_day_of_a_list_in_json_and_loads_it(visit: Visits, cast_home: Path) -> None:
    seen = dropped(visit, "azure-credit-lots.json", "application/json")
    [asked] = [one for one in seen.text_input if text("question.stated_on") in one.label]
    seen = asked.set_value("2026-06-10").run()
    assert "taken for azure-credit-lots" in words(seen)
    assert f"{text('taken.stated_on')}: 2026-06-10" in words(seen)
    seen = seen.button(key="loads.go").click().run()
    assert not seen.exception
    assert stored(cast_home, "SELECT DISTINCT partner_id, stated_on FROM vendor_credit") == [("P-1", date(2026, 6, 10))]


def test_the_page_asks_under_which_offer_licences_are_held(visit: Visits) -> None:
    seen = dropped(visit, "snipe-it-licences.csv", "text/csv")
    [asked] = [one for one in seen.selectbox if text("question.held_under") in one.label]
    assert "success-core-2026" in asked.options


def test_the_page_names_a_wrong_kind_in_the_readers_language(visit: Visits) -> None:
    seen = visit("global_admin", "loads", "zh-Hant")
    header = b"ReservationId,ReservedHours,UsedHours\r\n1,2,3\r\n"
    seen.file_uploader[0].set_value([("details.csv", header, "text/csv")])
    assert "這似乎是 Azure 的保留明細" in words(seen.run())


def test_the_command_line_takes_the_day_the_currency_and_the_offer(cast_terminal: Terminal) -> None:
    credits = ["--set=partner=P-1", "--set=stated_on=2026-06-10", "--set=currency=USD"]
    assert cast_terminal.run("load", FILES / "azure-credits.csv", *credits).code == 0
    balances = stored(cast_terminal.home, "SELECT sum(balance) FROM vendor_credit")
    assert balances == [(Decimal("4710.75"),)]
    licences = ["--set=partner=P-1", "--set=held_under=success-core-2026", "--set=currency=USD"]
    assert cast_terminal.run("load", FILES / "snipe-it-licences.csv", *licences).code == 0
