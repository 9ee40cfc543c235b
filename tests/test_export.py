"""A network that was never exported: another process does it with Keras, once."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from digits import MODEL_PATH, PROJECT, export, network
from digits.data import add_channel, normalize
from digits.model_path import fingerprint
from digits.predictor import AGREEMENT, load_predictor, needs_keras, open_export, places


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    """A network that somebody trained, with a cache of its own for exports."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "own.h5"
    network.save(network.build(seed=7), path)
    return path


def assert_agree(predict, model, images):
    expected = network.predictor(model)(images)
    np.testing.assert_allclose(predict(images), expected, atol=AGREEMENT, rtol=0)


@pytest.mark.slow
def test_a_network_is_exported_beside_its_file_once(own, rng):
    images = rng.random((50, 28, 28, 1), np.float32)
    assert_agree(load_predictor(own), network.load(own), images)
    export = own.with_suffix(".onnx")
    made = export.stat().st_mtime_ns
    assert sorted(own.parent.glob("own*")) == [own, export]  # nothing half-written
    load_predictor(own)
    assert export.stat().st_mtime_ns == made


@pytest.mark.slow
def test_trained_anew_it_is_exported_anew(own, rng):
    load_predictor(own)
    network.save(network.build(seed=8), own)
    images = rng.random((50, 28, 28, 1), np.float32)
    assert_agree(load_predictor(own), network.load(own), images)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the cache lies elsewhere")
def test_somebody_else_s_file_of_that_name_is_kept(own):
    theirs = own.with_suffix(".onnx")
    theirs.write_bytes(b"something else")
    load_predictor(own)
    assert theirs.read_bytes() == b"something else"
    assert places(own, fingerprint(own))[1].is_file()
    assert not needs_keras(own)


@pytest.mark.slow
def test_where_nothing_can_be_written_it_reads_all_the_same(own, monkeypatch, rng):
    own.with_suffix(".onnx").mkdir()
    (own.parent / "cache").write_bytes(b"a file where the folder should be")
    images = rng.random((50, 28, 28, 1), np.float32)
    assert_agree(load_predictor(own), network.load(own), images)


@pytest.mark.slow
def test_the_names_of_folders_may_have_any_letters(own):
    folder = own.parent / "Jürgen 图"
    folder.mkdir()
    moved = own.rename(folder / own.name)
    load_predictor(moved)
    assert not needs_keras(moved)


def test_a_file_that_changes_while_keras_loads_it_is_told(own, monkeypatch, tmp_path):
    load = network.load

    def load_and_lose(path):
        loaded = load(path)
        network.save(network.build(seed=8), path)
        return loaded

    monkeypatch.setattr(network, "load", load_and_lose)
    monkeypatch.setattr(export, "_leave_with_standard_input", lambda made: None)
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(said := io.BytesIO()))
    assert export.main(own, tmp_path / "made.onnx") == 1
    assert "changed while it was exported" in said.getvalue().decode()
    assert not list(tmp_path.glob("*.onnx"))


def test_a_network_of_mixed_precision_is_exported_in_full(tmp_path, rng):
    mixed = network.build(seed=7)
    config = mixed.get_config()
    for layer in config["layers"][1:]:  # the first is the input
        layer["config"]["dtype"] = "mixed_bfloat16"
    mixed = type(mixed).from_config(config)
    network.export(mixed, "a stamp", tmp_path / "mixed.onnx")
    predict = open_export(tmp_path / "mixed.onnx", "a stamp")
    images = rng.random((50, 28, 28, 1), np.float32)
    np.testing.assert_allclose(predict(images), network.predictor(mixed)(images), atol=0.05)


@pytest.mark.slow
def test_the_process_ends_with_the_one_that_started_it(own):
    made = own.parent / "made" / "made.onnx"
    made.parent.mkdir()
    command = [sys.executable, "-m", "digits.export", str(own), str(made)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE) as process:
        process.stdin.close()
        assert process.wait(timeout=60) == 1
    assert not made.parent.exists()  # nothing is left
    assert not own.with_suffix(".onnx").exists()


def test_an_export_that_answers_otherwise_is_not_kept(own, monkeypatch):
    monkeypatch.setattr(network, "AGREEMENT", -1.0)
    target = own.with_suffix(".onnx")
    with pytest.raises(RuntimeError, match="does not answer like the network"):
        network.export(network.load(own), fingerprint(own), target)
    assert list(own.parent.iterdir()) == [own]


@pytest.mark.slow
def test_the_committed_export_agrees_on_every_test_digit_of_mnist(mnist):
    images = add_channel(normalize(mnist[1].images))
    predict = open_export(MODEL_PATH.with_suffix(".onnx"), fingerprint(MODEL_PATH))
    assert predict is not None
    assert_agree(predict, network.load(MODEL_PATH), images)
