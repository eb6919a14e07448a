"""What `--help` tells of each command: its sentence, its options, the values that they take."""

import re
from dataclasses import dataclass

from tests.terminal import Terminal

_OPTION = re.compile(r"^  (?:(-\w), )?(--[a-z-]+)(?: (\S+))?(.*)$")


@dataclass(frozen=True)
class Option:
    """An option: its names, what it takes (`DATE`, `<text|json>`), what is said of it."""

    names: frozenset[str]
    takes: str
    says: str

    @property
    def choices(self) -> set[str]:
        """The values that it takes, where these are a few words."""
        return set(self.takes.strip("<>").split("|")) if "|" in self.takes else set()


@dataclass(frozen=True)
class Help:
    """A command's help."""

    text: str
    options: tuple[Option, ...]
    commands: tuple[str, ...]


def help_of(terminal: Terminal, *words: str) -> Help:
    """What the terminal shows of a command."""
    text = terminal.run(*words, "--help").text
    return Help(text, tuple(_options(_section(text, "Options"))), tuple(_names(_section(text, "Commands"))))


def all_helps(terminal: Terminal) -> dict[str, Help]:
    """The help of every command that can be run, by its words: 'load', 'token create'."""
    found: dict[str, Help] = {}
    for name in help_of(terminal).commands:
        told = help_of(terminal, name)
        parts = {f"{name} {part}": help_of(terminal, name, part) for part in told.commands}
        found |= parts or {name: told}
    return found


def _section(text: str, title: str) -> list[str]:
    _, _, after = text.partition(f"\n{title}:\n")
    return after.partition("\n\n")[0].splitlines()


def _names(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")]


def _options(lines: list[str]) -> list[Option]:
    found: list[Option] = []
    for line in lines:
        if told := _OPTION.match(line):
            short, long, takes, says = told.groups()
            given = takes or ""
            found.append(Option(frozenset({long, short or long}), given, says.strip()))
        else:
            last = found.pop()
            found.append(Option(last.names, last.takes, f"{last.says} {line.strip()}".strip()))
    return [one for one in found if "--help" not in one.names]
