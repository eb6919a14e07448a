"""Files that are often taken for ours: refused by the name of what they seem to be."""

import csv
import io
from pathlib import Path

import pytest

from pipelines.ingest.declare import Format
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.wrong_kinds import seems
from pipelines.store import Store
from pipelines.text import LANGUAGES, catalog
from tests.desk import Desk, desk_with_partners, told
from tests.workbooks import workbook

# Headers as the vendor writes them, and what the file is called.
HEADERS = {
    "SKU,Location,CostWithNoReservedInstances,FirstUsageDate,LookBackPeriod,MeterId,NetSavings,RecommendedQuantity,"
    "Scope,Term,TotalCostWithReservedInstances": "reservation recommendations",
    "InstanceFlexibilityGroup,InstanceId,Kind,ReservationId,ReservationOrderId,ReservedHours,SkuName,UsageDate,"
    "UsedHours": "reservation details",
    "Amount,ArmSkuName,BillingFrequency,Currency,Description,EventDate,EventType,Quantity,Region,ReservationOrderId,"
    "ReservationOrderName,Term": "reservation transactions",
    "MeterId,MeterName,MeterCategory,UnitOfMeasure,PartNumber,UnitPrice,BasePrice,MarketPrice,CurrencyCode,"
    "IncludedQuantity,OfferId,Term,PriceType": "price sheet",
    "meterId,meterName,product,skuId,tierMinimumUnits,unitOfMeasure,unitPrice,currency": "price sheet",
    "Service,Unit of Measure,Part Number,Unit Price,Currency Code,Included Quantity,Offer Id": "price sheet",
    "Invoice Number,Billing Period,Invoice Date,Due Date,Total,Status": "list of invoices",
    "Invoice ID;Date;Transaction type;Product family;Quantity;Transaction amount": "list of invoices",
    "SubscriptionGuid,Date,Publisher Name,Offer Name,Consumed Quantity,ExtendedCost": "marketplace charges",
    "Billing Period,Beginning Balance,New Purchases,Adjustments,Utilized,Ending Balance": "balance summary",
    "currentBalance,estimatedBalance,expiredCredit,pendingEligibleCharges": "balance summary",
    "PartnerID,CustomerID,InvoiceMonth,CreditName,CreditAmount,Status,BalanceAmount": "partner's customers",
    "PartnerId,CustomerId,CustomerName,MpnId,OrderId,SubscriptionId,OfferId,UnitPrice,Quantity,Amount": (
        "reconciliation file"
    ),
    "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Has Teams License": "activity report",
}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_with_partners(store, tmp_path)


def rows_of(header: str) -> str:
    separator = ";" if ";" in header else ","
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([names := header.split(separator), ["1"] * len(names)])
    return text.getvalue()


@pytest.mark.parametrize("header", HEADERS)
def test_a_wrong_kind_of_file_is_refused_by_its_name(desk: Desk, header: str) -> None:
    report = desk.load(rows_of(header))
    assert report.status == "refused"
    assert HEADERS[header] in told(report)[0]
    assert desk.rows("SELECT count(*) FROM load") == [(1,)]


@pytest.mark.parametrize("header", HEADERS)
def test_blanks_case_and_order_of_the_headers_do_not_count(header: str) -> None:
    names = header.replace(";", ",").split(",")
    assert seems([f" {name.upper()} " for name in reversed(names)]) == seems(names) is not None


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_no_file_of_ours_seems_to_be_a_wrong_one(form: Format) -> None:
    assert seems([header for column in form.columns for header in column.known_as]) is None


def test_what_is_said_names_the_columns_that_were_found(desk: Desk) -> None:
    [sentence] = told(desk.load(rows_of(next(iter(HEADERS)))))
    assert "reservation recommendations of Azure" in sentence
    assert "CostWithNoReservedInstances" in sentence
    assert "Export cost details" in sentence


def test_a_wrong_kind_in_a_workbook_below_a_title_is_known_too(desk: Desk) -> None:
    header = next(iter(HEADERS)).split(",")
    content = workbook([["Recommendations"], [], header, ["1"] * len(header)])
    assert "reservation recommendations" in told(desk.load(content))[0]


def test_a_sheet_of_several_tables_is_refused_with_the_lines_on_which_they_begin(desk: Desk) -> None:
    tables = "Software,,\nName,Seats,Cost\nWord,5,10\n,,\nAzure,,\nMonth,Spent,\nMay,7,\n"
    [sentence] = told(desk.load(tables))
    assert "a sheet of several tables (they begin on lines 1, 5)" in sentence


def test_a_table_that_is_not_known_is_not_taken_for_several(desk: Desk) -> None:
    assert "No known format has these columns" in told(desk.load("Name,Seats\nWord,5\n\n\nExcel,7\n"))[0]


def test_a_layout_that_was_asked_for_does_not_hide_what_the_file_is(desk: Desk) -> None:
    report = desk.load(rows_of(next(iter(HEADERS))), settings={"layout": "azure-sponsorship-usage"})
    assert "reservation recommendations" in told(report)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wrong_kind_has_its_sentence_in_every_language(language: str) -> None:
    kinds = {seems(header.replace(";", ",").split(",")) for header in HEADERS}
    assert {f"error.seems_{kind}" for kind in kinds} | {"error.seems_tables"} <= catalog(language).keys()
