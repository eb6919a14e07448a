"""What the README's reader types works as it stands there: the first commands, and the move to PostgreSQL and back."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pages.ui.proxy import SECRET_HEADER
from pipelines.settings import Settings, load_settings
from tests import readme_files
from tests.readme import PROGRAM, blocks
from tests.serving import free_port
from tests.terminal import Terminal

FIRST, ASKED, MOVED = (next(one for one in blocks("sh") if word in one) for word in ("template", "curl", "createdb"))
# What the comment beside the first template says of the others.
OTHERS = re.search(r"# then (.*)", FIRST)


def lines_of(block: str) -> list[str]:
    return [line.partition("  #")[0].strip() for line in block.splitlines()]


def exports(block: str) -> dict[str, str]:
    """What the block sets, with what it set before filled in."""
    told: dict[str, str] = {}
    for line in lines_of(block):
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            told[name] = re.sub(r"\$(\w+)", lambda found: told[found[1]], *shlex.split(value))
    return told


def programs(block: str) -> list[list[str]]:
    """The commands of the program in a block, word by word."""
    found = [(PROGRAM.search(line), line) for line in lines_of(block)]
    return [shlex.split(line[match.end() :]) for match, line in found if match]


@pytest.fixture
def reader(terminal: Terminal, tmp_path: Path) -> Terminal:
    """A terminal in the folder in which the reader's files lie."""
    readme_files.write(tmp_path)
    terminal.environment.chdir(tmp_path)
    return terminal


def names_beside() -> list[str]:
    return OTHERS[1].split(", ") if OTHERS else []


def test_the_first_commands_run_one_after_another(reader: Terminal, tmp_path: Path) -> None:
    started: list[list[str]] = []
    reader.environment.setattr(os, "execve", lambda program, command, environment: started.append(command))
    readme_files.write_templates(tmp_path, names_beside())
    for words in programs(FIRST):
        told = reader.run(*words)
        assert told.code == 0, (words, told.text, told.err)
    assert (tmp_path / "usage.csv").read_text("utf-8-sig").startswith("month,")
    assert [command[-1] for command in started] == ["500"]


def test_the_other_templates_are_those_that_the_first_load_takes() -> None:
    loaded = next(words for words in programs(FIRST) if words[:2] == ["load", "partners.csv"])
    assert loaded[1:] == [f"{name}.csv" for name in ("partners", *names_beside())]


def test_the_settings_of_a_service_are_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    [toml], [unit] = blocks("toml"), blocks("ini")
    for name, value in re.findall(r"^Environment=(\w+)=(\S+)$", unit, re.MULTILINE):
        file = tmp_path / Path(value).name
        file.write_text(toml if file.suffix == ".toml" else "a secret of the provider\n", "utf-8")
        monkeypatch.setenv(name, str(file))
    settings = load_settings()
    for name, value in tomllib.loads(toml).items():
        assert str(getattr(settings, name)) == value
    assert settings.oidc_client_secret is not None


def test_the_web_server_lets_through_what_the_app_takes() -> None:
    [nginx] = blocks("nginx")
    assert f"client_max_body_size {Settings().upload_megabytes + 1}m;" in nginx
    assert SECRET_HEADER in nginx.lower()
    [unit] = blocks("ini")
    assert re.findall(r"--port (\d+)", unit) == re.findall(r"proxy_pass http://127.0.0.1:(\d+);", nginx)


@pytest.mark.deep
def test_a_home_moves_to_postgresql_and_back(reader: Terminal, tmp_path: Path, database: str) -> None:
    readme_files.write_templates(tmp_path, ["partners", *names_beside()])
    assert reader.run("load", *(f"{name}.csv" for name in ("partners", *names_beside()))).code == 0
    told = exports(MOVED)
    server = told["BENEFITS_LEDGER"].removeprefix("postgres:")
    for name, value in told.items():
        reader.environment.setenv(name, value.replace(server, database).replace("/srv/share", str(tmp_path)))
    for words in (*programs(MOVED), ["check"], ["move", "--to", "files"]):
        moved = reader.run(*words)
        assert moved.code == 0, (words, moved.text, moved.err)


@pytest.mark.deep
def test_the_first_commands_run_in_a_shell_and_the_report_is_read_by_its_address(tmp_path: Path) -> None:
    """As typed, with the app at a free port and one token for the address."""
    readme_files.write(tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    port = free_port()
    typed = [line for line in lines_of(FIRST) if line and line != "make setup"]
    typed[1:1] = [f".venv/bin/benefits template {name} -o {name}.csv" for name in names_beside()]
    serve = typed.pop().replace("serve", f"serve --port {port} & trap 'kill %1' EXIT")
    token = "export BENEFITS_TOKEN=$(.venv/bin/benefits token create --as someone@contoso.example --purpose test)"
    wait = f"curl -fsS --retry 60 --retry-all-errors --retry-delay 1 -o /dev/null http://localhost:{port}/healthz"
    asked = [line.replace("8501", str(port)).replace("usage.csv ", "asked.csv ") for line in lines_of(ASKED)]
    roles = "sed -i 's/yes,/yes,global_admin/' people.csv"
    script = "\n".join([*typed[:6], roles, *typed[6:], serve, wait, token, *asked])
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "BENEFITS_AS_OF": "2026-06-15"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "asked.csv").read_text("utf-8-sig").startswith("date,")
