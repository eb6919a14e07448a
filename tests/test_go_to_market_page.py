"""The go-to-market page: the contact at its top, then the offers in their groups."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.done import Deeds
from tests.forms import Form, captions, warnings
from tests.page_visits import Visits, visiting, words
from tests.the_cast import EMAILS


@pytest.fixture
def visit(cast_home: Path) -> Iterator[Visits]:
    deeds = Deeds(cast_home)
    deeds.load(
        "entitlement_id,partner_id,offer,product,quantity\n"
        "G-1,P-1,gold,gtm-toolbox,1\nG-2,P-1,isv-success,gtm-marketplace-rewards,1\n"
    )
    with visiting(cast_home) as visits:
        yield visits
    deeds.close()


def test_without_a_contact_nothing_is_activated_and_the_page_says_so(visit: Visits) -> None:
    seen = visit("mpn_admin", "go_to_market", entitlement="G-1")
    assert Form(seen, "activate_marketing").disabled
    assert "no marketing contact yet" in warnings(seen)
    assert "Rule activate_marketing.contact · S2 row 76" in captions(seen)
    assert "Gold Core" in words(seen)
    assert "ISV Co-sell ready" in words(seen)


def test_the_contact_is_added_then_an_offer_is_activated(visit: Visits) -> None:
    form = Form(visit("mpn_admin", "go_to_market", entitlement="G-1"), "set_marketing_contact")
    told = {"person": EMAILS["employee"], "phone": "+49 30 1234567", "preferred_language": "zh-Hans"}
    seen = form.send(**told, other_email=EMAILS["employee"])
    assert "must differ from the address of the account" in warnings(seen)
    seen = Form(seen, "set_marketing_contact").send(other_email="emile@else.example")
    assert "emile@else.example" in "\n".join(one.label for one in seen.expander).replace("\\", "")
    # The form of an update begins with what is known.
    assert Form(seen, "set_marketing_contact").field("other_email").value == "emile@else.example"
    done = Form(seen, "activate_marketing").send()
    assert "Receipt P-1-R" in done.success[0].value.replace("\\", "")
    assert "Requested" in words(done)


def test_who_only_looks_learns_who_can(visit: Visits) -> None:
    seen = visit("admin_agent", "go_to_market", entitlement="G-1")
    assert Form(seen, "set_marketing_contact").disabled
    assert "Gloria Admin" in captions(seen)
