"""What is measured, by section; each gives its figures as it finds them."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from tests.bench.bench import Bench
from tests.bench.figure import Figure
from tests.bench.sections import (
    browser,
    deeds,
    exports,
    loads,
    memory,
    pages,
    replicas,
    reports,
    rules,
    sessions,
    start,
)

Section: TypeAlias = Callable[[Bench], Iterator[Figure]]
SECTIONS: dict[str, Section] = {
    "loads": loads.figures,
    "memory": memory.figures,
    "rules": rules.figures,
    "reports": reports.figures,
    "pages": pages.figures,
    "browser": browser.figures,
    "deeds": deeds.figures,
    "replicas": replicas.figures,
    "sessions": sessions.figures,
    "exports": exports.figures,
    "start": start.figures,
}
