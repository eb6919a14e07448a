"""After which deeds an answer about a partner may be another one. What follows none of them is asked only once.

Whoever lets an answer depend on another action adds it here: tests/test_known.py compares what is kept with what is
true after each action.
"""

PURCHASES = ("record_purchase", "renew_membership", "upgrade_membership")
SEATS = ("assign_seat", "remove_seat", "reassign_seat")
CREDIT_USERS = ("assign_credit", "remove_credit_user", "transfer_credit")
HOLDERS = (*SEATS, *CREDIT_USERS)
LINKS = ("link_subscription", "unlink_subscription")
CREDITS = (*LINKS, "record_exchange_rate")
KEYS = ("get_keys", "redeem_key", "request_replacement")
SUPPORT = ("log_support_use",)
# What opens a request, and what ends one.
REQUESTS = (
    "assign_support", "activate_support", "activate_marketing", "request_replacement", "request_refund",
    "request_advisory_hours", "record_answer", "withdraw_request",
)  # fmt: skip
CONTACT = ("send_verification", "verify_contact")
PEOPLE = ("add_person", "change_roles", "remove_person")
SIGN_INS = ("disable_person", "enable_person")
# Of these the ones at other partners count too: credits of two partners may name the same subscription.
EVERYWHERE = frozenset(LINKS)
# Each question of sql/facts.
FACTS: dict[str, tuple[str, ...]] = {
    "actor": (*PEOPLE, *SIGN_INS),
    "app": (),
    "credit": (*PURCHASES, *CREDIT_USERS),
    "entitlement": (*PURCHASES, *HOLDERS, *CREDITS, *KEYS, *SUPPORT, *REQUESTS, "set_marketing_contact"),
    "leaders": (*PEOPLE, *SIGN_INS),
    "membership": (*PURCHASES, *HOLDERS, *KEYS, *SUPPORT, *REQUESTS, *CONTACT),
    "partner": (*PURCHASES, *CONTACT, *PEOPLE, *SIGN_INS, "complete_step"),
    "person": PEOPLE,
    "reader": (*PEOPLE, *SIGN_INS),
    "request": (*PURCHASES, *REQUESTS),
    "seat": SEATS,
    "sign_in": ("end_sessions", *SIGN_INS),
}
