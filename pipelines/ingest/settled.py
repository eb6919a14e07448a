"""A file with the answers to all that it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.ingest.answers import settle
from pipelines.ingest.context import Context, Loader, gather
from pipelines.ingest.errors import FileRefused
from pipelines.ingest.recognise import Match
from pipelines.ingest.statement import Opened
from pipelines.ingest.table import carefully
from pipelines.store import Writing


@dataclass(frozen=True)
class Settled:
    """A file with all that its cleaning needs to know."""

    file: Opened
    context: Context


def settled(file: Opened, writing: Writing, loader: Loader) -> Settled:
    """The file with its settings. FileRefused where its format is not the loader's; SettingAsked where one is open."""
    fit, table = file.fit, file.table
    context = gather(writing, _loader_of(fit, loader), file.settings)
    settings = carefully(table, lambda: settle(fit.form, table, fit.places, context))
    return Settled(file, replace(context, settings=settings))


def _loader_of(fit: Match, loader: Loader) -> Loader:
    """The loader with the partners for which the format is his to load. FileRefused where there is none."""
    found = loader.of(fit.form.name)
    if not found.partners:
        allowed = ", ".join(sorted(loader.formats)) or "-"
        raise FileRefused("format_not_yours", format=fit.form.name, allowed=allowed)
    return found


def alike(settled: Sequence[Settled]) -> list[Settled]:
    """The files of one statement, read alike: what one of them says holds for those that only assume it."""
    said: dict[str, str] = {}
    for one in settled:
        assumed = one.file.fit.form.assumed(one.file.settings, one.context.settings)
        said |= {name: value for name, value in one.context.settings.items() if name not in assumed}
    return [replace(one, context=replace(one.context, settings={**one.context.settings, **said})) for one in settled]
