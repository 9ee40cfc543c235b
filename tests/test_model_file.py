"""What a model file may hold: files made to do harm, or by mistake."""

import json
import os
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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.h5")
    with pytest.raises(ModelError, match="is not a file"):
        check_model_file(tmp_path / "pipe.h5")


def test_a_name_that_is_too_long(tmp_path):
    assert "cannot be opened" in error_for(tmp_path / ("a" * 300 + ".h5"))


def test_a_folder_that_may_not_be_entered(good, monkeypatch):
    def closed(*_, **__):
        raise PermissionError(13, "Permission denied", str(good))

    monkeypatch.setattr(Path, "stat", closed)  # root, who runs many a container, may enter all
    assert "cannot be opened (Permission denied)" in error_for(good)


@pytest.mark.parametrize("name", ["net.H5", "net.keras", "net.h5.keras", "net", "net.h5.bak"])
def test_a_name_that_keras_would_not_read_as_h5(good, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(good.read_bytes())
    with pytest.raises(ModelError, match=r"does not end in \.h5 or \.hdf5; rename it"):
        network.load(path)


@pytest.mark.parametrize("name", ["net.hdf5", "net.tmp.h5", ".h5"])
def test_a_name_that_keras_reads_as_h5(good, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(good.read_bytes())
    assert network.load(path).output_shape == (None, 10)


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
    assert "'Lambda', which could run code" in error_for(path)
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

    assert "'Popen', which could run code" in error_for(changed(edit))


def test_a_model_that_is_not_sequential_is_refused(changed):
    def edit(config, _):
        config["class_name"] = "Functional"

    assert "Functional" in error_for(changed(edit))


def test_a_network_that_hides_behind_another_is_refused(good, tmp_path):
    # HDF5 is read from the front of a file and a zip from its end; Keras goes by the name.
    hidden = tmp_path / "hidden.keras"
    small(layers.GaussianNoise(0.1)).save(hidden)
    path = tmp_path / "evil.keras"
    path.write_bytes(good.read_bytes() + hidden.read_bytes())
    loaded = keras.models.load_model(path, compile=False)
    assert "GaussianNoise" in [type(layer).__name__ for layer in loaded.layers]
    with pytest.raises(ModelError, match="does not end in"):
        network.load(path)
    front = path.rename(tmp_path / "evil.h5")
    assert "GaussianNoise" not in [type(layer).__name__ for layer in network.load(front).layers]


@pytest.mark.parametrize("text", ["two\nlines", "long" * 1000, ["nested", ["list\n"] * 100]])
def test_what_the_file_says_is_shown_short_and_on_one_line(changed, text):
    def model(config, _):
        config["class_name"] = text

    def layer(_, layers):
        layers[1]["class_name"] = text

    def initializer(_, layers):
        layers[1]["config"]["kernel_initializer"] = {"class_name": text, "config": {}}

    def shape(_, layers):
        layers[0]["config"]["batch_shape"] = [None, text]

    def classes(_, layers):
        layers[-1]["config"]["units"] = text

    for edit in (model, layer, initializer, shape, classes):
        path = changed(edit)
        assert len(error_for(path)) < len(str(path)) + 200


def test_a_network_of_thousands_of_layers_is_refused(changed):
    def edit(_, layers):
        dropout = {"class_name": "Dropout", "config": {"rate": 0.1}}
        layers[-1:-1] = [dropout] * 2000

    assert "has 2,005 layers; at most 50" in error_for(changed(edit))


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


@pytest.fixture
def spoiled(good, tmp_path):
    """Return a function that copies the good file with something done to its HDF5."""

    def spoil(edit) -> Path:
        path = tmp_path / "spoiled.h5"
        path.write_bytes(good.read_bytes())
        with h5py.File(path, "r+") as file:
            edit(file)
        return path

    return spoil


def test_weights_in_another_file_are_refused(good, spoiled):
    def edit(file):
        file["model_weights/stolen"] = h5py.ExternalLink(str(good), "/model_weights")

    assert "outside itself" in error_for(spoiled(edit))


def test_weights_in_another_file_s_bytes_are_refused(spoiled, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"1234" * 100)

    def edit(file):
        file.create_dataset("stolen", (100,), "f4", external=[(str(secret), 0, 400)])

    assert "does not hold all the data" in error_for(spoiled(edit))


def claimed(file):
    file.create_dataset("model_weights/huge", (10**12,), "f4")


def compressed(file):
    # A chunk may be larger than what is read of it: 4 GB of zeros fit into 4 MB.
    zeros, most = np.zeros(10**5, "f4"), (None,)
    data = file.create_dataset(
        "bomb", (10,), "f4", chunks=zeros.shape, maxshape=most, compression=9
    )
    data[:] = zeros[:10]


def strings_of_any_length(file):
    file.create_dataset("names", data=["name"] * 3)


def a_type(file):
    file["type"] = np.dtype("f8")


@pytest.mark.parametrize("edit", [claimed, compressed, strings_of_any_length, a_type])
def test_data_that_is_not_stored_as_it_is_is_refused(spoiled, edit):
    assert "does not hold all the data" in error_for(spoiled(edit))


def longer_list(file):
    (layer,) = (group for name, group in file["model_weights"].items() if "conv2d" in name)
    layer.attrs["weight_names"] = list(layer.attrs["weight_names"]) * 3


def continued_list(file):
    file["model_weights"].attrs["weight_names0"] = np.array([b"name"])


def text_of_numbers(file):
    numbers = np.empty(1, object)
    numbers[0] = np.frombuffer(file.attrs["model_config"].encode(), np.uint8)
    file.attrs.create("model_config", numbers, dtype=h5py.vlen_dtype(np.uint8))


def list_of_strings(file):
    file["model_weights"].attrs["layer_names"] = ["name"] * 51


@pytest.mark.parametrize("edit", [longer_list, continued_list, list_of_strings, text_of_numbers])
def test_attributes_that_have_one_thing_read_many_times_or_are_no_text_are_refused(spoiled, edit):
    assert "has attributes that no network of ours has" in error_for(spoiled(edit))


def test_groups_that_hold_each_other_twice_are_visited_once(spoiled):
    def edit(file):  # 2**200 ways lead to the last group, and from there to the first
        group = file.create_group("first")
        for _ in range(200):
            inner = group.create_group("one")
            group["other"] = inner
            group = inner
        group["round"] = file

    assert network.load(spoiled(edit)).output_shape == (None, 10)
