"""The notebook: run whole on a few digits, and held together with the model it made."""

import re
import sys
from pathlib import Path

import h5py
import nbformat
import pytest

from digits import MODEL_PATH, PROJECT, data, network
from digits.recognizer import SURE_FROM

sys.path.insert(0, str(PROJECT / "tools"))
from run_notebook import run_notebook

NOTEBOOK = PROJECT / "MNIST_DigitRecognition_UsingCNN.ipynb"
MOST_LINES = 20


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def printed(notebook: nbformat.NotebookNode) -> str:
    """Return all text that the cells printed."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return "".join(output.get("text", "") for output in outputs)


def figure(notebook: nbformat.NotebookNode, pattern: str) -> float:
    """Return a number that a cell printed."""
    found = re.search(pattern, printed(notebook))
    assert found, f"the notebook prints no {pattern}"
    return float(found[1].replace(",", ""))


# As it is committed


def test_it_was_run_from_top_to_bottom_without_an_error(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    kinds = {output.output_type for cell in code for output in cell.outputs}
    assert "error" not in kinds
    names = {output.get("name") for cell in code for output in cell.outputs}
    assert "stderr" not in names


def test_a_sentence_comes_before_every_few_lines(notebook):
    kinds = "".join(cell.cell_type[0] for cell in notebook.cells)
    assert "ccc" not in kinds
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= MOST_LINES


def test_it_names_no_folder_of_the_machine_it_ran_on(notebook):
    text = nbformat.writes(notebook)
    for folder in (str(Path.home()), str(PROJECT), "/tmp/", "site-packages"):
        assert folder not in text


def test_its_parameters_are_the_recipe_s(notebook):
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    parameters: dict[str, object] = {}
    exec(cell.source, parameters)  # noqa: S102 (our own notebook)
    assert parameters["DATASET"] == "mnist"
    assert parameters["EPOCHS"] == 10
    assert parameters["BATCH_SIZE"] == 128
    assert parameters["MODEL_PATH"] == MODEL_PATH.name
    assert parameters["SUBSET"] is None


def test_the_validation_accuracy_is_what_the_recipe_reaches(notebook):
    # 0.993 to 0.996, as the seeds have shown.
    assert figure(notebook, r"'validation': ([\d.]+)") >= 0.993


def test_the_program_s_threshold_is_what_was_chosen_there_or_a_little_more(notebook):
    chosen = figure(notebook, r"sure from ([\d.]+)")
    assert chosen <= SURE_FROM < chosen + 0.01


def test_it_prints_the_shape_of_the_network(notebook):
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    summary = "".join(output.get("data", {}).get("text/plain", "") for output in outputs)
    plain = re.sub(r"\x1b\[[\d;]*m", "", summary)
    assert f"Total params: {network.PARAMETERS:,}" in plain


@pytest.mark.slow
def test_its_accuracy_is_that_of_the_committed_model(notebook, mnist, predict):
    _, test = mnist
    read = predict(data.add_channel(data.normalize(test.images))).argmax(axis=1)
    correct = figure(notebook, r"([\d,]+) of 10,000 right")
    # Another processor rounds differently: a digit on the fence may fall to the other side.
    assert abs((read == test.labels).sum() - correct) <= 2
    assert figure(notebook, r"test accuracy ([\d.]+)\n") == pytest.approx(
        correct / 10_000, abs=5e-5
    )


@pytest.mark.slow
def test_the_readme_states_that_accuracy(notebook):
    correct = int(figure(notebook, r"([\d,]+) of 10,000 right"))
    assert f"{correct:,} of MNIST's 10,000 test digits" in (PROJECT / "README.md").read_text()


# Run anew


def run_small(tmp_path: Path, **parameters: object) -> nbformat.NotebookNode:
    out = tmp_path / "executed.ipynb"
    given = {"MODEL_PATH": str(tmp_path / "mnist.h5"), **parameters}
    run_notebook(NOTEBOOK, out, given, cwd=PROJECT, echo=lambda _: None)
    return nbformat.read(out, as_version=4)


@pytest.mark.slow
def test_it_runs_whole_on_the_digits_that_need_no_download(tmp_path, monkeypatch):
    before = MODEL_PATH.read_bytes()
    executed = run_small(tmp_path, DATASET="digits", EPOCHS=10)
    assert figure(executed, r"test accuracy ([\d.]+)\n") > 0.9
    assert "same predictions" in printed(executed)
    assert (tmp_path / "mnist-digits.h5").is_file()
    assert not (tmp_path / "mnist.h5").exists()
    assert MODEL_PATH.read_bytes() == before


@pytest.mark.slow
def test_it_runs_whole_on_a_subset_of_mnist(tmp_path, mnist_source, monkeypatch):
    monkeypatch.setenv("MNIST_PATH", str(mnist_source))
    executed = run_small(tmp_path, EPOCHS=2, SUBSET=4000)
    assert "mnist, seed" in printed(executed)
    with h5py.File(tmp_path / "mnist-subset.h5") as file:
        assert "model_config" in file.attrs
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"executed.ipynb", "mnist-subset.h5", "mnist-subset.onnx"}
