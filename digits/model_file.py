"""What a model file may hold: checked before Keras opens it.

An .h5 file can carry code (a Lambda layer), name classes to import, point to other files,
or ask for a network that fills the memory. Ours need none of that, so only plain layers
with plain settings pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py

from digits.data import CLASSES
from digits.errors import ModelError
from digits.reading import SIDE

LAYERS = frozenset(
    {
        "InputLayer",
        "Conv2D",
        "MaxPooling2D",
        "BatchNormalization",
        "Activation",
        "Dropout",
        "Flatten",
        "Dense",
    }
)
"""The layer classes that a digit network may use."""

MAX_WIDTH = 4096
"""Most filters or units of a layer."""

MAX_PARAMETERS = 250_000_000
"""Most numbers in a network, when pooling and unpadded convolutions are not counted as
making it smaller: 1 GB. The usual 2.4-million-parameter network counts as 13 million."""

_SETTINGS = frozenset({"DTypePolicy", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal"})
_SETTINGS |= {"Zeros", "Ones", "L1", "L2", "L1L2"}
_ACTIVATIONS = frozenset({"linear", "relu", "elu", "selu", "gelu", "silu", "swish", "leaky_relu"})
_ACTIVATIONS |= {"softplus", "tanh", "sigmoid", "softmax"}
_MODULES = tuple(f"keras{part}" for part in ("", ".layers", ".initializers", ".regularizers"))


def check_model_file(path: Path) -> None:
    """Raise ``ModelError`` unless ``path`` is the .h5 file of a plain digit network."""
    if path.is_dir():
        raise ModelError(f"{path} is a folder; give the .h5 file that the notebook saved.")
    if not path.exists():
        raise ModelError(
            f"{path} is missing; restore it from the repository, or run the notebook (make train)."
        )
    try:
        with h5py.File(path, "r") as file:
            _check_links(path, file)
            config = json.loads(file.attrs["model_config"])
    except (OSError, KeyError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise _unfit(path, "is cut off, or is not a Keras .h5 model") from error
    try:
        _check_config(path, config)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise _unfit(path, "describes its network in a way that is not understood") from error


def _check_links(path: Path, file: h5py.File) -> None:
    """Refuse links to other files and data that is not stored in this one."""

    def check(group: h5py.Group) -> None:
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise _unfit(path, "points to data outside itself")
            item = group[name]
            if isinstance(item, h5py.Group):
                check(item)
            elif item.is_virtual or item.external or item.id.get_storage_size() < item.nbytes:
                raise _unfit(path, "does not hold all the data it claims to hold")

    check(file)


def _check_config(path: Path, config: dict[str, Any]) -> None:
    if config["class_name"] != "Sequential":
        raise _unfit(path, f"holds a {config['class_name']} model instead of a Sequential one")
    layers = config["config"]["layers"]
    for layer in layers:
        if layer["class_name"] not in LAYERS:
            raise _unfit(path, f"uses the layer {layer['class_name']}, which could run code")
        _check_settings(path, layer)
        for part in _objects(layer["config"]):
            if part["class_name"] not in _SETTINGS:
                raise _unfit(path, f"uses {part['class_name']}, which could run code")
            _check_settings(path, part)
    if _input_shape(config) != [SIDE, SIDE, 1]:
        raise _unfit(path, f"reads pictures of {_input_shape(config)}, not of {[SIDE, SIDE, 1]}")
    if layers[-1]["config"].get("units", CLASSES) != CLASSES:
        raise _unfit(path, f"tells {layers[-1]['config']['units']} classes apart, not {CLASSES}")
    if _parameters(layers) > MAX_PARAMETERS:
        raise _unfit(path, "would fill the memory")


def _check_settings(path: Path, part: dict[str, Any]) -> None:
    """Refuse classes and functions that come from outside Keras."""
    activation = part["config"].get("activation", "linear")
    if (
        part.get("registered_name") not in (None, part["class_name"])
        or part.get("module") not in (None, *_MODULES)
        or activation not in _ACTIVATIONS
    ):
        raise _unfit(path, f"uses a custom object in {part['class_name']}, which could run code")


def _objects(setting: Any) -> Iterator[dict[str, Any]]:
    """Yield every serialized object inside a layer's settings."""
    if isinstance(setting, dict):
        if "class_name" in setting:
            yield setting
        for value in setting.values():
            yield from _objects(value)
    elif isinstance(setting, list):
        for value in setting:
            yield from _objects(value)


def _input_shape(config: dict[str, Any]) -> list[int]:
    """Return the shape of one input, in the places where Keras has stored it over the years."""
    first = config["config"]["layers"][0]["config"]
    shape = first.get("batch_shape") or first.get("batch_input_shape")
    return list((shape or config["config"]["build_input_shape"])[1:])


def _parameters(layers: list[dict[str, Any]]) -> int:
    """Return an upper bound of the numbers in the network; raise ValueError for odd sizes."""
    total, channels, positions = 0, 1, SIDE * SIDE
    for layer in layers:
        settings = layer["config"]
        if layer["class_name"] == "Conv2D":
            rows, columns = (_size(side) for side in settings["kernel_size"])
            filters = _size(settings["filters"])
            total, channels = total + rows * columns * channels * filters, filters
        elif layer["class_name"] == "Flatten":
            channels, positions = channels * positions, 1
        elif layer["class_name"] == "Dense":
            units = _size(settings["units"])
            total, channels = total + channels * units, units
    return total


def _size(number: Any) -> int:
    if type(number) is not int or not 1 <= number <= MAX_WIDTH:  # True is an int as well
        raise ValueError(f"a layer of size {number}")
    return number


def _unfit(path: Path, what: str) -> ModelError:
    return ModelError(
        f"{path} {what}; restore it from the repository, or run the notebook (make train)."
    )
