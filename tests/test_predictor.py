"""The network of a file as a plain function, without Keras."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

from digits import MODEL_PATH, PROJECT, predictor
from digits.errors import ModelError
from digits.model_path import fingerprint
from digits.predictor import load_predictor, needs_keras

EXPORT = MODEL_PATH.with_suffix(".onnx")


@pytest.fixture
def images(rng) -> np.ndarray:
    """More images than the network is given at once."""
    return rng.random((1001, 28, 28, 1), np.float32)


@pytest.mark.parametrize("count", [0, 1, 2, 1001])
def test_each_image_gets_ten_probabilities(predict, images, count):
    probabilities = predict(images[:count])
    assert probabilities.shape == (count, 10)
    assert probabilities.dtype == np.float32
    assert np.all(probabilities >= 0)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_an_image_is_read_the_same_alone_and_among_others(predict, images):
    among = predict(images)
    for index in (0, 999, 1000):
        np.testing.assert_allclose(predict(images[[index]])[0], among[index], atol=1e-4)


def test_the_images_are_not_changed(predict, images):
    before = images.copy()
    predict(images)
    np.testing.assert_array_equal(images, before)


def test_a_missing_file_is_the_caller_s_to_tell(tmp_path):
    with pytest.raises(ModelError, match=r"gone\.h5 is missing"):
        load_predictor(tmp_path / "gone.h5")


# The export: used only where it is that of the file


@pytest.fixture
def model(tmp_path, monkeypatch) -> Path:
    """A copy of mnist.h5 and its export, and no cache of exports."""
    monkeypatch.setattr(predictor, "user_cache_path", lambda name: tmp_path / "cache")
    for path in (MODEL_PATH, EXPORT):
        shutil.copy(path, tmp_path)
    return tmp_path / MODEL_PATH.name


def other(model: Path) -> None:
    """Put another network into the file: the export is not its own any more."""
    model.write_bytes(model.read_bytes() + b"trained anew")


def test_the_export_of_the_file_is_used(model):
    assert not needs_keras(model)
    load_predictor(model)


def test_it_is_used_from_the_cache_as_well(model, tmp_path):
    place = tmp_path / "cache" / f"{fingerprint(model)}.onnx"
    place.parent.mkdir()
    model.with_suffix(".onnx").rename(place)
    assert not needs_keras(model)


def test_a_stale_export_is_not_used(model):
    other(model)
    assert needs_keras(model)


def test_an_export_without_its_network_is_not_used(model):
    model.unlink()
    assert not needs_keras(model)
    with pytest.raises(ModelError, match="is missing"):
        load_predictor(model)


def without_stamp(export: bytes) -> bytes:
    return export.replace(predictor.STAMP.encode(), predictor.STAMP.upper().encode())


def of_another_shape(export: bytes) -> bytes:
    """A correctly stamped network that squares one number."""
    node = onnx.helper.make_node("Mul", ["x", "x"], ["y"])
    x, y = (onnx.helper.make_tensor_value_info(name, 1, [None, 1]) for name in "xy")
    made = onnx.helper.make_model(onnx.helper.make_graph([node], "square", [x], [y]), ir_version=10)
    onnx.helper.set_model_props(made, {predictor.STAMP: fingerprint(MODEL_PATH)})
    return made.SerializeToString()


def with_data_elsewhere(export: bytes) -> bytes:
    """The very network, but its first weights lie in another file."""
    made = onnx.load_from_string(export)
    weights = made.graph.initializer[0]
    EXPORT.with_name("weights.tmp.bin").write_bytes(weights.raw_data)
    onnx.external_data_helper.set_external_data(weights, "weights.tmp.bin")
    weights.ClearField("raw_data")
    return made.SerializeToString()


@pytest.fixture
def here(monkeypatch):
    """The working directory is where such a file would be found."""
    monkeypatch.chdir(EXPORT.parent)
    yield
    EXPORT.with_name("weights.tmp.bin").unlink(missing_ok=True)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "spoil",
    [
        without_stamp,
        of_another_shape,
        with_data_elsewhere,
        pytest.param(lambda export: export[:-1000], id="cut off"),
        pytest.param(lambda export: b"", id="empty"),
        pytest.param(lambda export: export + bytes(5_000_000), id="far too large"),
    ],
)
def test_what_is_no_export_of_the_file_is_not_used(model, spoil):
    place = model.with_suffix(".onnx")
    place.write_bytes(spoil(place.read_bytes()))
    assert needs_keras(model)


def test_a_broken_file_is_told_without_keras(model):
    model.write_bytes(b"no network")
    with pytest.raises(ModelError, match="cut off, or is not a Keras"):
        load_predictor(model)


def test_without_keras_a_new_network_gets_one_sentence(model, monkeypatch):
    monkeypatch.setattr(predictor, "find_spec", lambda name: None)
    load_predictor(model)  # its export is there: nothing is missing
    other(model)
    with pytest.raises(ModelError, match=r"exported once by Keras, which is not installed; type"):
        load_predictor(model)


def test_a_file_that_changes_meanwhile_is_told(model, monkeypatch):
    other(model)
    monkeypatch.setattr(predictor, "_export", lambda path, made: shutil.copy(EXPORT, made))
    with pytest.raises(ModelError, match="changed while it was exported"):
        load_predictor(model)


def test_a_closed_cache_folder_is_passed_over(model, monkeypatch):
    class Closed(type(model)):
        def is_file(self):
            raise PermissionError

    monkeypatch.setattr(predictor, "user_cache_path", lambda name: Closed("/closed"))
    model.with_suffix(".onnx").unlink()
    assert needs_keras(model)


def test_two_endings_have_two_exports(tmp_path):
    beside = {predictor.places(tmp_path / name, "")[0] for name in ("my.h5", "my.hdf5")}
    assert len(beside) == 2


def test_nothing_is_reported_to_the_makers_of_the_runtime(tmp_path):
    # It would write what it reports below a folder of the user's; tests' own runners suppress it.
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(tmp_path))
    code = "from digits import load_recognizer; load_recognizer().read_strokes([[(9, 0), (9, 90)]])"
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_reading_never_imports_keras():
    code = """
import sys
from digits import load_recognizer
print(load_recognizer().read_strokes([[(9, 0), (9, 90)]]))
print(*{"keras", "tensorflow", "h5py", "matplotlib", "sklearn", "scipy"} & set(sys.modules))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "1\n\n"
