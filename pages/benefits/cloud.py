"""Cloud licences by key: instructions, tenant, redemption, replacement (source rows 46-52), SKUs that do not work."""

from typing import Any

from pages.ui import family, product_keys, redemption, replacement, skus, tenant


def detail(row: dict[str, Any]) -> None:
    """The tenant, the keys and the redemption of a licence."""
    tenant.show(row)
    product_keys.show(row)
    redemption.form(row)


family.show("cloud", above=skus.show, detail=detail, forms=[product_keys.form, replacement.form])
