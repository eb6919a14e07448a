"""The file formats, in the order in which the files of one load are placed: what others refer to comes first."""

from pipelines.ingest.declare import Format
from pipelines.ingest.formats import (
    answers,
    azure_sponsorship_usage,
    credit_grants,
    entitlements,
    keys,
    m365_licences,
    m365_product_names,
    offers,
    partners,
    people,
    portal_grid,
    support_use,
    visual_studio_export,
)

FORMATS: tuple[Format, ...] = (
    partners.FORMAT,
    people.FORMAT,
    offers.FORMAT,
    entitlements.FORMAT,
    portal_grid.FORMAT,
    keys.FORMAT,
    credit_grants.FORMAT,
    azure_sponsorship_usage.FORMAT,
    visual_studio_export.FORMAT,
    m365_licences.FORMAT,
    m365_product_names.FORMAT,
    support_use.FORMAT,
    answers.FORMAT,
)
