"""How well colours stand out from each other (WCAG 2.2, contrast ratio)."""

from itertools import permutations


def linear(colour: str) -> list[float]:
    """The parts of a colour such as #2559B5, each from 0 to 1 and as strong as its light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    return max((luminance(a) + 0.05) / (luminance(b) + 0.05) for a, b in permutations((one, other)))


def mixed(colour: str, ground: str, part: float) -> str:
    """The colour with this opacity on a ground."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * one + (1 - part) * other):02X}" for one, other in pairs)
