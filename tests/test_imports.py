"""The rules of the house: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from digits import PROJECT

PACKAGE = PROJECT / "digits"
FILES = sorted(PACKAGE.rglob("*.py"))

# From the data shapes up; a module imports only modules of lower rows.
ROWS = (
    {"", "errors", "quiet", "reading", "sketch"},  # "" is the package itself
    {"digit_image"},
    {"ink", "pictures", "augment", "styles", "data", "plots", "model_file", "predictor"},
    {"batches"},
    {"network"},
    {"recognizer"},
    {"__main__", "app"},
)
# Inside functions only, so that the rows are not crossed when a module is imported.
LAZY = {("", "predictor"), ("", "recognizer"), ("predictor", "network")}


def module(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts[0] == "__init__" else parts[0]


def imported(path: Path, top_only: bool) -> set[str]:
    """Return the dotted names a file imports, at its top or anywhere."""
    tree = ast.parse(path.read_text())
    nodes = tree.body if top_only else ast.walk(tree)
    names = set()
    for node in nodes:
        if isinstance(node, ast.With) and top_only:
            nodes = [*nodes, *node.body]
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own_modules(names: set[str]) -> set[str]:
    known = {module(path) for path in FILES}
    found = {name.split(".")[1] for name in names if name.startswith("digits.")}
    return {name for name in found if name in known}


def row(name: str) -> int:
    return next(number for number, members in enumerate(ROWS) if name in members)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_arrows_point_down(path):
    for name in own_modules(imported(path, top_only=True)) - {module(path)}:
        assert row(name) <= row(module(path)), f"{path} imports {name}"
    for name in own_modules(imported(path, top_only=False)) - {module(path)}:
        assert row(name) <= row(module(path)) or (module(path), name) in LAZY


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_nothing_in_the_package_imports_main_and_only_the_app_imports_tkinter(path):
    roots = {name.split(".")[0] for name in imported(path, top_only=False)}
    assert "main" not in roots
    assert module(path) == "app" or "tkinter" not in roots


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_only_the_network_imports_keras_and_only_the_plots_matplotlib_at_the_top(path):
    roots = {name.split(".")[0] for name in imported(path, top_only=True)}
    assert module(path) == "network" or not roots & {"keras", "tensorflow"}
    assert module(path) == "plots" or "matplotlib" not in roots
    assert not roots & {"sklearn", "scipy"}


def test_a_reading_comes_from_the_other_process_without_a_picture_library():
    # Unpickling imports the class's module: half a second of Pillow and OpenCV in the window.
    code = "import sys, digits.reading; print(*{'cv2', 'PIL'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_recognizer_is_imported_without_keras():
    heavy = "keras tensorflow matplotlib scipy sklearn tkinter"
    code = f"import sys, digits.recognizer; print(*set('{heavy}'.split()) & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
