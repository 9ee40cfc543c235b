"""`make train` runs a notebook from top to bottom and leaves it executed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from digits import PROJECT
from tools.run_notebook import NotebookError, inject, main, run_notebook, show, tidy

PARAMETERS = 'EPOCHS = 3\nNAME: str = "x"'

Write = Callable[..., Path]


def code(source: str, *tags: str) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source)
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a notebook with these code cells; return its path."""

    def write(*cells: str | nbformat.NotebookNode) -> Path:
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [code(cell) if isinstance(cell, str) else cell for cell in cells]
        path = tmp_path / "story.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


def outputs(path: Path) -> list[Any]:
    """Return all outputs stored in a notebook, in order."""
    notebook = nbformat.read(path, as_version=4)
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def printed(path: Path) -> str:
    """Return what is stored of what the cells printed."""
    return "".join(output.text for output in outputs(path) if output.output_type == "stream")


# --- a run


@pytest.mark.slow
def test_the_cells_run_in_this_python_in_the_notebooks_folder(write: Write) -> None:
    path = write("import os, sys", "print(sys.executable)\nprint(os.getcwd())")
    run_notebook(path)
    assert printed(path).splitlines() == [sys.executable, str(path.parent)]


@pytest.mark.slow
def test_they_run_in_another_folder_if_told_so(write: Write, tmp_path: Path) -> None:
    path = write("import os\nprint(os.getcwd())")
    (tmp_path / "elsewhere").mkdir()
    run_notebook(path, cwd=tmp_path / "elsewhere")
    assert printed(path).strip() == str(tmp_path / "elsewhere")


@pytest.mark.slow
def test_the_users_own_kernels_do_not_matter(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "kernels/python3/kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(
        '{"argv": ["/nowhere/python"], "display_name": "?", "language": "python"}',
        encoding="utf-8",
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    path = write("print(6 * 7)")
    run_notebook(path)
    assert printed(path) == "42\n"


@pytest.mark.slow
def test_text_is_echoed_as_it_comes_and_progress_is_stored_as_last_seen(write: Write) -> None:
    path = write(
        "for i in range(3):\n    print(f'\\rstep {i}', end='', flush=True)\nprint()", "1+1"
    )
    heard: list[str] = []
    run_notebook(path, echo=heard.append)
    assert "".join(heard) == "\rstep 0\rstep 1\rstep 2\n2\n"
    assert printed(path) == "step 2\n"


def test_a_sign_that_the_output_cannot_spell_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()  # Windows gives a redirected output this encoding
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    show("│ conv2d │ 3 × 3\n")
    assert written.getvalue().decode("cp1252").rstrip() == "? conv2d ? 3 × 3"


@pytest.mark.slow
def test_what_is_printed_around_a_figure_stays_around_it(write: Write) -> None:
    path = write("print('before'); display({'figure': 1}); print('after')")
    run_notebook(path, echo=lambda text: None)
    kinds = [output.output_type for output in outputs(path)]
    assert kinds == ["stream", "display_data", "stream"]


@pytest.mark.slow
def test_another_file_can_take_the_result(write: Write, tmp_path: Path) -> None:
    path = write("print(1)")
    before = path.read_bytes()
    run_notebook(path, tmp_path / "done.ipynb", echo=lambda text: None)
    assert path.read_bytes() == before
    assert printed(tmp_path / "done.ipynb") == "1\n"


# --- a run that fails leaves the notebook as it was


@pytest.mark.slow
def test_a_failing_cell_shows_its_traceback(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("print('fine')", "1 / 0", "print('never')")
    before = path.read_bytes()
    assert main([str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == "fine\n"
    assert "ZeroDivisionError" in captured.err
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["story.ipynb"]


def test_an_error_that_the_person_can_mend_shows_its_sentence_only(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        "from digits.errors import DataError\nraise DataError('MNIST is missing; go online.')"
    )
    assert main([str(path), "--cwd", str(PROJECT)]) == 1
    expected = "MNIST is missing; go online.\nThe notebook was left as it was.\n"
    assert capsys.readouterr().err == expected


@pytest.mark.slow
def test_a_kernel_that_dies_gets_one_sentence(write: Write) -> None:
    path = write("import os\nos._exit(3)")
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"died, perhaps for lack of memory"):
        run_notebook(path)
    assert path.read_bytes() == before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_the_kernel(write: Write, tmp_path: Path) -> None:
    path = write(
        "import os, time\nprint(os.getpid(), flush=True)\n"
        "try:\n    time.sleep(600)\nfinally:\n    open('cleaned up', 'w').close()"
    )
    before = path.read_bytes()
    # What starts jobs in the background may let them ignore Ctrl+C, and children inherit that.
    heed = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = (
        f"{heed}; sys.path.insert(0, 'tools'); import run_notebook; sys.exit(run_notebook.main())"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", start, str(path)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stdout is not None
        kernel = int(run.stdout.readline())
        run.send_signal(signal.SIGINT)
        _, complaint = run.communicate()
    assert run.returncode == 130
    assert complaint.startswith("Stopped; the notebook was left as it was.")
    assert (tmp_path / "cleaned up").exists()
    assert path.read_bytes() == before
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)


@pytest.mark.slow
def test_what_was_edited_during_the_run_is_not_lost(write: Write) -> None:
    path = write("open('story.ipynb', 'a').write(' ')")
    with pytest.raises(NotebookError, match="was edited while it ran"):
        run_notebook(path)
    assert path.read_text(encoding="utf-8").endswith(" ")
    assert path.with_suffix(".executed.ipynb").exists()


def test_a_missing_notebook_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"story\.ipynb cannot be read: No such file"):
        run_notebook(tmp_path / "story.ipynb")


@pytest.mark.parametrize("content", [b"", b"print(1)", b"\xff\xfe", b"[]", b"{}"])
def test_another_file_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "story.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookError, match="is not a Jupyter notebook"):
        run_notebook(path)


@pytest.mark.parametrize("option", ["out", "cwd"])
def test_a_missing_folder_is_noticed_before_the_run(write: Write, option: str) -> None:
    path = write("open('it ran', 'w').close()")
    with pytest.raises(NotebookError, match=r"There is no folder .*missing"):
        run_notebook(path, **{option: path.parent / "missing" / "folder"})
    assert not (path.parent / "it ran").exists()


@pytest.mark.slow
def test_a_result_that_cannot_be_written_gets_one_sentence(write: Write, tmp_path: Path) -> None:
    path = write("1")
    (tmp_path / "out.ipynb").mkdir()
    with pytest.raises(NotebookError, match=r"out\.ipynb cannot be written: "):
        run_notebook(path, tmp_path / "out.ipynb", echo=lambda text: None)
    assert not list(tmp_path.glob("*.tmp.*"))


# --- parameters


@pytest.mark.slow
def test_a_parameter_reaches_the_cells(write: Write, tmp_path: Path) -> None:
    path = write(code(PARAMETERS, "parameters"), "print(EPOCHS + 1, NAME)")
    out = tmp_path / "out.ipynb"
    assert main([str(path), "EPOCHS=1", "NAME=of a string", "--out", str(out)]) == 0
    assert printed(out) == "2 of a string\n"


def test_an_injected_cell_comes_after_the_defaults() -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [code("import os"), code(PARAMETERS, "parameters"), code("print(EPOCHS)")]
    injected = inject(notebook, {"EPOCHS": 1, "NAME": "it's"})
    assert injected.cells[2].source == '# Parameters\nEPOCHS = 1\nNAME = "it\'s"'
    assert injected.cells[2].metadata.tags == ["injected-parameters"]
    assert len(notebook.cells) == 3


def test_without_parameters_no_injected_cell_remains() -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [code(PARAMETERS, "parameters"), code("print(EPOCHS)")]
    injected = inject(notebook, {"EPOCHS": 1})
    assert inject(injected, {}).cells == notebook.cells
    assert len(inject(injected, {"EPOCHS": 2}).cells) == 3


def test_an_unknown_parameter_gets_one_sentence(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(code(PARAMETERS, "parameters"))
    assert main([str(path), "EPOCH=1"]) == 1
    assert capsys.readouterr().err == (
        "The notebook has no parameter EPOCH; it has: EPOCHS, NAME.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["story.ipynb", "EPOCHS=1", "NAME=x", "--out", "o.ipynb"],
        ["story.ipynb", "--out", "o.ipynb", "EPOCHS=1", "NAME=x"],
        ["--out", "o.ipynb", "story.ipynb", "EPOCHS=1", "NAME=x"],
        ["story.ipynb", "EPOCHS=1", "--out", "o.ipynb", "NAME=x"],
    ],
)
def test_options_may_stand_anywhere(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("tools.run_notebook.run_notebook", lambda *given: asked.append(given))
    assert main(arguments) == 0
    assert asked == [
        (Path("story.ipynb"), Path("o.ipynb"), {"EPOCHS": 1, "NAME": "x"}, None),
    ]


def test_what_is_no_parameter_at_all_is_refused(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(write("1")), "EPOCHS"])
    assert "is not of the form NAME=VALUE" in capsys.readouterr().err


# --- what is stored


def test_the_times_of_a_run_are_not_stored() -> None:
    cell = code("1")
    cell.metadata["execution"] = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"papermill": {"duration": 1}})
    tidy(notebook)
    assert cell.metadata == {}
    assert notebook.metadata == {}
