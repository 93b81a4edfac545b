"""Imports go one way: a room knows the rooms before it and none behind it."""

import ast
from pathlib import Path

import pytest

import cxtext

PACKAGE = Path(cxtext.__file__).parent
LAYERS = [
    {"errors", "choices", "__version__"},
    {"config", "schema", "places", "shipped", "scales", "tiles", "word_cache", "yaml_lines"},
    {"bundle", "databases", "duck_files", "first_holders", "freed_memory", "one_thread", "transformer"},
    {"read", "write", "text", "sentiment", "themes", "taxonomy", "insight", "codes", "facets"},
    {"samples", "audit"},
    {"pipeline"},
    {"report"},
    {"jobs"},
    {"spark"},
    {"cli"},
]
MOST_LINES = 300
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "misc"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "models" not in path.relative_to(PACKAGE).parts)


def room(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def layer(name: str) -> int:
    found = [i for i, names in enumerate(LAYERS) if name in names]
    assert found, f"{name} has no layer; add it to LAYERS"
    return found[0]


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cxtext"):
            names = [node.module] if node.module != "cxtext" else [f"cxtext.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("cxtext.")]
        rooms |= {name.split(".")[1] for name in names}
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_backwards(path: Path) -> None:
    here = room(path)
    if here in {"__init__", "__main__"}:
        return  # the facade shows what it likes
    for there in imported_rooms(path) - {here}:
        assert layer(there) < layer(here), f"{here} must not import {there}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_are_one_job(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, "two jobs in one module: cut it"
    assert path.stem not in FORBIDDEN_NAMES


def test_the_layers_name_rooms_that_exist() -> None:
    rooms = {room(path) for path in MODULES} - {"__init__", "__main__"}
    named = set().union(*LAYERS) - {"__version__"}
    assert rooms == named - {"__init__"}
