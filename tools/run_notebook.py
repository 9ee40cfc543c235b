"""Run a notebook from top to bottom and leave it executed.

    python tools/run_notebook.py NOTEBOOK [NAME=VALUE ...] [--out FILE] [--cwd FOLDER]

What the cells print appears in the terminal as it comes. The file is replaced at once, and
only when every cell has run. ``NAME=VALUE`` sets a parameter: the cell tagged ``parameters``
holds the names and their defaults, and a cell tagged ``injected-parameters`` is put after it
(the convention of papermill). A value is a Python literal, or else a string.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from digits import errors

Echo = Callable[[str], None]


class NotebookError(Exception):
    """The notebook cannot be run, or a cell failed; the message says what to do."""


def show(text: str) -> None:
    """Write text to the terminal at once: progress rewrites its own line."""
    # On Windows a redirected output cannot spell the boxes of a table: a ? keeps its columns.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def run_notebook(
    path: str | Path,
    out: str | Path | None = None,
    parameters: Mapping[str, Any] | None = None,
    cwd: str | Path | None = None,
    echo: Echo = show,
) -> NotebookNode:
    """Run the notebook in ``path``, write it executed to ``out``, and return it.

    ``out`` is ``path`` unless given; ``parameters`` replace the defaults of the cell tagged
    ``parameters``; the cells run in the folder ``cwd``, the notebook's own unless given;
    ``echo`` receives the text that they print, as it comes. Raises ``NotebookError``, and
    writes nothing, when a cell fails.
    """
    path, out = Path(path), Path(out or path)
    folder = Path(cwd or path.resolve().parent)
    before = _read_bytes(path)
    notebook = inject(_parse(before, path), parameters or {})
    for needed in (folder, out.resolve().parent):
        if not needed.is_dir():
            raise NotebookError(f"There is no folder {needed}; make it or name another.")
    execute(notebook, folder, echo)
    if out.resolve() == path.resolve() and _read_bytes(path) != before:
        out = path.with_suffix(".executed.ipynb")
        write(tidy(notebook), out)
        raise NotebookError(f"{path} was edited while it ran; the executed notebook is in {out}.")
    write(tidy(notebook), out)
    return notebook


def inject(notebook: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    """Return the notebook with the parameters set, and without those of an earlier run."""
    result = notebook.copy()
    result.cells = [cell for cell in notebook.cells if not _tagged(cell, "injected-parameters")]
    if not parameters:
        return result
    tagged = [index for index, cell in enumerate(result.cells) if _tagged(cell, "parameters")]
    names = _assigned(result.cells[tagged[0]].source) if tagged else []
    for name in parameters:
        if name not in names:
            known = ", ".join(names) or "none"
            raise NotebookError(f"The notebook has no parameter {name}; it has: {known}.")
    lines = ["# Parameters", *(f"{name} = {value!r}" for name, value in parameters.items())]
    cell = nbformat.v4.new_code_cell("\n".join(lines), id="injected-parameters")
    cell.metadata["tags"] = ["injected-parameters"]
    result.cells.insert(tagged[0] + 1, cell)
    return result


def execute(notebook: NotebookNode, cwd: Path, echo: Echo) -> None:
    """Run the cells in order, in place; the kernel ends with this function, come what may."""
    client = _Client(notebook, echo)
    # What a library writes past Python reaches us through the kernel, and again directly.
    once = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with client.setup_kernel(cwd=str(cwd), **once):
        try:
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
        except CellExecutionError as error:
            # Of an error that the person can mend, the sentence says it all.
            told = error.evalue if _is_mendable(error.ename) else f"{error}"
            raise NotebookError(f"{told}\nThe notebook was left as it was.") from error
        except DeadKernelError as error:
            raise NotebookError(
                "The process that ran the cells died, perhaps for lack of memory; "
                "the notebook was left as it was."
            ) from error


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Drop, in place, what differs between two runs that did the same."""
    for cell in notebook.cells:
        for volatile in ("execution", "ExecuteTime", "papermill"):
            cell.metadata.pop(volatile, None)
    notebook.metadata.pop("papermill", None)
    # Progress that overwrote itself with "\r" is stored as it was last seen.
    CoalesceStreamsPreprocessor().preprocess(notebook, {})
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Replace the file in one step, so that it is never half written."""
    path = path.resolve()
    half = path.with_suffix(".tmp.ipynb")
    try:
        nbformat.write(notebook, half)
        half.replace(path)
    except OSError as error:
        raise NotebookError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        half.unlink(missing_ok=True)


class _Client(NotebookClient):
    """Runs cells in this very Python, and passes on what they print."""

    def __init__(self, notebook: NotebookNode, echo: Echo) -> None:
        super().__init__(
            notebook,
            startup_timeout=300,  # seconds; a busy machine starts a kernel slowly
            iopub_timeout=300,  # and delivers late what a cell printed last
            raise_on_iopub_timeout=True,
            record_timing=False,
            store_widget_state=False,
        )
        self._echo = echo

    def create_kernel_manager(self) -> AsyncKernelManager:
        # With no folders to search, the only kernel left is the one of sys.executable.
        specs = KernelSpecManager(kernel_dirs=[])
        self.km = AsyncKernelManager(
            kernel_name=NATIVE_KERNEL_NAME,
            kernel_spec_manager=specs,
            transport_encryption="required",  # nobody else on this machine can listen in
        )
        return self.km

    def output(self, *args: Any, **kwargs: Any) -> NotebookNode | None:
        output = super().output(*args, **kwargs)
        if output is not None:
            self._echo(_text(output))
        return output


def _is_mendable(name: str) -> bool:
    """Tell whether an error of that name carries a sentence for the person."""
    kind = getattr(errors, name, None)
    return isinstance(kind, type) and issubclass(kind, errors.UserError)


def _text(output: NotebookNode) -> str:
    """Return what a terminal can show of one output."""
    if output.output_type == "stream":
        return str(output.text)
    data = output.get("data", {})
    if "text/plain" in data and not any(kind.startswith("image/") for kind in data):
        return f"{data['text/plain']}\n"
    return ""


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotebookError(f"{path} cannot be read: {error.strerror}.") from error


def _parse(content: bytes, path: Path) -> NotebookNode:
    try:
        return nbformat.reads(content.decode(), as_version=4)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        raise NotebookError(f"{path} is not a Jupyter notebook; name a file that is.") from error


def _tagged(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _assigned(source: str) -> list[str]:
    """Return the names that a cell's source gives a value at its top level."""
    targets: list[ast.expr] = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign):
            targets += statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets.append(statement.target)
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _parameter(text: str) -> tuple[str, Any]:
    """Split ``NAME=VALUE``; the value is a Python literal, or else a string."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    try:
        return name, ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return name, value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one notebook as the command line says; return the exit code."""
    parser = argparse.ArgumentParser(description="Run a notebook and leave it executed.")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("parameters", metavar="NAME=VALUE", nargs="*", type=_parameter)
    parser.add_argument("--out", type=Path, help="write here instead of over the notebook")
    parser.add_argument("--cwd", type=Path, help="run the cells in this folder")
    given = parser.parse_intermixed_args(arguments)
    try:
        run_notebook(given.notebook, given.out, dict(given.parameters), given.cwd)
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Stopped; the notebook was left as it was. A training goes on there next time.",
            file=sys.stderr,
        )
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
