"""The business in words: the codes that files, tables, reports and URLs share. Their texts are in the catalogs."""

from datetime import date

# Between these lies a day that a file or a form states; what is worked out from it is a day too.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)

# The families of benefits (source row 12; S2 for the split of Azure credit and cloud licences, rows 35 and 38).
FAMILIES = ("software", "azure_credit", "cloud", "visual_studio", "technical", "go_to_market")
# Families that are given to people seat by seat; what is idle is a seat nobody has.
SEAT_FAMILIES = ("software", "cloud", "visual_studio")

# Families whose benefits come with product keys (rows 29, 46).
KEY_FAMILIES = ("software", "cloud")
# Rows 31, 32: the languages in which products are shown, and the systems that they are installed on.
PRODUCT_LANGUAGES = (
    "en-US", "zh-CN", "zh-TW", "cs-CZ", "de-DE", "es-ES", "fr-FR", "it-IT", "ja-JP", "ko-KR", "nl-NL", "pl-PL", "pt-BR",
    "ru-RU", "sv-SE", "tr-TR",
)  # fmt: skip
DOWNLOAD_SYSTEMS = ("windows_x64", "windows_x86", "windows_arm64", "linux_x64")
# Why the vendor replaces a redeemed key (domain-facts K8).
REPLACEMENT_REASONS = ("wrong_tenant", "seats_by_mistake")

# Row 38: core comes with the offer, incremental is earned on top.
BENEFIT_TYPES = ("core", "incremental")
# Who says what a day of a subscription cost. Of those that state the same day the first counts as spent; amortized cost
# never does (domain-facts A10).
DATASETS = (
    "azure-sponsorship-usage",
    "actual",
    "focus",
    "azure-cost-analysis",
    "azure-cost-analysis-monthly",
    "amortized",
)

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
APP_ROLES = ("partner_manager", "finance", "auditor", "marketing", "service_operator")
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

# What is asked of the vendor and takes some days, and what becomes of it (rows 63, 72, 81, 85; domain-facts K8).
REQUEST_KINDS = ("activation", "replacement", "refund", "advisory_hours")
REQUEST_STATES = ("waiting", "answered", "withdrawn")
# Of a letter: handed to a mail server or to a folder, given up after many attempts, or not to be delivered.
MESSAGE_STATES = ("waiting", "sent", "written", "failed", "refused", "forgotten")
OUTCOMES = ("accepted", "declined")

# Rows 68, 71, 73: something broken, an advisory engagement, or advice before and during a sale or a deployment.
SUPPORT_KINDS = ("incident", "advisory", "presales")
# Rows 67, 69, 70: what support is for; Azure through a CSP is supported by the CSP.
SUPPORT_AREAS = ("on_premises", "azure", "azure_csp", "dynamics", "microsoft_365")
# Row 71: cloud and hybrid solutions are what advice is given on.
ADVISORY_AREAS = ("azure", "dynamics", "microsoft_365", "hybrid")
# Row 73: the phases that advisory hours cover.
ADVISORY_PHASES = ("presales", "design", "deployment", "app_development")
# Row 80: under which name the portal groups go-to-market benefits; the newer packages have a group of their own.
MARKETING_GROUPS = ("silver_core", "gold_core", "isv_co_sell_ready", "other")

# The formats of files that are loaded.
FILE_FORMATS = (
    "partners",
    "people",
    "offers",
    "entitlements",
    "portal-grid",
    "credit_grants",
    "azure-sponsorship-usage",
    "azure-cost-details-ea",
    "azure-cost-details-ea-2021",
    "azure-cost-details-mca",
    "azure-cost-details-mpa",
    "azure-cost-details-csp",
    "azure-cost-details-payg",
    "focus",
    "azure-cost-analysis",
    "visual-studio-export",
    "m365-licences",
    "m365-product-names",
    "keys",
    "answers",
    "support_use",
    "azure-credits",
    "azure-credit-transactions",
    "azure-credit-lots",
    "azure-credit-events",
    "graph-subscribed-skus",
    "snipe-it-licences",
)

# Row 45: what a bulk credit cannot be combined with, beside nothing and whatever else there is.
COMBINED_WITH = ("none", "enterprise_agreement", "csp", "azure_in_open", "azure_pass", "action_pack", "other")
