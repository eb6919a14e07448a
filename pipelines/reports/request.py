"""What is asked of a report, with every name checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from pipelines.errors import BenefitsError
from pipelines.reports.catalogue import REPORTS
from pipelines.reports.shape import Columns, Report
from pipelines.rules import model
from pipelines.rules.policy import policy_names
from pipelines.rules.reminder_topics import topics

# Filters of which a request names one value: what two of them say of the same day is never added.
_ONE_ONLY = ("dataset",)
# Filters whose value is a day.
_DAYS = {"from", "to"}
# Reports whose status is that of a credit.
OF_CREDITS = ("credit-balance", "credit-forecast", "credit-thresholds")


@dataclass(frozen=True)
class Request:
    """A report for one day: `by` one of its groupings (None: its default), `filters` the values allowed by name.

    A filter with no values limits nothing.
    """

    report: str
    as_of: date
    by: str | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def checked(self) -> "Request":
        """The same with `by` filled in. BenefitsError with the allowed names for an unknown report, grouping, filter or
        code."""
        report = _report(self.report)
        by = _grouping(report, self.by)
        for name, values in self.filters.items():
            _known("unknown_filter", name, report.filters, report=report.name)
            if name in _ONE_ONLY and len(values) > 1:
                raise BenefitsError("one_value_only", filter=name, found=", ".join(values))
            for value in values:
                _known("unknown_filter_value", value, _allowed(report, name, value), filter=name)
        return Request(report.name, self.as_of, by, self.filters)

    def values(self, name: str) -> list[str] | None:
        """The values a filter allows; None where it limits nothing."""
        return list(self.filters.get(name, ())) or None


def columns(report: str, by: str | None = None) -> Columns:
    """The columns of a report, in order, with what they hold. BenefitsError for an unknown report or grouping."""
    known = _report(report)
    return known.columns[_grouping(known, by)]


def _report(name: str) -> Report:
    _known("unknown_report", name, REPORTS)
    return REPORTS[name]


def _grouping(report: Report, by: str | None) -> str:
    _known("unknown_by", by or report.by[0], report.by, report=report.name)
    return by or report.by[0]


def _allowed(report: Report, name: str, value: str) -> Iterable[str]:
    if name == "status" and report.name in OF_CREDITS:
        return model.CREDIT_STATUSES
    if name in _DAYS:
        return (value,) if _is_day(value) else ("YYYY-MM-DD",)
    return _codes().get(name, (value,))


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Filters whose values are closed lists, so that a misspelt value is told and not an empty table."""
    return {
        "family": model.FAMILIES,
        "status": model.STATUSES,
        "band": model.BANDS,
        "date_kind": model.DATE_KINDS,
        "action": model.ACTIONS,
        "request_kind": model.REQUEST_KINDS,
        "state": model.REQUEST_STATES,
        "message_state": model.MESSAGE_STATES,
        "decisive": ("true", "false"),
        "policy": policy_names(),
        "dataset": model.DATASETS,
        "topic": topics(),
    }


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _known(code: str, name: str, allowed: Iterable[str], **facts: str) -> None:
    if name not in allowed:
        raise BenefitsError(code, found=name, allowed=", ".join(allowed), **facts)
