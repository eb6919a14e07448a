"""`benefits compact`: the files of the lake, few and large; what nobody can ask for any more goes."""

from pipelines.commands.shared import opened
from pipelines.commands.terminal import say
from pipelines.settings import load_settings
from pipelines.text import text


def compact() -> None:
    """Makes large files of small ones in the lake, and lets go of what nobody can ask for; the app does it daily."""
    settings = load_settings()
    with opened(settings) as store:
        done = store.compact()
    if done is None:
        say(text("compact.files", settings.language))
        return
    counts = {"before": done.before.files, "after": done.after.files}
    sizes = {"megabytes_before": _megabytes(done.before.bytes), "megabytes_after": _megabytes(done.after.bytes)}
    say(text("compact.done", settings.language, **counts, **sizes))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"
