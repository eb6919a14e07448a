"""Homes in which every page has one row: without what may be left out, with zeros, with texts as long as may be."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.actions import Done
from pipelines.store import Store
from tests.desk import Desk, told
from tests.done import Deeds
from tests.the_cast import EMAILS
from tests.tokens import made
from tests.usage_files import HEADER

# One product of each family.
PRODUCTS = (
    "windows-server-2019-cal",
    "azure-bulk-credit",
    "office-365-e3",
    "visual-studio-professional",
    "cloud-support-incidents",
    "gtm-sales-enablement",
)
SUBSCRIPTION = "aaaaaaaa-0000-4000-8000-000000000001"
CASE = "cloud-support-incidents"
CONTACT = {
    "person": EMAILS["global_admin"],
    "other_email": "me@home.example",
    "phone": "+1 555 0100",
    "preferred_language": "en",
}
GRANT = "subscription_id,starts_on,ends_on,partner_id,kind,amount,currency,entitlement_id"
USAGE = ",".join(HEADER)
WORDY = "Überlandwerke Donaudampfschifffahrtsgesellschaft und Söhne "
UNBROKEN = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 4
WIDE = "株式会社・有限責任・東京第一営業所" * 8
TURNED = "شركة مساهمة للخدمات البرمجية \u202eמימין לשמאל\u202c "


@dataclass(frozen=True)
class Words:
    """What the texts and numbers of a home are."""

    partner: str = "A"
    person: str = "B"
    identifier: str = "E"
    text: str = ""
    date: str = ""
    amount: str = ""
    cost: str = "1"


SPARSE = Words()
ZEROS = Words(amount="0", cost="0", date="2026-06-15")
LONG = Words(
    WORDY * 4 + UNBROKEN,
    f"{TURNED * 3}{WIDE}",
    "ID-" + "0123456789" * 20,
    f"<b>{UNBROKEN}</b> **{WIDE}** `{TURNED}` " * 3,
    "2027-06-15",
    "999999999.99",
    "123456789012.123456789012345678",
)
HOMES = {"sparse": SPARSE, "zeros": ZEROS, "long": LONG}


def single(folder: Path, words: Words) -> Path:
    """A home in `folder` with one row of everything, in these words."""
    home = folder / "home"
    store = Store(home)
    desk = Desk(store, folder)
    report = desk.load(*_files(words))
    assert report.status == "loaded", told(report)
    store.close()
    _deeds(home, words)
    return home


def _files(words: Words) -> list[str]:
    ids = {product: f"{words.identifier}{number}" for number, product in enumerate(PRODUCTS)}
    # What is to be activated has a day until when.
    until = dict.fromkeys(PRODUCTS, words.date) | {CASE: "2026-06-30"}
    held = [f"{one},P-1,gold,{name},1,{until[name]},{words.date},{words.amount}" for name, one in ids.items()]
    people = [f"P-1,{email},{words.person},{role}" for email, role in _people(words).items()]
    usage = f"{words.partner},{SUBSCRIPTION},6/12/2026,{SUBSCRIPTION},{words.person},T,R,Q,1,{words.cost}"
    return [
        f"partner_id,legal_name,country,currency\nP-1,{words.partner},US,USD\n",
        "partner_id,email,name,roles\n" + "\n".join(people) + f"\n*,{EMAILS['finance']},{words.person},finance\n",
        f"partner_id,offer,level,starts_on,fee\nP-1,gold,{words.text},2026-01-01,{words.amount}\n",
        "entitlement_id,partner_id,offer,product,quantity,activate_by,use_until,unit_value\n" + "\n".join(held) + "\n",
        f"{GRANT}\n{SUBSCRIPTION},2026-01-01,2026-12-31,P-1,bulk,1,USD,{ids['azure-bulk-credit']}\n",
        f"{USAGE}\n{usage}\n",
        f"entitlement_id,key,instructions\n{ids['office-365-e3']},BBBB4-BBBB4-BBBB4-BBBB4-BBBB4,{words.text}\n",
    ]


def _people(words: Words) -> dict[str, str]:
    long = {"someone." + "very" * 30 + "@long.example": ""} if words is LONG else {}
    return {EMAILS["global_admin"]: "global_admin", **long}


def _deeds(home: Path, words: Words) -> None:
    deeds = Deeds(home)
    case = f"{words.identifier}{PRODUCTS.index(CASE)}"
    number = deeds.number("activate_support", case)
    if words is not SPARSE:
        answer = {"outcome": "declined", "note": words.text} if words.text else {"outcome": "declined"}
        assert isinstance(deeds("record_answer", number, **answer), Done)
    # Use of a benefit activates it.
    used = f"entitlement_id,kind,used_on,reference,title\n{case},incident,2026-06-01,{words.identifier},{words.text}\n"
    deeds.load(used)
    assert isinstance(deeds("set_marketing_contact", None, **CONTACT), Done)
    made(deeds.store, purpose=words.text[:100] or "P")
    deeds.close()
