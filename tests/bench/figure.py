"""One result of the benchmark."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from tests.bench.aims import AIMS
from tests.bench.run import Run


@dataclass(frozen=True)
class Figure:
    """A value of one aim, measured `runs` times; the value and the seconds are medians, the peak is the highest.

    `cpu` is the same ratio in processor seconds, which other work on the machine disturbs less.
    """

    aim: str
    of: str
    value: float
    runs: int
    seconds: float | None = None
    reference_s: float | None = None
    cpu: float | None = None
    peak_mb: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether it is good enough; None where nothing is aimed at."""
        return AIMS[self.aim].met_by(self.value)

    def told(self) -> dict[str, object]:
        """All of it and of its aim, for JSON."""
        return {"section": AIMS[self.aim].section, **asdict(self), **asdict(AIMS[self.aim]), "met": self.met}


def ratio(aim: str, of: str, subject: Sequence[Run], reference: Sequence[Run]) -> Figure:
    """How long one took against the other: the median over the pairs that took turns."""
    pairs = list(zip(subject, reference, strict=True))
    known = all(one.cpu_s and other.cpu_s for one, other in pairs)
    return Figure(
        aim,
        of,
        value=_short(median(one.seconds / other.seconds for one, other in pairs)),
        runs=len(pairs),
        seconds=_short(median(one.seconds for one in subject)),
        reference_s=_short(median(one.seconds for one in reference)),
        cpu=_short(median(one.cpu_s / other.cpu_s for one, other in pairs)) if known else None,
        peak_mb=round(max(one.peak_mb for one in subject)) or None,
    )


def _short(value: float) -> float:
    return float(f"{value:.3g}")
