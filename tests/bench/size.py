"""How large a benchmark is: one that is to be believed, and one that ends in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Rows, benefits, readers and repetitions. `apart`: whether what is measured for memory is a process of its own."""

    runs: int = 5
    rows: int = 5_000_000  # of the cost file that is loaded
    peer_rows: int = 500_000  # of the one that peers load too
    checked_rows: int = 50_000  # of the one that a checker in plain Python reads
    usage: tuple[int, int] = (1_000_000, 20_000_000)  # rows of use behind the reports, few and many
    entitlements: tuple[int, int] = (10_000, 200_000)  # benefits behind the reports, few and many
    started: tuple[int, int] = (20_000, 400)  # rows of use and benefits of the home that is opened from cold
    most: int | None = None  # pages, and reports of a kind, that are measured; all
    exported: int = 1_000_000
    readers: int = 50
    clicks: int = 6
    deeds: int = 160  # in each round of sustained ones
    apart: bool = True
    peers: bool = True


FULL = Size()
SMALL = Size(
    runs=5,
    rows=100_000,
    peer_rows=20_000,
    checked_rows=1_000,
    usage=(20_000, 100_000),
    entitlements=(400, 2_000),
    most=3,
    exported=20_000,
    readers=5,
    clicks=3,
    deeds=16,
)
# What a test can afford.
TINY = Size(
    runs=1,
    rows=500,
    peer_rows=500,
    checked_rows=50,
    usage=(200, 500),
    entitlements=(80, 160),
    started=(200, 80),
    most=1,
    exported=200,
    readers=2,
    clicks=2,
    deeds=2,
    apart=False,
    peers=False,
)
