"""What the README names, as a reader finds it there."""

import re
from itertools import product

from pipelines.settings import PROJECT

TEXT = (PROJECT / "README.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-o)\b")
_WORD = re.compile(r"[a-z][a-z|-]*")
PROGRAM = re.compile(r"(?<![\w./=-])(?:\.venv/bin/)?benefits (?=[a-z])")


def blocks(language: str) -> list[str]:
    """The blocks of code in a language."""
    return [code for named, code in _BLOCK.findall(TEXT) if named == language]


def spans() -> list[str]:
    """What stands between backticks in the text."""
    return [told.replace("\\|", "|") for told in re.findall(r"`([^`\n]+)`", _BLOCK.sub("", TEXT))]


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading, cell by cell."""
    lines = iter(TEXT.splitlines())
    next(line for line in lines if line.startswith(f"| {heading} |"))
    next(lines)
    rows: list[list[str]] = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def named_in(cell: str) -> list[str]:
    """What a cell names between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def uses() -> list[str]:
    """Each use of the program anywhere in the README, from the command on to the end of its line or span."""
    lines = [line.partition("  #")[0] for block in blocks("sh") for line in block.splitlines()]
    return [line[found.end() :] for line in (*lines, *spans()) if (found := PROGRAM.search(line))]


def options(use: str) -> set[str]:
    """The options in a use of the program."""
    return set(_OPTION.findall(use))


def commands(use: str) -> list[str]:
    """The commands that a use names: 'person end-sessions|disable EMAIL' are two."""
    words: list[list[str]] = []
    for word in use.split():
        if not _WORD.fullmatch(word) or len(words) == 2:
            break
        words.append(word.split("|"))
    return [" ".join(one) for one in product(*words)]
