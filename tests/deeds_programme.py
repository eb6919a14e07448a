"""The programme in plain numbers for the model of the deeds, typed from domain-facts.md, not read from data/."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

GLOBAL, PARTNER, AGENT, USERS = "global_admin", "mpn_partner_admin", "admin_agent", "user_management_admin"
PORTAL_ROLES = {GLOBAL, PARTNER, AGENT, USERS}
APP_ROLES = {"partner_manager", "finance", "auditor", "marketing", "service_operator"}
MEMBER = "member"
FREE_MAIL = {"gmail.com", "hotmail.com", "live.com"}  # A6


@dataclass(frozen=True)
class Programme:
    """What a policy says; None is no limit."""

    manages: frozenset[str] = frozenset({GLOBAL})  # row 16
    seat_days: int | None = None  # row 57 of S0 S1 S4: any time
    own_credit: bool = True  # row 36: assign yourself
    guests: bool = False
    free_mail: bool = True
    one_credit: bool = False
    moves: int | None = None
    transfer: bool = False
    not_with: frozenset[str] = frozenset()
    activates_support: bool = False  # rows 59-62 against 63-67
    extend_times: int | None = None
    replacement_days: int | None = None
    renewal_from_payment: bool = False  # D7
    redeem_months: int = 12


_OLD = Programme()
_S2 = Programme(
    manages=frozenset({GLOBAL, PARTNER}),  # row 19
    seat_days=90,  # row 57
    own_credit=False,  # row 41
    guests=True,  # rows 24, 41
    transfer=True,  # row 44
    not_with=frozenset({"enterprise_agreement", "csp", "azure_in_open", "azure_pass", "action_pack"}),  # row 45
    activates_support=True,  # row 63
    extend_times=3,  # K6
    replacement_days=30,  # K8
)
_KV = replace(
    _S2,
    free_mail=False,  # A6
    one_credit=True,  # A5
    moves=5,  # A3
    transfer=False,  # A4
    renewal_from_payment=True,  # D7
)
PROGRAMMES = {
    "mpn-2019-10": _OLD,
    "mpn-2020-06": _OLD,
    "mpn-2020-10": _S2,
    "maicpp-2023-09": _KV,
    "maicpp-2026-02": replace(_KV, redeem_months=13),  # D11
}
REFUND_DAYS = 30  # row 83
RENEWAL_DAYS = 30  # D5, D19
LINK_DAYS = 14  # a choice of the product: row 97 names none
ENGAGEMENT_HOURS = 25  # domain-facts 2.7
SCORE = 70  # D15
REACH_MONTHS = 36  # K6


@dataclass(frozen=True)
class Offer:
    """What can be bought: its level (rows 87-90), when it was sold and renewed last, and what is special about it."""

    rank: int
    policy: str = "maicpp-2026-02"
    sold_until: date | None = None
    renewed_until: date | None = None
    once: bool = False
    scored: bool = False


OFFERS = {
    "partner-launch-2026": Offer(1, once=True),  # P3
    "success-core-2026": Offer(2),
    "success-expanded-2026": Offer(3),
    "solutions-partner-security-2026": Offer(4, scored=True),  # D15
    "action-pack-2023": Offer(1, "maicpp-2023-09", date(2025, 1, 21), date(2025, 1, 21)),  # D13
    "gold": Offer(3, "mpn-2020-10", date(2022, 9, 30), date(2025, 1, 21)),  # D13, D14
}
# Row 101 and those before it; what must be at hand (rows 93-95) has no order.
AT_HAND = ("tenant_credentials", "legal_profile", "authority_to_sign")
STEPS = ("welcome", "tenant_sign_in", "enrolment", "agreement", "admin_agent")
# Rows 67, 69, 71: what the cloud support and the advice of Success Core are for, and what needs the two ids.
SERVED = {"azure", "dynamics", "microsoft_365"}
NEEDS_IDS = {"on_premises", "azure", "dynamics"}


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_later(day: date, days: int) -> date:
    """So many days on."""
    return day + timedelta(days=days)
