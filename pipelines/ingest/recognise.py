"""Which format a header belongs to: by the names of its columns, in any order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipelines.ingest.declare import Column, Format
from pipelines.ingest.errors import FileRefused, SettingAsked
from pipelines.ingest.mask import shortened, without_keys

# A header that lacks more than half of what a format needs is not like it.
_NEARLY = Fraction(1, 2)
# A portal in another language puts the layout's own name behind its words: Ressourcengruppe (ResourceGroup).
_IN_BRACKETS = re.compile(r"^.*\((\w+)\)\s*$", re.DOTALL)
# Of a file that is not known, so many columns are named.
_SHOWN_COLUMNS = 12


@dataclass(frozen=True)
class Match:
    """A format and where its columns stand in the file (our name -> place); `unknown` are the file's other headers.

    `signs`: how many headers of the format's signature the file has.
    """

    form: Format
    places: Mapping[str, int]
    unknown: tuple[str, ...]
    signs: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """How well the format fits: the more columns known the better, then the fewer of its signature missing."""
        return len(self.places) + self.signs, self.signs - len(self.form.signature)


def heading(text: str) -> str:
    """A header as it is compared: edge blanks and case do not count."""
    return text.replace("\u00a0", " ").strip().lower()


def fits(formats: Iterable[Format], header: list[str]) -> list[Match]:
    """How each of the formats fits the header; one that needs a column which is not there does not."""
    return [fit for form in formats if (fit := _match(form, header))]


def headings(form: Format, header: list[str]) -> list[str]:
    """The file's headers as they are compared with the format's."""
    return [heading(_IN_BRACKETS.sub(r"\1", text) if form.translated else text) for text in header]


def _match(form: Format, header: list[str]) -> Match | None:
    names = headings(form, header)
    places = {column.name: _place(column, names) for column in form.columns}
    found = {name: place for name, place in places.items() if place is not None}
    if any(column.name not in found and not column.missing for column in form.columns):
        return None
    read = {names[place] for place in found.values()}
    signs = {heading(sign) for sign in form.signature} & set(names) - read
    known = {place for place, name in enumerate(names) if name in signs} | set(found.values())
    unknown = tuple(shortened(without_keys(text)) for place, text in enumerate(header) if place not in known)
    return Match(form, found, unknown, len(signs))


def _place(column: Column, names: list[str]) -> int | None:
    return next((names.index(heading(known)) for known in column.known_as if heading(known) in names), None)


def recognise(header: list[str], formats: Iterable[Format]) -> Match:
    """The one format that fits best: the most columns known, then the fewest of its signature missing.

    FileRefused says what came nearest and what it lacks; SettingAsked names two that fit equally well.
    """
    fitting = fits(formats, header)
    if not fitting:
        raise nearest(header, tuple(formats))
    most = max(fit.rank for fit in fitting)
    best = [fit for fit in fitting if fit.rank == most]
    if len(best) > 1:
        raise SettingAsked("layout", tuple(fit.form.name for fit in best), reason="layout")
    _refuse_repeats(best[0].form, header)
    return best[0]


def nearest(header: list[str], formats: Sequence[Format]) -> FileRefused:
    """The refusal of a header that no format fits; where only one is considered, it is told what that one lacks."""
    nearby = [(form, _lacking(form, headings(form, header))) for form in formats]
    form, lacking = min(nearby, key=_share_lacking)
    found = shown(header)
    names = headings(form, header)
    if len(nearby) > 1 and (_share_lacking((form, lacking)) > _NEARLY or _share_known(form, names) < _NEARLY):
        return FileRefused("not_recognised", found=found, formats=", ".join(one.name for one in formats))
    return FileRefused("nearly_recognised", found=found, format=form.name, missing=", ".join(lacking))


def _lacking(form: Format, names: list[str]) -> list[str]:
    needed = [column for column in form.columns if not column.missing]
    return [column.known_as[0] for column in needed if _place(column, names) is None]


def _share_lacking(near: tuple[Format, list[str]]) -> Fraction:
    form, lacking = near
    return Fraction(len(lacking), sum(not column.missing for column in form.columns))


def _share_known(form: Format, names: list[str]) -> Fraction:
    """How much of the file the format would read: a few columns of a wide file are a likeness by chance."""
    known = {heading(name) for column in form.columns for name in column.known_as} | set(map(heading, form.signature))
    filled = [name for name in names if name]
    return Fraction(sum(name in known for name in filled), max(len(filled), 1))


def shown(header: Sequence[str]) -> str:
    """The first columns of a header, as they are told in a refusal."""
    named = [shortened(text.strip()) for text in header if text.strip()]
    more = " …" if len(named) > _SHOWN_COLUMNS else ""
    return without_keys(", ".join(named[:_SHOWN_COLUMNS]) + more) or "-"


def _refuse_repeats(form: Format, header: list[str]) -> None:
    """A column may have several names in files, but only one of them in a file."""
    names = headings(form, header)
    for column in form.columns:
        known = {heading(name) for name in column.known_as}
        found = [name for name in names if name in known]
        if len(found) > 1:
            raise FileRefused("header_repeated", found=" / ".join(dict.fromkeys(found)))
