"""Nobody sees what they may not: the store limits rows, whatever a report asks."""

from collections.abc import Iterator
from datetime import date

import pytest

from pipelines.reports import REPORTS, Request, run
from pipelines.store import EVERYTHING, Scope, Snapshot
from tests.ledger_rows import SUBSCRIPTION, benefit, seat, usage, warehouse
from tests.seat_deeds import do
from tests.the_cast import TODAY
from tests.usage_rows import used

EVERY_REPORT = [(report.name, by) for report in REPORTS.values() for by in report.by]
# Reports whose rows come of deeds and of what is loaded beside them: tests/test_reports_of_deeds.py has some.
OF_DEEDS = (
    "history", "keys", "downloads", "credit-holders", "reconciliation", "requests", "support-use", "support",
    "marketing", "messages", "tokens", "keys-seen",
)  # fmt: skip
# What the programme says to everybody.
OF_THE_PROGRAMME = (("downloads", "product"),)
FABRIKAM = Scope(("P-2",))
EMPLOYEE = Scope(("P-1",), "employee@contoso.example")
LOAD_FILE = {"file": "a.csv", "rows_read": 1, "rows_loaded": 1, "rows_unchanged": 0, "rows_rejected": 0}


@pytest.fixture(scope="module")
def snap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """All kinds of rows for Contoso, two benefits for Fabrikam, usage that nobody's grant links, and two deeds.

    The export of seats was loaded after the first deed and does not know of it.
    """
    rows = [
        ("offer_held", {"ends_on": date(2026, 7, 1)}),
        ("offer_held", {"partner_id": "P-2"}),
        benefit("E-1", quantity=5, unit_value=100),
        benefit("E-2", "office-professional-plus-2019", unit_value=10),
        benefit("F-1", "microsoft-365-e5", partner_id="P-2", unit_value=20),
        ("licence_count", {"partner_id": "P-2", "product_title": "Microsoft 365 E5 (no Teams)", "assigned": 3}),
        seat("s1", used=True),
        seat("s2", email="another@contoso.example"),
        ("credit_grant", {}),
        usage(date(2026, 2, 1), "12"),
        usage(date(2026, 2, 1), "5", subscription_id="other"),
        used(2, usage_on=date(2026, 2, 1)),
        used(3, usage_on=date(2026, 2, 1), subscription_id="other"),
        ("cost_total", {"usage_on": date(2026, 6, 20), "forecast": "3"}),
        ("carried_rate", {"usage_on": date(2026, 3, 4), "exchange_rate": "0.93"}),
        ("sku_count", {"enabled": 5, "consumed": 3}),
        ("person", {"partner_id": "P-2", "email": "other-admin@fabrikam.example"}),
        ("load", {"load_id": 1, "loaded_at": "2026-06-01 08:00:00+00"}),
        ("load", {"load_id": 2, "loaded_at": "2026-06-02 08:00:00+00", "loaded_by": "other-admin@fabrikam.example"}),
        ("load_file", {"load_id": 1} | LOAD_FILE),
        ("load_file", {"load_id": 2} | LOAD_FILE),
    ]
    with warehouse(tmp_path_factory.mktemp("scope"), *rows) as snapshot:
        do(snapshot, "assign_seat", "cyd", day=date(2026, 5, 1))
        do(snapshot, "assign_credit", "cyd", about="E-2")
        yield snapshot


@pytest.mark.parametrize(("report", "by"), [one for one in EVERY_REPORT if one not in OF_THE_PROGRAMME])
def test_without_a_scope_there_is_nothing_to_see(snap: Snapshot, report: str, by: str) -> None:
    assert run(snap, Request(report, TODAY, by), Scope(())).is_empty()


@pytest.mark.parametrize(("report", "by"), EVERY_REPORT)
def test_rows_of_another_partner_never_appear(snap: Snapshot, report: str, by: str) -> None:
    if report not in OF_DEEDS and (report, by) != ("people", "difference"):
        assert not run(snap, Request(report, TODAY, by), EVERYTHING).is_empty()
    frame = run(snap, Request(report, TODAY, by), FABRIKAM)
    assert not any("P-1" in row or "Contoso" in row or SUBSCRIPTION in row for row in frame.rows())
    if report.startswith("credit-"):
        assert frame.is_empty()


def test_a_filter_cannot_widen_what_is_seen(snap: Snapshot) -> None:
    assert run(snap, Request("utilization", TODAY, filters={"partner": ["P-1"]}), FABRIKAM).is_empty()


def test_figures_are_those_of_the_partners_in_scope(snap: Snapshot) -> None:
    assert run(snap, Request("overview", TODAY), FABRIKAM)["value_held"].to_list() == [200]
    assert run(snap, Request("overview", TODAY), Scope(("P-1", "P-2")))["value_held"].to_list() == [6800]


def test_usage_that_no_grant_links_is_for_those_who_see_everything(snap: Snapshot) -> None:
    usage_of = {
        scope: run(snap, Request("credit-usage", TODAY), scope)["cost"].sum() for scope in (EVERYTHING, Scope(("P-1",)))
    }
    assert usage_of == {EVERYTHING: 17, Scope(("P-1",)): 12}
    actions = run(snap, Request("next-actions", TODAY), Scope(("P-1",)))["action"].to_list()
    assert "link_subscription" not in actions


def test_who_sees_only_their_own_sees_their_seat_and_no_more(snap: Snapshot) -> None:
    held = run(snap, Request("utilization", TODAY, "entitlement"), EMPLOYEE)
    assert held.select("entitlement_id", "held", "assigned", "used", "idle", "value_held").rows() == [
        ("E-1", 1, 1, 1, 0, 100)
    ]
    dates = run(snap, Request("expiry", TODAY), EMPLOYEE)
    assert set(dates["entitlement_id"]) == {"E-1"}


@pytest.mark.parametrize("report", ["credit-usage", "credit-balance", "credit-burn-down", "loads", "next-actions"])
def test_who_sees_only_their_own_sees_no_credits_loads_or_actions(snap: Snapshot, report: str) -> None:
    assert run(snap, Request(report, TODAY), EMPLOYEE).is_empty()


def test_who_holds_nothing_sees_nothing(snap: Snapshot) -> None:
    assert run(snap, Request("overview", TODAY), Scope(("P-1",), "guest@guests.example")).is_empty()


def test_a_load_of_several_partners_is_for_those_who_see_them_all(snap: Snapshot) -> None:
    seen = {scope: run(snap, Request("loads", TODAY), scope)["load_id"].to_list() for scope in (EVERYTHING, FABRIKAM)}
    assert seen == {EVERYTHING: [2, 1], FABRIKAM: [2]}
    assert run(snap, Request("loads", TODAY), Scope(("P-1",))).is_empty()


def test_a_subscription_that_two_partners_claim_is_seen_by_neither(tmp_path_factory: pytest.TempPathFactory) -> None:
    claims = [("credit_grant", {}), ("credit_grant", {"partner_id": "P-2", "starts_on": date(2026, 2, 1)})]
    with warehouse(tmp_path_factory.mktemp("claims"), *claims, usage(date(2026, 3, 1), "12")) as snap:
        costs = [run(snap, Request("credit-usage", TODAY), Scope((partner,))) for partner in ("P-1", "P-2")]
        assert all(cost.is_empty() for cost in costs)
        assert run(snap, Request("credit-usage", TODAY), EVERYTHING)["cost"].to_list() == [12]


def test_a_load_is_shown_file_by_file_to_those_who_may_see_all_rows_of_the_file(cast_snapshot: Snapshot) -> None:
    asked = Request("loads", TODAY)
    everything = set(run(cast_snapshot, asked, EVERYTHING)["file"])
    assert "usage.csv" in everything
    assert set(run(cast_snapshot, asked, Scope(("P-1",)))["file"]) == {"licences-P-1.csv", "visual-studio-P-1.csv"}
    assert run(cast_snapshot, asked, Scope(("P-2",))).is_empty()
