"""Azure credit: who has access; assign, remove, transfer (source rows 35, 36, 40-45)."""

from pages.ui import credit_holders, family

family.show(
    "azure_credit",
    forms=[credit_holders.assign, credit_holders.remove, credit_holders.transfer],
    detail=credit_holders.show,
)
