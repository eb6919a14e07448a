"""A home in which every page has something to choose from: two of each benefit, several datasets, deeds, letters."""

from pathlib import Path

from pipelines.actions import Done
from pipelines.actions.outbox import deliver
from pipelines.ingest import OPERATOR, Incoming, Order, load
from tests.backend import copied
from tests.cost_layouts import FILES
from tests.done import Deeds
from tests.keys_desk import KEYS
from tests.letters import written
from tests.the_cast import EMAILS, NOW, TODAY
from tests.tokens import made
from tests.usage_files import HEADER

BENEFITS = """entitlement_id,partner_id,offer,product,quantity,activate_by,use_until
E-5,P-1,gold,windows-server-2019-standard-core,16,2026-06-30,2026-07-30
B-1,P-1,gold,cloud-support-incidents,10,2026-06-30,2026-07-30
B-7,P-1,gold,advisory-hours,10,2026-06-30,2026-07-30
B-2,P-2,action-pack-2023,product-support-incidents,10,2026-09-14,2026-10-14
B-3,P-2,action-pack-2023,windows-server-2019-cal,16,2026-09-14,2026-10-14
B-4,P-2,action-pack-2023,office-365-e3,5,2026-09-14,2026-10-14
B-5,P-1,success-expanded-2026,gtm-marketing-assets,1,2027-02-28,2027-02-28
B-6,P-2,action-pack-2023,gtm-sales-enablement,1,2026-09-14,2026-10-14
"""
CASES = """entitlement_id,kind,used_on,reference,title,product_area
B-2,incident,2026-06-01,2606010030001234,Nothing prints,azure
"""
USAGE = f"""{",".join(HEADER)}
Another Lab,ffffffff-0000-4000-8000-000000000005,6/2/2026,cccccccc-0000-4000-8000-000000000005,Storage,Blob,US,LRS,1,3.5
"""
COSTS = {
    "azure_mca_2023-12-01-preview.csv": {},
    "azure_cost_analysis_portal_monthly.csv": {"subscription": "aaaaaaaa-0000-4000-8000-000000000001"},
}


def busy(cast_files: Path, folder: Path) -> Path:
    """A copy of the cast's home with more of everything, in `folder`."""
    deeds = Deeds(copied(cast_files, folder / "busy"))
    deeds.load(BENEFITS, KEYS + "B-4,BBBB4-BBBB4-BBBB4-BBBB4-BBBB4,5,\nB-3,MAK-B3,,\n", USAGE, CASES)
    _costs(deeds)
    _done(deeds)
    for number, address in enumerate(("one@contoso.example,other@else.example", "two@contoso.example"), 1):
        written(deeds.store, address, kind=("marketing_contact", "verification")[number % 2], name="Lee", link="x")
    deliver(deeds.store, NOW)
    for cast, partner in (("global_admin", "P-1"), ("other_admin", "P-2")):
        assert isinstance(deeds("set_marketing_contact", None, actor=cast, partner=partner, **_contact(cast)), Done)
    made(deeds.store)
    deeds.close()
    return folder / "busy"


def _contact(cast: str) -> dict[str, str]:
    return {
        "person": EMAILS[cast],
        "other_email": "me@home.example",
        "phone": "+1 555 0100",
        "preferred_language": "en",
    }


def _costs(deeds: Deeds) -> None:
    files = [Incoming(name, FILES / name, settings) for name, settings in COSTS.items()]
    report = load(deeds.store, files, Order(OPERATOR, NOW, TODAY, {}, keep_good=True))
    assert report.status == "loaded", report


def _done(deeds: Deeds) -> None:
    other = {"actor": "other_admin", "partner": "P-2"}
    deeds.number("activate_support", "B-1")
    deeds.number("activate_support", "B-7")
    answer = {"outcome": "accepted", "access_id": "123456789", "contract_id": "987654321", "active_from": "2026-06-15"}
    assert isinstance(deeds("record_answer", "P-1-R1", **answer), Done)
    assert deeds.refused("assign_seat", "E-1", person=EMAILS["employee"])
    assert isinstance(deeds("assign_seat", "E-1", person=EMAILS["user_admin"]), Done)
    assert isinstance(deeds("assign_seat", "E-6", person=EMAILS["other_admin"], **other), Done)
