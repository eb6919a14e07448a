"""Which format a header belongs to: by the names of its columns, in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipelines.ingest.declare import Column, Format
from pipelines.ingest.errors import FileRefused, SettingAsked

# A header that lacks more than half of what a format needs is not like it.
_NEARLY = Fraction(1, 2)


@dataclass(frozen=True)
class Match:
    """A format and where its columns stand in the file (our name -> place); `unknown` are the file's other headers."""

    form: Format
    places: Mapping[str, int]
    unknown: tuple[str, ...]


def heading(text: str) -> str:
    """A header as it is compared: edge blanks and case do not count."""
    return text.replace("\u00a0", " ").strip().lower()


def match(form: Format, header: list[str]) -> Match | None:
    """How the format fits the header; None where a column it needs is not there."""
    names = [heading(text) for text in header]
    places = {column.name: _place(column, names) for column in form.columns}
    found = {name: place for name, place in places.items() if place is not None}
    if any(column.name not in found and not column.missing for column in form.columns):
        return None
    unknown = tuple(text for place, text in enumerate(header) if place not in found.values())
    return Match(form, found, unknown)


def _place(column: Column, names: list[str]) -> int | None:
    return next((names.index(heading(known)) for known in column.known_as if heading(known) in names), None)


def recognise(header: list[str], formats: Iterable[Format]) -> Match:
    """The one format that fits best: the most columns known.

    FileRefused says what came nearest and what it lacks; SettingAsked names two that fit equally well.
    """
    fits = [fit for form in formats if (fit := match(form, header))]
    if not fits:
        raise nearest(header, formats)
    fits.sort(key=lambda fit: len(fit.places), reverse=True)
    best = [fit for fit in fits if len(fit.places) == len(fits[0].places)]
    if len(best) > 1:
        raise SettingAsked("layout", tuple(fit.form.name for fit in best), reason="layout")
    _refuse_repeats(best[0], header)
    return best[0]


def nearest(header: list[str], formats: Iterable[Format]) -> FileRefused:
    """The refusal of a header that no format fits; where only one is considered, it is told what that one lacks."""
    names = [heading(text) for text in header]
    nearby = [(form, _lacking(form, names)) for form in formats]
    form, lacking = min(nearby, key=_share_lacking)
    shown = ", ".join(text.strip() for text in header if text.strip())[:200] or "-"
    if len(nearby) > 1 and _share_lacking((form, lacking)) > _NEARLY:
        return FileRefused("not_recognised", found=shown)
    return FileRefused("nearly_recognised", found=shown, format=form.name, missing=", ".join(lacking))


def _lacking(form: Format, names: list[str]) -> list[str]:
    needed = [column for column in form.columns if not column.missing]
    return [column.known_as[0] for column in needed if _place(column, names) is None]


def _share_lacking(near: tuple[Format, list[str]]) -> Fraction:
    form, lacking = near
    return Fraction(len(lacking), sum(not column.missing for column in form.columns))


def _refuse_repeats(fit: Match, header: list[str]) -> None:
    names = [heading(text) for text in header]
    for place in fit.places.values():
        if names.count(names[place]) > 1:
            raise FileRefused("header_repeated", found=header[place].strip())
