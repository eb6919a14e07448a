"""Names and service plans of the Microsoft 365 products: reference data that Microsoft publishes (formats.md).

A row is a product and a service plan; the product is its GUID. Copies of the file are UTF-8 or cp1252, with commas or
semicolons.
"""

from pipelines.ingest.declare import Column, Format, Kind

FORMAT = Format(
    name="m365-product-names",
    table="m365_product",
    columns=(
        Column("product_name", Kind.TEXT, ("Product_Display_Name",)),
        Column("string_id", Kind.TEXT, ("String_Id", "String_ Id"), default=""),
        Column("product_guid", Kind.GUID, ("GUID",)),
        Column("service_plan", Kind.TEXT, ("Service_Plan_Name",), default=""),
        Column("service_plan_id", Kind.IDENTIFIER, ("Service_Plan_Id",), default=""),
        Column("service_plan_name", Kind.TEXT, ("Service_Plans_Included_Friendly_Names",), default=""),
    ),
    group=("product_guid",),
    encodings=("cp1252",),
    counted="product_guid",
    repeats=False,
)
