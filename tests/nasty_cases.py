"""A case of the decision tables of files, and the texts that they are made from."""

from dataclasses import dataclass, field

from tests.usage_files import HEADER

Cells = list[tuple[int, str, str | None]]


@dataclass(frozen=True)
class Case:
    """A file and what comes of it: the values stored, the setting asked, the words of the refusal, or faulty cells."""

    name: str
    content: bytes
    loads: str | None = None
    asks: str | None = None
    refused: str | None = None
    cells: Cells | None = None
    said: dict[str, str] = field(default_factory=dict)


def case(
    name: str,
    content: str | bytes,
    *,
    loads: str | None = None,
    asks: str | None = None,
    refused: str | None = None,
    cells: Cells | None = None,
    **said: str,
) -> Case:
    written = content.encode() if isinstance(content, str) else content
    return Case(name, written, loads, asks, refused, cells, said)


# Partners: what is stored is told as `id name country currency`, of those that the store did not hold before.
HEAD = "partner_id,legal_name,country,currency\n"
P7 = HEAD + "P-7,Café,US,USD\n"
P7_STORED = "P-7 Café US USD"


def partners(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


def named(name: str) -> str:
    return f"P-7 {name} US USD"


def of_name(name: str) -> str:
    return partners(f"P-7,{name},US,USD")


# Usage: what is stored is told as `rows first-day last-day cost`.
GUID = "8ddd4f4b-0a3c-4b53-9d5c-0f6c0e3f7a11"


def usage(*rows: tuple[str, str], separator: str = ",") -> str:
    lines = [HEADER, *(("Lab", GUID, day, "r", "s", "t", "e", "x", "1", cost) for day, cost in rows)]
    return "".join(separator.join(line) + "\n" for line in lines)


def costs(cost: str) -> str:
    return usage(("6/1/2026", cost))


def on_day(day: str) -> str:
    return usage((day, "1"))


# Licences of P-1: what is stored is told as `product total expired assigned renews-on`.
LICENCES = "Product Title,Total Licenses,Expired Licenses,Assigned licenses,Renewal Date\n"


def licences(*rows: str) -> str:
    return LICENCES + "".join(f"{row}\n" for row in rows)
