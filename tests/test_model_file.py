"""What a model file may hold: files made to do harm, or by mistake."""

import json
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from digits import MODEL_PATH, network
from digits.errors import ModelError
from digits.model_file import check_model_file

layers = keras.layers


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("model") / "good.h5"
    network.save(small(), path)
    return path


def small(*extra, units=10, side=28) -> keras.Sequential:
    return keras.Sequential(
        [
            layers.Input((side, side, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            *extra,
            layers.Dense(units, activation="softmax"),
        ]
    )


@pytest.fixture
def changed(good, tmp_path):
    """Return a function that copies the good file with its network's description changed."""

    def change(edit) -> Path:
        path = tmp_path / "changed.h5"
        path.write_bytes(good.read_bytes())
        with h5py.File(path, "r+") as file:
            config = json.loads(file.attrs["model_config"])
            edit(config, config["config"]["layers"])
            file.attrs["model_config"] = json.dumps(config)
        return path

    return change


def error_for(path: Path) -> str:
    with pytest.raises(ModelError) as raised:
        network.load(path)
    message = str(raised.value)
    assert str(path) in message
    assert "run the notebook" in message
    assert "\n" not in message
    return message


def test_a_plain_digit_network_passes(good):
    check_model_file(good)
    assert network.load(good).output_shape == (None, 10)


def test_the_shipped_network_passes():
    check_model_file(MODEL_PATH)


def test_the_usual_network_of_other_copies_passes(tmp_path):
    usual = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10),
            layers.Activation("softmax"),
        ]
    )
    network.save(usual, tmp_path / "usual.h5")
    assert network.load(tmp_path / "usual.h5").count_params() == usual.count_params()


# Files that are not what they should be


def test_a_missing_file(tmp_path):
    assert "is missing" in error_for(tmp_path / "mnist.h5")


def test_a_truncated_file(good, tmp_path):
    path = tmp_path / "cut.h5"
    path.write_bytes(good.read_bytes()[:5000])
    assert "cut off" in error_for(path)


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>"])
def test_a_file_that_is_something_else(tmp_path, content):
    path = tmp_path / "page.h5"
    path.write_bytes(content)
    assert "not a Keras .h5 model" in error_for(path)


def test_a_folder(tmp_path):
    with pytest.raises(ModelError, match="is a folder"):
        check_model_file(tmp_path)


def test_an_h5_file_without_a_network(tmp_path):
    path = tmp_path / "data.h5"
    with h5py.File(path, "w") as file:
        file["numbers"] = np.arange(3)
    assert "not a Keras .h5 model" in error_for(path)


def test_weights_that_do_not_fit_the_network(good, tmp_path):
    path = tmp_path / "changed.h5"
    path.write_bytes(good.read_bytes())
    with h5py.File(path, "r+") as file:
        for name in list(file["model_weights"]):
            if name.startswith("conv2d"):
                del file["model_weights"][name]
    assert "cannot be loaded" in error_for(path)


def test_a_network_for_other_pictures(tmp_path):
    network.save(small(side=32), tmp_path / "other.h5")
    assert "reads pictures of [32, 32, 1]" in error_for(tmp_path / "other.h5")


def test_a_network_of_other_classes(tmp_path):
    network.save(small(units=26), tmp_path / "letters.h5")
    assert "26 classes" in error_for(tmp_path / "letters.h5")


# Files made to do harm


@pytest.fixture
def harmful(tmp_path) -> Path:
    """A network whose Lambda layer leaves a file in the working directory when it runs."""
    path = tmp_path / "harmful.h5"
    leave_trace = layers.Lambda(lambda x: x * (__import__("pathlib").Path("trace").touch() or 1))
    network.save(small(leave_trace), path)
    Path("trace").unlink()  # building it has run it
    return path


def test_a_lambda_layer_is_refused_and_never_runs(tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)
    path = request.getfixturevalue("harmful")
    assert "Lambda, which could run code" in error_for(path)
    assert not Path("trace").exists()


def test_keras_itself_refuses_a_lambda_layer_as_well(tmp_path, monkeypatch, request):
    # Versions before 3.11.3 ignored safe_mode for .h5 files; ours must not be one of them.
    monkeypatch.chdir(tmp_path)
    path = request.getfixturevalue("harmful")
    with pytest.raises(ValueError, match="safe_mode"):
        keras.models.load_model(path, compile=False, safe_mode=True)
    assert not Path("trace").exists()


@keras.saving.register_keras_serializable("ours")
class Custom(layers.Layer):
    def call(self, inputs):
        return inputs


def test_a_custom_layer_is_refused(tmp_path):
    network.save(small(Custom()), tmp_path / "custom.h5")
    assert "which could run code" in error_for(tmp_path / "custom.h5")


def test_a_custom_layer_under_a_plain_name_is_refused(changed):
    def disguise(_, layers):
        layers[1] |= {"module": "os", "registered_name": "ours>Conv2D"}

    assert "custom object" in error_for(changed(disguise))


@pytest.mark.parametrize(
    "activation",
    [
        "ours>custom",
        {"class_name": "function", "config": "system", "module": "os", "registered_name": "system"},
        {"class_name": "Lambda", "config": {}, "module": "keras.layers", "registered_name": None},
    ],
)
def test_a_custom_activation_is_refused(changed, activation):
    def edit(_, layers):
        layers[1]["config"]["activation"] = activation

    path = changed(edit)
    with pytest.raises(ModelError):
        check_model_file(path)


def test_a_custom_object_in_a_setting_is_refused(changed):
    def edit(_, layers):
        layers[1]["config"]["kernel_initializer"] = {
            "module": "subprocess",
            "class_name": "Popen",
            "config": {"args": "true"},
            "registered_name": None,
        }

    assert "Popen, which could run code" in error_for(changed(edit))


def test_a_model_that_is_not_sequential_is_refused(changed):
    def edit(config, _):
        config["class_name"] = "Functional"

    assert "Functional" in error_for(changed(edit))


@pytest.mark.parametrize("filters", [10**9, -1, 2.5, "many", True])
def test_a_layer_of_an_impossible_size_is_refused(changed, filters):
    def edit(_, layers):
        layers[1]["config"]["filters"] = filters

    assert "in a way that is not understood" in error_for(changed(edit))


def test_a_network_that_would_fill_the_memory_is_refused(changed):
    def edit(_, layers):
        layers[1]["config"]["filters"] = 4096
        layers[-1:-1] = [{"class_name": "Dense", "config": layers[-1]["config"] | {"units": 4096}}]

    assert "would fill the memory" in error_for(changed(edit))


def test_weights_in_another_file_are_refused(good, tmp_path):
    path = tmp_path / "linked.h5"
    path.write_bytes(good.read_bytes())
    with h5py.File(path, "r+") as file:
        file["model_weights/stolen"] = h5py.ExternalLink(str(good), "/model_weights")
    assert "outside itself" in error_for(path)


def test_weights_in_another_file_s_bytes_are_refused(good, tmp_path):
    path, secret = tmp_path / "linked.h5", tmp_path / "secret"
    path.write_bytes(good.read_bytes())
    secret.write_bytes(b"1234" * 100)
    with h5py.File(path, "r+") as file:
        file.create_dataset("stolen", (100,), "f4", external=[(str(secret), 0, 400)])
    assert "does not hold all the data" in error_for(path)


def test_weights_that_are_claimed_but_not_stored_are_refused(good, tmp_path):
    path = tmp_path / "empty.h5"
    path.write_bytes(good.read_bytes())
    with h5py.File(path, "r+") as file:
        file.create_dataset("model_weights/huge", (10**12,), "f4", chunks=(1000,))
    assert "does not hold all the data" in error_for(path)
