"""What the terminal shows: lines without what a terminal obeys."""

from pipelines.commands.output import outlet

# A cell of a file could hold codes that move the cursor or rename the window; they are shown, not sent.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}


def inert(words: str) -> str:
    """The words on one line, without characters that a terminal obeys."""
    return words.translate(_CONTROLS)


def say(line: str) -> None:
    """Prints one line."""
    outlet().line(inert(line), complaint=False)


def complain(line: str) -> None:
    """Prints one line to stderr."""
    outlet().line(inert(line), complaint=True)
