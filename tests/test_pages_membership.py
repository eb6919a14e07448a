"""The pages of membership and of the account: what is held, what can be done, what cannot and why."""

import pytest

from pages.ui import refund_guard
from pages.ui.session import store
from pipelines.text import LANGUAGES, text
from tests.forms import Form, warnings
from tests.membership_deeds import CORE, Clerk
from tests.page_visits import Visits, words
from tests.the_cast import TODAY

VS = f"P-1:{CORE}:visual-studio-enterprise:core:{TODAY}"
ORDER = {"offer": CORE, "order_number": "O-1", "fee": "925.00"}


def clerk(visit: Visits) -> Clerk:
    """Deeds in the home that is visited."""
    visit("global_admin", "membership")
    return Clerk(store())


def test_the_page_lists_the_terms_with_the_days_of_the_one_chosen(visit: Visits) -> None:
    seen = visit("global_admin", "membership", membership="P-1:success-expanded-2026:2026-03-01")
    assert [one for one in seen.subheader if one.value == "Success Expanded"]
    said = words(seen)
    assert "22 Mar 2026 · Refund possible until" in said
    assert "1 Mar 2027 · Renewal window opens" in said
    assert "● Running" in said


def test_what_is_no_longer_renewed_has_no_window(visit: Visits) -> None:
    """Domain-facts D13."""
    said = words(visit("global_admin", "membership", membership="P-1:gold:2025-07-01"))
    assert "20 Jul 2025 · Refund possible until" in said
    assert "Renewal window opens" not in said


def test_a_purchase_is_recorded_on_the_page_and_shows_at_once(visit: Visits) -> None:
    seen = Form(visit("global_admin", "membership"), "record_purchase").send(**ORDER)
    assert "Purchase recorded" in seen.success[0].value
    assert "Success Core" in words(seen)
    chosen = visit("global_admin", "membership", membership=f"P-1:{CORE}:{TODAY}")
    assert "The refund is open until 15 Jul 2026" in words(chosen)
    assert not Form(chosen, "request_refund").disabled


def test_an_offer_that_is_no_longer_sold_is_refused_by_its_rule_and_what_takes_its_place(visit: Visits) -> None:
    seen = Form(visit("global_admin", "membership"), "record_purchase").send(**(ORDER | {"offer": "silver"}))
    assert "Silver was sold until 30 Sep 2022. Partner Launch, Success Core" in warnings(seen)
    assert "Rule record_purchase.sold · domain-facts D13, D14" in words(seen)


def test_a_renewal_before_its_window_has_no_fields_and_says_when_it_opens(visit: Visits) -> None:
    seen = visit("global_admin", "membership", membership="P-1:success-expanded-2026:2026-03-01")
    form = Form(seen, "renew_membership")
    assert form.disabled
    assert not form.fields
    assert "The renewal window opens with the anniversary, 1 Mar 2027." in warnings(seen)


def test_a_company_in_the_old_portal_is_told_what_that_means(visit: Visits) -> None:
    """Source rows 4, 5, 91."""
    seen = visit("other_admin", "membership")
    assert "Fabrikam is still in the old portal (PMC)." in warnings(seen)
    assert Form(seen, "renew_membership").disabled


def test_who_may_not_ask_for_a_refund_is_told_who_may(visit: Visits) -> None:
    seen = visit("user_admin", "membership")
    assert Form(seen, "request_refund").disabled
    assert "Gloria Admin" in words(seen)


def test_the_levels_say_what_each_gives(visit: Visits) -> None:
    seen = visit("global_admin", "membership")
    assert "earned by score in a solution area" in words(seen)
    [choice] = [one for one in seen.selectbox if one.label == text("membership.gives")]
    shown = choice.set_value(CORE).run()
    assert "Advisory hours" in words(shown)


def test_the_guard_names_the_last_day_until_something_is_activated(visit: Visits) -> None:
    """Source rows 83, 84."""
    desk = clerk(visit)
    desk.buy()
    told: list[str | None] = []
    visit.patch.setattr("pages.ui.levels.show", lambda: told.append(refund_guard.sentence("P-1", CORE)))
    visit("user_admin", "membership")
    desk.done("assign_seat", VS, person="user-admin@contoso.example")
    visit("user_admin", "membership")
    assert told[0] is not None
    assert "open until 15 Jul 2026" in told[0]
    assert told[1:] == [None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_account_page_shows_each_step_with_its_state(visit: Visits, language: str) -> None:
    clerk(visit).done("complete_step", step="legal_profile")
    seen = visit("global_admin", "onboarding", language)
    assert text("onboarding.done", language, done=1, all=8) in [bar.proto.text for bar in seen.get("progress")]
    said = words(seen)
    assert f"✓ **{text('choice.step.legal_profile', language)}**" in said
    assert f"○ **1. {text('choice.step.welcome', language)}**" in said


def test_a_step_is_ticked_off_on_the_page_and_one_out_of_order_is_refused(visit: Visits) -> None:
    seen = Form(visit("global_admin", "onboarding"), "complete_step").send(step="legal_profile")
    assert "Receipt P-1-1," in seen.success[0].value.replace("\\", "")
    seen = Form(seen, "complete_step").send(step="agreement")
    assert "The steps before this one are not all done" in warnings(seen)


def test_the_contact_is_mailed_and_the_page_waits_for_the_answer(visit: Visits) -> None:
    contact = {"name": "Pia Primary", "email": "pia@contoso.example"}
    seen = Form(visit("global_admin", "onboarding"), "send_verification").send(**contact)
    assert "Pia Primary was sent the mail on 15 Jun 2026" in words(seen)


def test_a_family_says_that_its_first_step_ends_the_refund(visit: Visits) -> None:
    """Source rows 83, 84."""
    desk = clerk(visit)
    desk.buy()
    assert "ends its refund, which is open until 15 Jul 2026" in words(
        visit("mpn_admin", "visual_studio", entitlement=VS)
    )
    desk.done("assign_seat", VS, person="user-admin@contoso.example")
    assert "ends its refund" not in words(visit("mpn_admin", "visual_studio", entitlement=VS))


def test_an_employee_records_a_purchase_and_sees_nothing_else_of_the_partner(visit: Visits) -> None:
    """Source row 15."""
    seen = visit("guest", "membership")
    assert not Form(seen, "record_purchase").disabled
    done = Form(seen, "record_purchase").send(**ORDER)
    assert "Purchase recorded" in done.success[0].value
    assert "Success Expanded" not in "".join(str(table.value) for table in done.dataframe)
