"""The README names what there is, and all of it: commands, options, reports, formats, settings, targets, packages."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from starlette.routing import Route

from pages.ui.routes import routes
from pipelines.commands.names import COMMANDS
from pipelines.ingest.formats import FORMATS
from pipelines.ingest.templates import TEMPLATES
from pipelines.reports.catalogue import REPORTS
from pipelines.settings import _SECRET, PREFIX, PROJECT, Settings
from pipelines.text import LANGUAGES, catalog
from tests import readme
from tests.helps import Help, all_helps
from tests.readme import commands, named_in, options, spans, table, uses
from tests.terminal import Terminal

# Of a reader's own shell, and the file that holds the other settings.
OTHERS = {"BENEFITS_TOKEN", "BENEFITS_SETTINGS_FILE"}
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
SECRET_FILES = {f"{PREFIX}{name.upper()}_FILE" for name in _SECRET}
SOURCES = [*(PROJECT / "pipelines").rglob("*.py"), *(PROJECT / "pages").rglob("*.py"), PROJECT / "app.py"]
# So does text speak of a setting, of `benefits <command>` and of an option.
SETTING = re.compile(rf"\b{PREFIX}[A-Z][A-Z_]*\b")
COMMAND = re.compile(r"`benefits ([a-z][a-z-]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@pytest.fixture
def helps(terminal: Terminal) -> dict[str, Help]:
    return all_helps(terminal)


def named(use: str, known: dict[str, Help]) -> list[str]:
    """The commands of a use; those with parts have two words."""
    return [two if two in known else two.split()[0] for two in commands(use)]


def test_every_use_of_the_program_is_of_a_command_with_its_options(helps: dict[str, Help]) -> None:
    for use in uses():
        for one in named(use, helps):
            assert one in helps, use
            assert options(use) <= {name for option in helps[one].options for name in option.names}, use


def test_every_command_stands_in_the_table_with_all_its_options(helps: dict[str, Help]) -> None:
    in_table = [use.removeprefix("benefits ") for row in table("command") for use in named_in(row[0])]
    told = {one: set[str]() for one in helps}
    for use in in_table:
        for one in named(use, helps):
            told[one] |= options(use)
    assert {one for one in helps if not any(one in named(use, helps) for use in in_table)} == set()
    missing = {one: [o.names for o in helps[one].options if not o.names & told[one]] for one in helps}
    assert {one: names for one, names in missing.items() if names} == {}


def test_the_values_of_options_are_those_that_they_take(helps: dict[str, Help]) -> None:
    for use in uses():
        for one in named(use, helps):
            for option in helps[one].options:
                stated = re.search(rf"({'|'.join(option.names)}) ([a-z]+(\|[a-z]+)+)", use)
                assert not stated or set(stated[2].split("|")) == option.choices, use


def test_every_command_and_option_has_help_in_the_readers_words(helps: dict[str, Help]) -> None:
    for name, told in helps.items():
        for option in told.options:
            assert option.says, f"{name} {option.names}"
            assert not re.search(r"<\w+>|%|\[", option.takes), f"{name} {option.names}: {option.takes}"


def test_a_command_is_told_in_the_list_as_in_its_own_help(terminal: Terminal) -> None:
    for name, (_, says) in COMMANDS.items():
        own = " ".join(terminal.run(name, "--help").text.split())
        assert says.rstrip(".") in own, name


def test_every_report_is_named_with_its_groupings_in_their_order() -> None:
    told = {name: tuple(row[1].split(", ")) for row in table("report") for name in named_in(row[0])}
    assert told == {name: tuple(report.by) for name, report in REPORTS.items()}


def test_every_format_is_named_and_those_with_a_template() -> None:
    told = [named_in(row[0]) for row in table("format")]
    assert sorted(name for row in told for name in row) == sorted(one.name for one in FORMATS)
    assert sorted(told[0]) == sorted(TEMPLATES)


def test_every_setting_is_named_with_what_holds_without_it() -> None:
    rows = {named_in(row[0])[0]: row for row in table("setting")}
    assert rows.keys() == SETTINGS
    for name, field in Settings.model_fields.items():
        row = rows[f"{PREFIX}{name.upper()}"]
        if isinstance(field.default, (int, str)) and field.default != "":
            assert row[2] == f"`{field.default}`"
        assert row[1].startswith("secret: ") is (name in _SECRET), name
    assert rows["BENEFITS_HOME"][2] == f"`{Settings.model_fields['home'].default.relative_to(PROJECT)}`"


def test_no_setting_is_named_that_there_is_not() -> None:
    known = SETTINGS | SECRET_FILES | OTHERS
    told = {one for one in SETTING.findall(readme.TEXT) if not one.endswith("_")}
    assert told <= known
    for path in SOURCES:
        assert set(SETTING.findall(path.read_text("utf-8"))) - {PREFIX} <= known, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_the_app_name_only_what_there_is(language: str, helps: dict[str, Help]) -> None:
    every_option = {name for told in helps.values() for option in told.options for name in option.names}
    for key, sentence in catalog(language).items():
        assert set(SETTING.findall(sentence)) <= SETTINGS | SECRET_FILES, key
        assert set(COMMAND.findall(sentence)) <= set(COMMANDS), key
        assert set(OPTION.findall(sentence)) <= every_option, key


def test_every_target_of_make_is_named_and_no_other() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    [targets] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    there = set(targets.split())
    told = set(re.findall(r"(?<![\w-])make ([a-z][a-z-]*)", "\n".join([*spans(), *readme.blocks("sh")])))
    assert told == there
    assert there == set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_every_package_that_the_project_asks_for_is_named_and_no_other() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [Requirement(one) for one in (*project["dependencies"], *project["optional-dependencies"]["test"])]
    told = {name for row in table("package") for name in row[0].split(", ")}
    assert told == {f"{one.name}[{','.join(one.extras)}]" if one.extras else one.name for one in asked}


def test_every_file_of_the_project_that_is_named_is_there() -> None:
    told = [one for one in spans() if re.fullmatch(r"(app\.py|(data|pages|pipelines|tests)/[\w./]+)", one)]
    assert len(told) > 8
    assert [one for one in told if not (PROJECT / one).exists() and one != "data/local"] == []


def test_every_address_that_is_named_is_answered() -> None:
    answered = tuple(one.path.partition("{")[0] for one in routes(Settings(sign_in="demo")) if isinstance(one, Route))
    told = [one for one in spans() if re.match(r"/[a-z]", one)]
    assert {"/healthz", "/readyz", "/metrics", "/calendar/<token>.ics"} <= set(told)
    assert [one for one in told if not one.startswith(answered)] == []
