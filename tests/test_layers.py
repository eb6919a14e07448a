"""Imports run one way, and each library has its room."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Bottom to top. A module may import from its own layer's package and from lower layers only.
LAYERS = (
    {"pipelines.text"},
    {"pipelines.errors"},
    {"pipelines.settings_file", "pipelines.full_disk"},
    {"pipelines.settings", "pipelines.faults", "pipelines.secrets"},
    {"pipelines.rules"},
    {"pipelines.store"},
    {"pipelines.ingest", "pipelines.actions", "pipelines.reports", "pipelines.demo"},
    {"pipelines.commands", "pages.ui"},
    {"pages"},
    {"pipelines.cli", "app"},
)
HOMES = {
    "streamlit": ("pages", "app"),
    "altair": ("pages.ui.charts",),
    "duckdb": ("pipelines.store",),
    "pandera": ("pipelines.ingest",),
}


def _modules() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "pipelines").rglob("*.py"))]


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _room(name: str) -> tuple[int, str] | None:
    rooms = [(level, room) for level, layer in enumerate(LAYERS) for room in layer if _within(name, room)]
    return max(rooms, key=lambda found: len(found[1]), default=None)


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_a_module_imports_only_from_below(path: Path) -> None:
    here = _room(_name(path))
    if here is None:
        assert _name(path) in {"pipelines", "pages"}
        return
    for imported in _imports(path):
        there = _room(imported)
        if there and there[1] != here[1]:
            assert there[0] < here[0], f"{_name(path)} imports {imported}"


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_each_library_stays_in_its_room(path: Path) -> None:
    for imported in _imports(path):
        rooms = HOMES.get(imported.split(".")[0])
        assert rooms is None or any(_within(_name(path), room) for room in rooms), f"{_name(path)} imports {imported}"


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_shared_helpers_are_imported_by_their_full_name(path: Path) -> None:
    assert not {one for one in _imports(path) if one.split(".")[0] in {"ui", "reports", "desk", "benefits"}}


def test_rules_import_the_standard_library_and_polars_only() -> None:
    import sys

    allowed = {*sys.stdlib_module_names, "polars"}
    for path in (ROOT / "pipelines" / "rules").glob("*.py"):
        outside = {one for one in _imports(path) if one.split(".")[0] not in allowed and "pipelines.rules" not in one}
        assert not outside, f"{path.name}: {outside}"


def test_nothing_but_main_lies_directly_in_pages() -> None:
    assert {path.name for path in (ROOT / "pages").glob("*.py")} <= {"main.py", "__init__.py"}
