"""The rules of the house: who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from digits import PROJECT

PACKAGE = PROJECT / "digits"
FILES = sorted(PACKAGE.rglob("*.py"))

# From the data shapes up; a module imports only modules of lower rows. digits/app is one module.
ROWS = (
    {"", "errors", "quiet", "reading", "sheet", "stroke"},  # "" is the package itself
    {"digit_image", "pixels", "lines", "light", "rules", "dirt", "frames", "turns", "model_path"}
    | {"eraser", "view"},
    {"ink", "pictures", "segmentation", "augment", "styles", "data", "records", "sketch", "pen"},
    {"numbers", "patches", "strokes", "plots", "model_file", "listing", "record_file"}
    | {"session", "drawing_file", "page_picture"},
    {"mishaps", "predictor", "saliency"},
    {"batches", "network", "history"},
    {"training", "export", "recognizer"},
    {"bulk"},
    {"__main__", "app"},
)
# Inside functions only, so that the rows are not crossed when a module is imported.
LAZY = {("", "predictor"), ("", "recognizer")}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def module(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts[0] == "__init__" else parts[0]


def nodes(tree: ast.AST, at_import: bool) -> Iterator[ast.AST]:
    """Yield the nodes of a tree; ``at_import`` leaves out what does not run at import."""
    yield tree
    inside = ast.iter_child_nodes(tree)
    if at_import and isinstance(tree, FUNCTIONS):
        return
    if at_import and isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.unparse(tree.test):
        inside = iter(tree.orelse)
    for node in inside:
        yield from nodes(node, at_import)


def imported(code: str, at_import: bool = False) -> set[str]:
    """Return the dotted names that code imports, anywhere or only when it is imported."""
    names = set()
    for node in nodes(ast.parse(code), at_import):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            names |= {origin} | {f"{origin}.{alias.name}" for alias in node.names}
    return names


def own_modules(names: set[str]) -> set[str]:
    """Return the modules of the package among dotted names; anything in digits/app is app."""
    known = {module(path) for path in FILES}
    return known & {name.split(".")[1] for name in names if name.startswith("digits.")}


def imported_by(path: Path, at_import: bool = False) -> set[str]:
    return imported(path.read_text(encoding="utf-8"), at_import)


def roots(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def points_down(importer: str, name: str) -> bool:
    return row(name) < row(importer)


def row(name: str) -> int:
    (number,) = (number for number, members in enumerate(ROWS) if name in members)
    return number


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))

# The rules can fail: what they look for is found.

FORBIDDEN = """
import main, os.path
from digits.app.window import App
from digits import app as other, PROJECT
from ..upward import one
from . import beside
if TYPE_CHECKING:
    import types_only
else:
    import otherwise
if True:
    import in_if
with no_greeting():
    import keras
try:
    import in_try
except ImportError:
    import in_except
finally:
    import in_finally
class Body:
    import in_class
    def method(self):
        import in_method
async def later():
    with this:
        import tkinter.ttk
"""


def test_all_imports_of_a_module_are_found():
    at_import = {"main", "os.path", "digits.app.window", "digits.app.window.App"}
    at_import |= {
        "digits",
        "digits.app",
        "digits.PROJECT",
        "..upward",
        "..upward.one",
        ".",
        "..beside",
    }
    at_import |= {"otherwise", "in_if", "keras", "in_try", "in_except", "in_finally", "in_class"}
    assert imported(FORBIDDEN, at_import=True) == at_import
    inside = {"types_only", "in_method", "tkinter.ttk"}
    assert imported(FORBIDDEN) == at_import | inside


def test_a_lower_row_may_not_import_the_app_or_anything_in_it():
    for code in (
        "import digits.app",
        "from digits import app",
        "from digits.app.window import App",
    ):
        assert own_modules(imported(code)) == {"app"}
    assert not points_down("recognizer", "app")
    assert not points_down("network", "recognizer")
    assert not points_down("ink", "data")  # side by side
    assert points_down("app", "recognizer")


# The rules


@each_file
def test_arrows_point_down(path):
    importer = module(path)
    for name in own_modules(imported_by(path, at_import=True)) - {importer}:
        assert points_down(importer, name), f"{path} imports {name}"
    for name in own_modules(imported_by(path)) - {importer}:
        assert points_down(importer, name) or (importer, name) in LAZY, f"{path} imports {name}"


@each_file
def test_imports_are_absolute(path):
    assert not {name for name in imported_by(path) if name.startswith(".")}


@each_file
def test_nothing_in_the_package_imports_main_and_only_the_app_imports_tkinter(path):
    assert "main" not in roots(imported_by(path))
    assert module(path) == "app" or "tkinter" not in roots(imported_by(path))


@each_file
def test_importing_a_module_brings_in_only_the_heavy_packages_it_is_for(path):
    heavy = roots(imported_by(path, at_import=True))
    assert module(path) in {"network", "training"} or not heavy & {"keras", "tensorflow"}
    assert module(path) == "plots" or "matplotlib" not in heavy
    assert not heavy & {"sklearn", "scipy"}


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
