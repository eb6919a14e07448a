"""For each action a way to where it can be done: the policy, and steps of which the last is the deed itself."""

from datetime import date
from typing import NamedTuple

from pipelines.actions import Done, Order
from tests.deeds_world import ANNIVERSARY, CORE, TODAY, World
from tests.ledger_rows import SUBSCRIPTION

ANN, CY, FLO = (f"{name}@contoso.example" for name in ("ann", "cy", "flo"))
# What a form says where a step must name what an earlier one made.
NUMBER, TOKEN = "<number>", "<token>"
OLD, S2 = "mpn-2019-10", "mpn-2020-10"


class Step(NamedTuple):
    """A deed of ann: what it is about, and what its form says."""

    action: str
    about: str | None
    given: dict[str, str]
    day: date = TODAY


PAID = {"order_number": "O-1", "fee": "925", "currency": "USD", "purchased_on": TODAY.isoformat()}
SEEN = Step("get_keys", "E-cloud", {"acknowledged": "yes", "tenant_checked": "yes"})
REDEEMED = Step(
    "redeem_key",
    "E-cloud",
    {"key": "c1", "mode": "add_seats", "active_seats": "0", "instructions_read": "yes", "tenant_checked": "yes"},
)
SEAT = Step("assign_seat", "E-seats", {"person": FLO})
MONTH = Step("assign_credit", "E-month", {"person": FLO, "combined_with": "none"})
BULK = Step("assign_credit", "E-bulk", {"person": FLO, "combined_with": "none"})
LINKED = Step(
    "link_subscription",
    "E-bulk",
    {"subscription_id": SUBSCRIPTION, "starts_on": TODAY.isoformat(), "ends_on": "2027-06-14", "amount": "6000"},
)
CONTACT = Step(
    "set_marketing_contact",
    None,
    {"person": FLO, "other_email": "flo@home.example", "phone": "+1 555 0100", "preferred_language": "en"},
)
ACTIVATED = Step("activate_support", "E-cases", {})
ANSWERED = Step(
    "record_answer",
    NUMBER,
    {"outcome": "accepted", "access_id": "123456789", "contract_id": "987654321", "active_from": TODAY.isoformat()},
)
HOURS = Step(
    "request_advisory_hours",
    "E-hours",
    {
        "title": "A question",
        "description": "Which way?",
        "product": "azure",
        "phase": "design",
        "country": "US",
        "hours": "5",
        "language": "en",
        "phone": "+1 555 0100",
        "time_zone": "UTC",
    },
)
USED = Step(
    "log_support_use",
    "E-cases",
    {"kind": "incident", "product_area": "azure", "reference": "C-1", "used_on": TODAY.isoformat()},
)
MAILED = Step("send_verification", None, {"name": "Lee", "email": "lee@contoso.example", "language": "en"})
REFUND = Step("request_refund", CORE, {"reason": "Not needed"})
RENEWED = Step("renew_membership", CORE, PAID | {"purchased_on": ANNIVERSARY.isoformat()}, ANNIVERSARY)
LEE = Step("add_person", None, {"email": "lee@contoso.example", "name": "Lee", "member_type": "member"})

WAYS: dict[str, tuple[str, tuple[Step, ...]]] = {
    "get_keys": (S2, (SEEN,)),
    "choose_download": (
        S2,
        (SEEN._replace(about="E-soft"), Step("choose_download", "E-soft", {"language": "de-DE", "os": "windows_x64"})),
    ),
    "redeem_key": (S2, (SEEN, REDEEMED)),
    "request_replacement": (
        S2,
        (SEEN, REDEEMED, Step("request_replacement", "E-cloud", {"key": "c1", "reason": "wrong_tenant"})),
    ),
    "assign_seat": (S2, (SEAT,)),
    "remove_seat": (OLD, (SEAT, Step("remove_seat", "E-seats", {"person": FLO}))),
    "reassign_seat": (OLD, (SEAT, Step("reassign_seat", "E-seats", {"person": FLO, "to_person": CY}))),
    "export_bulk_add": (S2, (SEAT, Step("export_bulk_add", "E-seats", {}))),
    "assign_credit": (S2, (MONTH,)),
    "remove_credit_user": (S2, (MONTH, Step("remove_credit_user", "E-month", {"person": FLO}))),
    "link_subscription": (S2, (LINKED,)),
    "unlink_subscription": (S2, (LINKED, Step("unlink_subscription", "E-bulk", {"subscription_id": SUBSCRIPTION}))),
    "transfer_credit": (
        S2,
        (BULK, Step("transfer_credit", "E-bulk", {"person": FLO, "to_person": CY, "combined_with": "none"})),
    ),
    "assign_support": (
        OLD,
        (Step("assign_support", "E-cases", {"person": FLO, "alternate_email": "flo@home.example"}),),
    ),
    "activate_support": (S2, (ACTIVATED,)),
    "log_support_use": (S2, (ACTIVATED, ANSWERED, USED)),
    "request_advisory_hours": (S2, (ACTIVATED._replace(about="E-hours"), ANSWERED, HOURS)),
    "set_marketing_contact": (S2, (CONTACT,)),
    "activate_marketing": (S2, (CONTACT, Step("activate_marketing", "E-market", {}))),
    "record_purchase": (S2, (Step("record_purchase", None, PAID | {"offer": "success-expanded-2026"}),)),
    "renew_membership": (S2, (RENEWED,)),
    "upgrade_membership": (S2, (Step("upgrade_membership", CORE, PAID | {"to_offer": "success-expanded-2026"}),)),
    "request_refund": (S2, (REFUND,)),
    "complete_step": (S2, (Step("complete_step", None, {"step": "legal_profile"}),)),
    "send_verification": (S2, (MAILED,)),
    "verify_contact": (S2, (MAILED, Step("verify_contact", None, {"token": TOKEN}))),
    "record_answer": (S2, (ACTIVATED, ANSWERED)),
    "withdraw_request": (S2, (ACTIVATED, Step("withdraw_request", NUMBER, {}))),
    "add_person": (S2, (LEE,)),
    "change_roles": (S2, (Step("change_roles", None, {"person": FLO, "roles": "admin_agent"}),)),
    "remove_person": (S2, (Step("remove_person", None, {"person": FLO}),)),
    "record_exchange_rate": (
        S2,
        (
            Step(
                "record_exchange_rate",
                None,
                {
                    "from_currency": "EUR",
                    "to_currency": "USD",
                    "rate": "1.08",
                    "rate_on": TODAY.isoformat(),
                    "rate_source": "ECB",
                },
            ),
        ),
    ),
}


def order_of(world: World, step: Step) -> Order:
    """The order of a step, with the last request's number and the last link's token where it names them."""
    about = world.ask("SELECT max(request_no) FROM request_now")[0][0] if step.about == NUMBER else step.about
    given = {name: world.tokens()[-1] if value == TOKEN else value for name, value in step.given.items()}
    return world.order(step.action, ANN, about, given, step.day)


def go(world: World, steps: tuple[Step, ...]) -> None:
    """Does all steps but the last."""
    for step in steps[:-1]:
        outcome = world.act(order_of(world, step))
        assert isinstance(outcome, Done), (step, outcome)
