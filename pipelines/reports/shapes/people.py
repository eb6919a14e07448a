"""People and their roles, who may do what, and the numbers of the policies."""

from pipelines.reports.shape import shape
from pipelines.rules.access import EVERY_ROLE
from pipelines.rules.policy import policy_names

_PEOPLE = {
    "email": "text",
    "name": "text",
    "member_type": "code:member_type",
    "in_directory": "flag",
    "roles": "code:role",
    "origin": "code:origin",
    "disabled": "flag",
    "removed": "flag",
    "by_form": "code:role",
    "by_file": "code:role",
}
_POLICY = {"policy": "id", "action": "id", "number": "code:number", "states": "text", "source": "text"}

REPORTS = (
    shape(
        "people",
        "partner",
        own=_PEOPLE,
        person="partner_id partner name email roles member_type in_directory origin disabled",
        template="partner_id email name member_type in_directory roles",
        difference="partner_id partner name email removed by_form by_file",
    ),
    shape(
        "permissions",
        "policy",
        own=_POLICY | dict.fromkeys(EVERY_ROLE, "flag"),
        action=" ".join(("policy", "action", *EVERY_ROLE, "source")),
    ),
    shape(
        "policies",
        "",
        own=_POLICY | dict.fromkeys(policy_names(), "text"),
        number=" ".join(("number", *policy_names())),
        source="number policy states source",
    ),
)
