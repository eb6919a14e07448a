"""Files in: bytes checked, format recognised, texts cleaned, rows checked, good rows placed, bad rows set aside."""

from pipelines.ingest.context import OPERATOR, Loader
from pipelines.ingest.load import Order, load
from pipelines.ingest.open_file import Incoming
from pipelines.ingest.report import FileReport, LoadReport, Problem, Progress, Question, Refusal, Watcher

__all__ = [
    "OPERATOR",
    "FileReport",
    "Incoming",
    "LoadReport",
    "Loader",
    "Order",
    "Problem",
    "Progress",
    "Question",
    "Refusal",
    "Watcher",
    "load",
]
