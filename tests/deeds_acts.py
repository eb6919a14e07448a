"""All deeds of the model: why the documents refuse one, what comes of it, and the states that it bears on."""

from collections.abc import Callable, Iterator

from tests import deeds_of_benefits as benefits
from tests import deeds_of_credits as credits
from tests import deeds_of_memberships as memberships
from tests import deeds_of_people as people
from tests import deeds_of_requests as requests
from tests.deeds_model import Partner
from tests.deeds_records import Deed

Why = Callable[[Partner, Deed], Iterator[str]]
ACTS: dict[str, tuple[Why, Callable[..., None], tuple[str, ...]]] = {
    "get_keys": (benefits.get_keys, benefits.keys_got, ("keys",)),
    "choose_download": (benefits.choose_download, lambda it, deed: None, ()),
    "redeem_key": (benefits.redeem_key, benefits.key_redeemed, ("keys",)),
    "request_replacement": (benefits.request_replacement, requests.replacement_asked, ("keys", "requests")),
    "assign_seat": (benefits.assign_seat, benefits.given, ("holders",)),
    "remove_seat": (benefits.remove_seat, benefits.taken, ("holders",)),
    "reassign_seat": (benefits.reassign_seat, benefits.moved, ("holders",)),
    "export_bulk_add": (benefits.export_bulk_add, lambda it, deed: None, ()),
    "assign_credit": (benefits.assign_credit, benefits.given, ("holders",)),
    "remove_credit_user": (benefits.remove_credit_user, benefits.taken, ("holders",)),
    "transfer_credit": (benefits.transfer_credit, benefits.moved, ("holders",)),
    "link_subscription": (credits.link_subscription, credits.linked, ("links", "draws")),
    "unlink_subscription": (credits.unlink_subscription, credits.unlinked, ("links", "draws")),
    "record_exchange_rate": (credits.record_exchange_rate, credits.rate_recorded, ("rates",)),
    "assign_support": (requests.assign_support, requests.activation_asked, ("requests",)),
    "activate_support": (requests.activate_support, requests.activation_asked, ("requests",)),
    "log_support_use": (requests.log_support_use, requests.support_used, ("uses",)),
    "request_advisory_hours": (requests.request_advisory_hours, requests.hours_asked, ("requests",)),
    "set_marketing_contact": (people.set_marketing_contact, people.contact_set, ("contact",)),
    "activate_marketing": (requests.activate_marketing, requests.activation_asked, ("requests",)),
    "request_refund": (memberships.request_refund, memberships.refund_asked, ("requests",)),
    "record_purchase": (memberships.record_purchase, memberships.purchased, ("terms",)),
    "renew_membership": (memberships.renew_membership, memberships.renewed, ("terms",)),
    "upgrade_membership": (memberships.upgrade_membership, memberships.purchased, ("terms",)),
    "complete_step": (people.complete_step, people.step_completed, ("steps",)),
    "send_verification": (people.send_verification, people.verification_sent, ("primary",)),
    "verify_contact": (people.verify_contact, people.contact_verified, ("primary",)),
    "add_person": (people.add_person, people.person_added, ("people",)),
    "change_roles": (people.change_roles, people.roles_changed, ("people",)),
    "remove_person": (people.remove_person, people.person_removed, ("people",)),
    "record_answer": (requests.record_answer, requests.answered, ("requests",)),
    "withdraw_request": (requests.withdraw_request, requests.withdrawn, ("requests",)),
}
# Deeds whose number is that of the request they open.
NUMBERED = {
    name for name, (_, done, _) in ACTS.items() if done.__name__.endswith("asked")
}  # fmt: skip
