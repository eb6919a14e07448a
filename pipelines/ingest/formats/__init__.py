"""The file formats, in the order in which the files of one load are placed: what others refer to comes first."""

from pipelines.ingest.declare import Format
from pipelines.ingest.formats import azure_sponsorship_usage

FORMATS: tuple[Format, ...] = (azure_sponsorship_usage.FORMAT,)
