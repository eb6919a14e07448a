"""The levels of membership, the lowest first (source rows 87-90; domain-facts D13, P3); levels.csv has their offers."""

LEVELS = (
    "network",
    "action_pack",
    "learning_action_pack",
    "isv_success",
    "partner_launch",
    "silver",
    "success_core",
    "gold",
    "success_expanded",
    "solutions_partner",
    "specialization",
)
