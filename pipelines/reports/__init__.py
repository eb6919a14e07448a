"""Answers out: a request, one .sql file, one polars frame in final shape, for pages, commands and files alike."""

from pipelines.reports.catalogue import REPORTS
from pipelines.reports.query import rows, run
from pipelines.reports.request import Request, columns
from pipelines.reports.shape import Column, Report

__all__ = ["REPORTS", "Column", "Report", "Request", "columns", "rows", "run"]
