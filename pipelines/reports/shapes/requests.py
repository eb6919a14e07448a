"""Requests and their answers, support that was used, go-to-market: the reports of the desk and of two families."""

from pipelines.reports.shape import shape

_HOLDS = {
    "request_no": "id",
    "request_id": "id",
    "reference": "id",
    "policy": "id",
    "access_id": "id",
    "contract_id": "id",
    "about": "text",
    "title": "text",
    "note": "text",
    "opened_by": "text",
    "logged_by": "text",
    "by_form": "text",
    "by_file": "text",
    "source": "text",
    "contact": "text",
    "email": "text",
    "other_email": "text",
    "phone": "text",
    "opened_on": "date",
    "answered_on": "date",
    "active_from": "date",
    "used_on": "date",
    "set_on": "date",
    "days_waiting": "count",
    "hours": "quantity",
    "confirmed": "flag",
    "request_kind": "code:request_kind",
    "kind": "id",
    "outcome": "id",
    "state": "code:request_state",
    "answer_outcome": "code:choice.outcome",
    "answer_field": "code:column",
    "support_kind": "code:choice.kind",
    "product_area": "code:choice.product_area",
    "origin": "code:origin",
    "support": "code:support",
    "areas": "code:choice.product_area",
    "ids_for": "code:choice.product_area",
    "extent": "code:extent",
    "marketing_group": "code:marketing_group",
    "preferred_language": "id",
}
_BENEFIT = "partner_id partner offer offer_name policy family product product_name benefit_type entitlement_id status"
_AMOUNTS = "unit held assigned used idle starts_on activate_by use_until membership_ends_on grace_ends_on expires_on"

REPORTS = (
    shape(
        "requests",
        "partner request_kind state",
        own=_HOLDS,
        request="request_no partner_id partner request_kind about entitlement_id offer title hours opened_on opened_by"
        " state days_waiting answer_outcome answered_on access_id contract_id active_from expires_on note",
        difference="request_no partner_id partner answer_field by_form by_file",
        template="request_id outcome access_id contract_id active_from expires_on note",
    ),
    shape(
        "support-use",
        "partner entitlement",
        own=_HOLDS,
        case="partner_id partner entitlement_id product_name offer_name used_on support_kind product_area hours title"
        " reference logged_by origin confirmed",
        template="entitlement_id kind used_on hours title reference product_area",
    ),
    shape(
        "support",
        "partner entitlement offer",
        own=_HOLDS,
        access="partner_id partner entitlement_id request_no access_id contract_id active_from expires_on",
        type="offer offer_name support product_name areas ids_for extent source",
    ),
    shape(
        "marketing",
        "partner offer",
        own=_HOLDS,
        offer=f"marketing_group {_BENEFIT} request_no {_AMOUNTS}",
        contact="partner_id partner contact email other_email phone preferred_language set_on",
    ),
)
