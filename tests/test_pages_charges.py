"""Cost exports on the page of loads: notes below the totals, and the question of what a day would lose."""

from streamlit.testing.v1 import AppTest

from tests.charge_files import Charge, as_csv
from tests.page_visits import Visits, words

BOTH = as_csv([Charge(), Charge(group="data")]).encode()
SCOPED = as_csv([Charge(cost="0.1234567890123456785")]).encode()


def dropped(visit: Visits, *files: tuple[str, bytes]) -> AppTest:
    seen = visit("finance", "loads")
    seen.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return seen.run()


def test_a_day_that_would_lose_a_resource_group_is_asked_about_and_then_loaded(visit: Visits) -> None:
    dropped(visit, ("may.csv", BOTH)).button(key="loads.go").click().run()
    seen = dropped(visit, ("scoped.csv", SCOPED))
    assert "lose a whole resource group: data on 2026-05-01" in words(seen)
    assert seen.button(key="loads.go").disabled
    [asked] = [one for one in seen.selectbox if "lose a whole resource group" in one.label]
    asked.set_value("yes").run()
    said = words(seen)
    assert "Resource groups that a day loses: 1, the first is data on 2026-05-01" in said
    assert "Days that were loaded before and are now replaced: 1" in said
    assert "the amounts as written come to 0.1234567890123456785" in said
    seen.button(key="loads.go").click().run()
    assert seen.success[0].value == "Loaded as load 3."


def test_a_header_alone_is_said(visit: Visits) -> None:
    seen = dropped(visit, ("none.csv", as_csv([]).encode()))
    assert "it changes nothing and is not taken for a month of zero" in words(seen)
    assert seen.button(key="loads.go").disabled


def test_parts_dropped_together_are_one_statement(visit: Visits) -> None:
    parts = [(f"part_{n}_0001.csv", as_csv([Charge(cost=str(n))]).encode()) for n in range(2)]
    seen = dropped(visit, *parts)
    assert not seen.button(key="loads.go").disabled
    renamed = [(f"export-{n}.csv", content) for n, (_, content) in enumerate(parts)]
    assert "export-0.csv and export-1.csv both state 2026-05-01" in words(dropped(visit, *renamed))
