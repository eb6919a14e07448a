"""Answers out: a request, one .sql file, one polars frame in final shape, for pages, commands and files alike."""

from pipelines.reports.catalogue import REPORTS, Column, Report
from pipelines.reports.query import run
from pipelines.reports.request import Request, columns

__all__ = ["REPORTS", "Column", "Report", "Request", "columns", "run"]
