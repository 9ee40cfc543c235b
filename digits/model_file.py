"""What a model file may hold: checked before Keras opens it.

An .h5 file can carry code (a Lambda layer), name classes to import, point to other files,
or ask for a network that fills the memory. Ours need none of that, so only plain layers
with plain settings pass.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py

from digits.model_path import check_path, unfit
from digits.reading import CLASSES, SIDE

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

MAX_LAYERS = 50
"""Most layers of a network: Keras takes minutes to build thousands, however small."""

MAX_WIDTH = 4096
"""Most filters or units of a layer."""

MAX_PARAMETERS = 250_000_000
"""Most numbers in a network, when pooling and unpadded convolutions are not counted as
making it smaller: 1 GB. The usual 2.4-million-parameter network counts as 13 million."""

_MOST_WEIGHTS = 4  # arrays of one layer: BatchNormalization's

_MOST_SHOWN = 60  # characters of a name or a shape, in a message

_SETTINGS = frozenset({"DTypePolicy", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal"})
_SETTINGS |= {"Zeros", "Ones", "L1", "L2", "L1L2"}
_ACTIVATIONS = frozenset({"linear", "relu", "elu", "selu", "gelu", "silu", "swish", "leaky_relu"})
_ACTIVATIONS |= {"softplus", "tanh", "sigmoid", "softmax"}
_MODULES = tuple(f"keras{part}" for part in ("", ".layers", ".initializers", ".regularizers"))


def check_model_file(path: Path) -> None:
    """Raise ``ModelError`` unless ``path`` is the .h5 file of a plain digit network."""
    check_path(path)
    try:
        with h5py.File(path, "r") as file:
            _check_contents(path, file)
            config = json.loads(file.attrs["model_config"])
    except (OSError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise unfit(path, "is cut off, or is not a Keras .h5 model") from error
    try:
        _check_config(path, config)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise unfit(path, "describes its network in a way that is not understood") from error


def _check_contents(path: Path, file: h5py.File) -> None:
    """Refuse links to other files, and data that is not stored in this one as it is."""
    waiting, visited = [file], set()  # a group can be linked twice, or from inside itself
    while waiting:
        group = waiting.pop()
        address = h5py.h5o.get_info(group.id).addr
        if address in visited:
            continue
        visited.add(address)
        if not _attributes_are_plain(group):
            raise unfit(path, "has attributes that no network of ours has")
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise unfit(path, "points to data outside itself")
            item = group[name]
            if isinstance(item, h5py.Group):
                waiting.append(item)
            elif not (isinstance(item, h5py.Dataset) and _is_stored(item)):
                raise unfit(path, "does not hold all the data it claims to hold")


def _attributes_are_plain(group: h5py.Group) -> bool:
    """Tell whether they are texts and short lists: a long one could name one array many times."""
    for name in group.attrs:
        attribute = group.attrs.get_id(name)
        most = _MOST_WEIGHTS if name.startswith("weight_names") else MAX_LAYERS
        if math.prod(attribute.shape) > most:
            return False
        # The HDF5 library can crash on other objects.
        if attribute.dtype.hasobject and not h5py.check_string_dtype(attribute.dtype):
            return False
    return "weight_names0" not in group.attrs  # where Keras would go on


def _is_stored(data: h5py.Dataset) -> bool:
    """Tell whether reading ``data`` takes no more memory than it takes in this very file."""
    return (
        data.dtype.kind in "biuf"
        and data.chunks is None  # a chunk can be compressed
        and not data.is_virtual
        and not data.external
        and data.id.get_storage_size() >= data.nbytes
    )


def _check_config(path: Path, config: dict[str, Any]) -> None:
    if config["class_name"] != "Sequential":
        raise unfit(path, f"holds a {_shown(config['class_name'])} model, not a Sequential one")
    layers = config["config"]["layers"]
    if len(layers) > MAX_LAYERS:
        raise unfit(path, f"has {len(layers):,} layers; at most {MAX_LAYERS} are accepted")
    for layer in layers:
        if layer["class_name"] not in LAYERS:
            raise unfit(path, f"uses the layer {_shown(layer['class_name'])}, which could run code")
        _check_settings(path, layer)
        for part in _objects(layer["config"]):
            if part["class_name"] not in _SETTINGS:
                raise unfit(path, f"uses {_shown(part['class_name'])}, which could run code")
            _check_settings(path, part)
    shape, expected = _input_shape(config), [SIDE, SIDE, 1]
    if shape != expected:
        raise unfit(path, f"reads pictures of {_shown(shape)}, not of {expected}")
    classes = layers[-1]["config"].get("units", CLASSES)
    if classes != CLASSES:
        raise unfit(path, f"tells {_shown(classes)} classes apart, not {CLASSES}")
    if _parameters(layers) > MAX_PARAMETERS:
        raise unfit(path, "would fill the memory")


def _check_settings(path: Path, part: dict[str, Any]) -> None:
    """Refuse classes and functions that come from outside Keras."""
    activation = part["config"].get("activation", "linear")
    if (
        part.get("registered_name") not in (None, part["class_name"])
        or part.get("module") not in (None, *_MODULES)
        or activation not in _ACTIVATIONS
    ):
        raise unfit(path, f"uses a custom object in {part['class_name']}, which could run code")


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


def _shown(value: Any) -> str:
    """Return what a file says as a short text on one line, for a sentence of ours."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
