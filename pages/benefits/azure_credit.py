"""Azure credit: who has access, and which subscriptions draw on it (source rows 35, 36, 40-45; domain-facts D22)."""

from pages.ui import credit_holders, credit_links, family

family.show(
    "azure_credit",
    forms=[
        credit_holders.assign,
        credit_holders.remove,
        credit_holders.transfer,
        credit_links.link,
        credit_links.unlink,
    ],
    detail=credit_links.show_with_holders,
)
