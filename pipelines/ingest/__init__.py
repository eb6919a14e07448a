"""Files in: bytes checked, format recognised, texts cleaned, rows checked, good rows placed, bad rows set aside."""

from pipelines.ingest.context import OPERATOR, Loader
from pipelines.ingest.load import load
from pipelines.ingest.open_file import Incoming
from pipelines.ingest.order import Order
from pipelines.ingest.report import FileReport, LoadReport, Note, Problem, Progress, Question, Refusal, Watcher

__all__ = [
    "OPERATOR",
    "FileReport",
    "Incoming",
    "LoadReport",
    "Loader",
    "Note",
    "Order",
    "Problem",
    "Progress",
    "Question",
    "Refusal",
    "Watcher",
    "load",
]
