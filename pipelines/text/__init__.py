"""The words people read, by key and language: one folder a language, one .po file an area."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
_TAG = re.compile(r"([a-z][a-z0-9-]*)(?:;q=([01](?:\.\d{1,3})?))?")
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def text(key: str, /, language: str = "en", **facts: object) -> str:
    """The sentence of `key` with its {facts} filled in; English where the language lacks it.

    KeyError with the key where English lacks it, or with the fact where one is not given.
    """
    sentence = catalog(language).get(key) or catalog("en")[key]
    return sentence.format(**facts)


@cache
def catalog(language: str) -> Mapping[str, str]:
    """All sentences of one of LANGUAGES by key, from every area. ValueError where two areas state one key."""
    if language not in LANGUAGES:
        raise KeyError(language)
    sentences: dict[str, str] = {}
    for path in sorted((FOLDER / language.replace("-", "_")).glob("*.po")):
        area = dict(_sentences(path))
        twice = area.keys() & sentences.keys()
        if twice:
            raise ValueError(f"{path.name} states again: {', '.join(sorted(twice))}")
        sentences |= area
    return sentences


def _sentences(path: Path) -> Iterable[tuple[str, str]]:
    with path.open("rb") as file:
        return [(str(message.id), str(message.string)) for message in read_po(file) if message.id and message.string]


def best_language(accept: str | None, default: str = "en") -> str:
    """The one of LANGUAGES that fits an Accept-Language header best; `default` where none fits."""
    for tag in _by_preference(accept or ""):
        parts = set(tag.split("-"))
        if "zh" in parts:
            return "zh-Hant" if parts & _TRADITIONAL and "hans" not in parts else "zh-Hans"
        if "en" in parts:
            return "en"
    return default


def _by_preference(accept: str) -> list[str]:
    """The header's language tags in lower case, the most wanted first (RFC 9110, 12.4.2); none with q=0."""
    wanted = [(Decimal(quality or 1), tag) for tag, quality in _TAG.findall(accept.lower().replace(" ", ""))]
    return [tag for quality, tag in sorted(wanted, key=lambda entry: -entry[0]) if quality]
