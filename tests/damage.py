"""Files that are not as they were written: cut off, or with one bit that changed; the same ones for the same number."""

from collections.abc import Callable
from pathlib import Path
from random import Random

# Where a database file says what it is: three pages of 4096 bytes before its first block.
HEAD = 12_288

Damage = Callable[[Path, int], str]


def cut_off(path: Path, number: int) -> str:
    """Cuts a file somewhere, also to nothing, by one byte and at the ends of pages; says where."""
    size = path.stat().st_size
    odd = (0, size - 1, min(size - 1, 4096), min(size - 1, HEAD))
    to = odd[number] if number < len(odd) else Random(number).randrange(size)
    with path.open("r+b") as file:
        file.truncate(to)
    return f"cut to {to} of {size} bytes"


def flip_a_bit(path: Path, number: int) -> str:
    """Changes one bit, in every fourth file one of its head; says which."""
    size, chance = path.stat().st_size, Random(number)
    at, bit = chance.randrange(min(size, HEAD) if number % 4 == 0 else size), chance.randrange(8)
    with path.open("r+b") as file:
        file.seek(at)
        old = file.read(1)[0]
        file.seek(at)
        file.write(bytes([old ^ 1 << bit]))
    return f"bit {bit} of byte {at} of {size}"


DAMAGES: dict[str, Damage] = {"cut off": cut_off, "a bit": flip_a_bit}
