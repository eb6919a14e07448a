"""What a cost export leaves open: actual or amortized, which provider, which subscription. And its days in UTC."""

import gzip
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.ingest import OPERATOR, Incoming, LoadReport, Order, Question, load
from pipelines.store import Store
from tests.cost_layouts import BY_FILE, DATA, FILES, WEB, made, written
from tests.desk import ADMIN, PARTNERS, Desk, cells, desk_with_partners, told
from tests.the_cast import NOW, TODAY

EA, FOCUS, SPEC = "azure_ea_2024-08-01.csv", "azure_focus_1.0.csv", "focus_spec_v1.0.csv"
DAILY, MONTHLY = "azure_cost_analysis_portal_daily.csv", "azure_cost_analysis_portal_monthly.csv"
GRANTS = "subscription_id,starts_on,ends_on,partner_id,kind,amount,currency\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def datasets(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT dataset, count(*) FROM charge GROUP BY dataset ORDER BY dataset")


def refusal(report: LoadReport) -> tuple[str, object]:
    assert report.status == "refused"
    assert report.files[0].refusal is not None
    return report.files[0].refusal.code, report.files[0].refusal.facts.get("found")


def test_costs_are_taken_for_actual_and_the_report_says_that_it_was_assumed(desk: Desk) -> None:
    assumed = desk.loaded(made(EA))
    assert (assumed.settings["dataset"], assumed.assumed) == ("actual", ("dataset",))
    assert datasets(desk) == [("actual", 6)]


@pytest.mark.parametrize("kind", ["UnusedReservation", "UnusedSavingsPlan", "unusedReservation"])
def test_what_was_paid_for_and_not_used_shows_that_costs_are_amortized(desk: Desk, kind: str) -> None:
    file = desk.loaded(made(EA, ChargeType=kind))
    assert (file.settings["dataset"], file.assumed) == ("amortized", ())
    assert datasets(desk) == [("amortized", 6)]


def test_who_says_actual_of_amortized_costs_is_told_so(desk: Desk) -> None:
    report = desk.load(made(EA, ChargeType="UnusedReservation"), settings={"dataset": "actual"})
    assert refusal(report) == ("not_actual", "UnusedReservation")
    assert "dataset=amortized" in told(report)[0]


def test_actual_and_amortized_costs_do_not_replace_each_other(desk: Desk) -> None:
    desk.loaded(made(EA))
    desk.loaded(made(EA), dataset="amortized")
    assert datasets(desk) == [("actual", 6), ("amortized", 6)]


def test_another_dataset_is_refused_with_those_that_there_are(desk: Desk) -> None:
    report = desk.load(made(EA), settings={"dataset": "actuals"})
    assert refusal(report) == ("setting_wrong", "actuals")
    assert "actual, amortized" in told(report)[0]


def test_the_parts_of_one_export_are_all_amortized_where_one_shows_it(store: Store, tmp_path: Path) -> None:
    header, *rows = BY_FILE[EA].table()
    one, other = (tmp_path / name for name in ("part_0_0001.csv", "part_1_0001.csv"))
    one.write_text(written([header, *rows[:3]]), encoding="utf-8")
    unused = ["UnusedReservation" if cell == "Usage" else cell for cell in rows[3]]
    other.write_text(written([header, unused, *rows[4:]]), encoding="utf-8")
    parts = [Incoming(path.name, path) for path in (one, other)]
    report = load(store, parts, Order(OPERATOR, NOW, TODAY, {}))
    assert [file.settings["dataset"] for file in report.files] == ["amortized", "amortized"]
    assert datasets(Desk(store, tmp_path)) == [("amortized", 6)]


def _several(*names: str) -> str:
    """The plain FOCUS file with these providers in its first rows."""
    header, *rows = BY_FILE[SPEC].table()
    provider, account = header.index("ProviderName"), header.index("SubAccountId")
    for row, name in zip(rows, names, strict=False):
        row[provider] = name
        row[account] = row[account] if name == "Microsoft" else "51738928782"
    return written([header, *rows])


def test_of_several_providers_the_one_to_load_is_asked(desk: Desk) -> None:
    report = desk.load(_several("AWS", "Oracle"))
    assert report.question == Question("provider", ("AWS", "Oracle", "Microsoft"))
    file = desk.loaded(_several("AWS", "Oracle"), provider="Microsoft")
    assert (file.rows_read, file.rows_loaded) == (5, 5)
    assert [(note.code, dict(note.facts)) for note in file.notes if note.code == "other_providers"] == [
        ("other_providers", {"rows": 2, "provider": "Microsoft"})
    ]
    assert file.stored_totals == [("EUR", sum(BY_FILE[SPEC].amounts()[2:]))]


def test_what_is_wrong_in_another_providers_rows_does_not_matter_and_lines_are_those_of_the_file(desk: Desk) -> None:
    wrong = _several("AWS").replace("1.0000000000000000005000001", "free").replace("2.5E-05", "cheap")
    report = desk.load(wrong, settings={"provider": "Microsoft"})
    assert cells(report) == [(8, "BilledCost", "cheap"), (8, "EffectiveCost", "cheap")]


def test_another_provider_alone_is_asked_and_may_be_loaded(desk: Desk) -> None:
    alone = _several(*["AWS"] * 7)
    assert desk.load(alone).question == Question("provider", ("AWS",))
    assert desk.loaded(alone, provider="AWS").rows_loaded == 7
    assert desk.rows("SELECT DISTINCT subscription_id FROM charge") == [("51738928782",)]


def test_a_provider_that_the_file_does_not_name_is_refused(desk: Desk) -> None:
    report = desk.load(_several("AWS"), settings={"provider": "Amazon"})
    assert refusal(report) == ("setting_wrong", "Amazon")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("2026-05-01 22:00:00", date(2026, 5, 1)),
        ("2026-05-01T23:59:59.9999999Z", date(2026, 5, 1)),
        ("2026-05-01T23:59Z", date(2026, 5, 1)),
        ("2026-05-01T00:00:00+00:00", date(2026, 5, 1)),
        ("2026-05-01T07:59:59+08:00", date(2026, 4, 30)),
        ("2026-05-01T08:00:00+0800", date(2026, 5, 1)),
        ("2026-05-01T19:59:59-04:00", date(2026, 5, 1)),
        ("2026-05-01T20:00:00-04:00", date(2026, 5, 2)),
        ("2024-02-28T23:30:00-01:00", date(2024, 2, 29)),
        ("2025-12-31T23:30:00-01:00", date(2026, 1, 1)),
    ],
)
def test_a_charge_is_of_the_day_in_utc_on_which_its_period_starts(desk: Desk, moment: str, day: date) -> None:
    desk.loaded(made(FOCUS, ChargePeriodStart=moment))
    assert desk.rows("SELECT usage_on FROM charge WHERE resource = 'D2s v5'") == [(day,)]


def test_focus_may_be_zipped(desk: Desk) -> None:
    assert desk.loaded(gzip.compress((FILES / FOCUS).read_bytes())).format == "focus"
    assert desk.load(made(FOCUS)).status == "unchanged"


def test_focus_as_parquet_says_the_same_as_its_text(desk: Desk, tmp_path: Path) -> None:
    texts = pl.read_csv(io.BytesIO((FILES / FOCUS).read_bytes()), infer_schema=False)
    moment = pl.col("ChargePeriodStart", "ChargePeriodEnd").str.to_datetime("%Y-%m-%dT%H:%MZ", time_zone="UTC")
    amount = pl.col("BilledCost", "EffectiveCost", "x_BilledCostInUsd").cast(pl.Decimal(38, 18))
    texts.with_columns(moment, amount, pl.col("x_SkuIsCreditEligible") == "True").write_parquet(tmp_path / "parquet")
    file = desk.loaded((tmp_path / "parquet").read_bytes())
    assert (file.format, file.stored_totals) == ("focus", [("EUR", sum(BY_FILE[FOCUS].amounts()))])
    assert desk.load(made(FOCUS)).status == "unchanged"


def totals(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT usage_on, currency, cost, cost_usd, forecast FROM cost_total ORDER BY usage_on")


def test_the_vendors_forecast_is_never_a_cost(desk: Desk) -> None:
    file = desk.loaded(made(DAILY), subscription=WEB.upper())
    assert file.stored_totals == [("EUR", Decimal("9.5"))]
    assert totals(desk) == [
        (date(2026, 5, 1), "EUR", Decimal(10), Decimal(11), None),
        (date(2026, 5, 2), "EUR", Decimal("-0.5"), Decimal("-0.55"), None),
        (date(2026, 5, 3), "EUR", Decimal(0), None, Decimal("4.125")),
        (date(2026, 5, 4), "EUR", Decimal(0), None, Decimal("4.25")),
    ]
    assert desk.rows("SELECT DISTINCT subscription_id FROM cost_total") == [(WEB,)]


def test_months_of_the_cost_analysis_are_stored_on_their_first_day(desk: Desk) -> None:
    desk.loaded(made(MONTHLY), subscription=WEB)
    assert totals(desk) == [
        (date(2026, 3, 1), "EUR", Decimal(100), Decimal(110), None),
        (date(2026, 4, 1), "EUR", Decimal("101.25"), Decimal(110), None),
    ]


@pytest.mark.parametrize(
    ("days", "dataset"),
    [
        (("2026-03-01", "2026-04-01"), "azure-cost-analysis-monthly"),
        (("3/1/2026", "4/1/2026"), "azure-cost-analysis-monthly"),
        (("2026-03-01", "2026-03-02"), "azure-cost-analysis"),
        (("1/1/2026", "1/13/2026"), "azure-cost-analysis"),
    ],
)
def test_a_view_of_first_days_alone_is_one_of_months(desk: Desk, days: tuple[str, ...], dataset: str) -> None:
    lines = "".join(f"{day},1,1,EUR\n" for day in days)
    desk.loaded("UsageDate,CostUSD,Cost,Currency\n" + lines, subscription=WEB, date_order="mdy")
    assert desk.rows("SELECT DISTINCT dataset FROM cost_total") == [(dataset,)]


def test_one_may_say_that_a_view_is_of_days(desk: Desk) -> None:
    desk.loaded(made(MONTHLY), subscription=WEB, dataset="azure-cost-analysis")
    assert desk.rows("SELECT DISTINCT dataset FROM cost_total") == [("azure-cost-analysis",)]


def test_a_day_with_neither_cost_nor_forecast_is_faulty(desk: Desk) -> None:
    report = desk.load(made(DAILY, Cost=""), settings={"subscription": WEB})
    assert cells(report) == [(2, "Cost", None)]


def test_the_subscription_is_asked_among_those_that_the_loader_may_load_for(store: Store, tmp_path: Path) -> None:
    desk = desk_with_partners(store, tmp_path)
    one, other = (f"{guid},2026-01-01,2026-12-31,{of},bulk,6000,USD\n" for guid, of in ((WEB, "P-1"), (DATA, "P-2")))
    desk.loaded(GRANTS + one + other)
    assert desk.load(made(DAILY), loader=ADMIN).question == Question("subscription", (WEB,))
    report = desk.load(made(DAILY), loader=ADMIN, settings={"subscription": DATA})
    assert refusal(report) == ("setting_wrong", DATA)
    assert DATA not in told(report)[0].replace(f'"{DATA}"', "")
    assert desk.load(made(DAILY), loader=ADMIN, settings={"subscription": f"{{{WEB}}}"}).status == "loaded"


def test_what_is_no_subscription_id_is_refused(desk: Desk) -> None:
    assert desk.load(PARTNERS).status == "loaded"
    assert refusal(desk.load(made(DAILY), settings={"subscription": "Contoso"})) == ("setting_wrong", "Contoso")
