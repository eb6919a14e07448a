"""The business in words: the codes that files, tables, reports and URLs share. Their texts are in the catalogs."""

# The families of benefits (source row 12; S2 for the split of Azure credit and cloud licences, rows 35 and 38).
FAMILIES = ("software", "azure_credit", "cloud", "visual_studio", "technical", "go_to_market")
# Families that are given to people seat by seat; what is idle is a seat nobody has.
SEAT_FAMILIES = ("software", "cloud", "visual_studio")

# Row 38: core comes with the offer, incremental is earned on top.
BENEFIT_TYPES = ("core", "incremental")
# Row 40: a credit that is fresh each month, or a pot for the year.
GRANT_KINDS = ("monthly", "bulk")
# The unit of a benefit that is a credit, by the kind of its grant; the quantity is an amount in the row's currency.
CREDIT_UNITS = {"monthly": "credit_month", "bulk": "credit_year"}
UNITS = ("seats", "licenses", "incidents", "hours", "activations", "packs", "tenants", "bots", *CREDIT_UNITS.values())

STATUSES = ("not_activated", "requested", "active", "expired", "cancelled")
CREDIT_STATUSES = ("running", "used_up", "ended", "not_started", "no_usage")

# Rows 18, 19 and 25: roles in the vendor's portal.
PORTAL_ROLES = ("global_admin", "mpn_partner_admin", "admin_agent", "user_management_admin")
# Roles of this application; a person may hold them for one partner or for all.
APP_ROLES = ("partner_manager", "finance", "auditor")
ROLES = (*PORTAL_ROLES, *APP_ROLES)
MEMBER_TYPES = ("member", "guest")
PORTALS = ("partner_center", "pmc")

# Dates that take something away, in the order in which they usually come (domain-facts D1, D2, D5, D8).
DATE_KINDS = ("activate_by", "use_until", "membership_ends_on", "grace_ends_on")
# How far away such a date is, in days.
BANDS = ("past", "0-30", "31-60", "61-90", "later")

ACTIONS = (
    "assign_seats",
    "activate",
    "spend_credit",
    "link_subscription",
    "reclaim_unused",
    "review_over_claimed",
    "renew",
)
