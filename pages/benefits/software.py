"""Software: keys, language and operating system, download (source rows 27-33)."""

from typing import Any

from pages.ui import family, installing, product_keys


def detail(row: dict[str, Any]) -> None:
    """The keys of a product, and what is installed with them."""
    product_keys.show(row)
    installing.show(row)


family.show("software", detail=detail, forms=[product_keys.form, installing.form])
