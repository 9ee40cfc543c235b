"""The Keras network: build, compile, save, load.

Importing this module imports Keras, which takes seconds.
"""

from __future__ import annotations

import os
import warnings
from functools import cache
from pathlib import Path

import numpy as np

from digits.quiet import no_greeting, only_errors_from

# On the processors with AVX2 alone that were tried, TensorFlow does not use oneDNN by itself; with
# it a training step takes about a quarter less (benchmarks/RESULTS.md).
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

with no_greeting():
    import keras
    import tensorflow as tf
    from keras import layers

from digits import MODEL_PATH
from digits.errors import first_line
from digits.model_file import check_model_file
from digits.model_path import replacing, unfit
from digits.predictor import AGREEMENT, STAMP, batched, open_export
from digits.reading import CLASSES, SIDE, Predictor

INPUT_SHAPE = (SIDE, SIDE, 1)

PARAMETERS = 352_250
"""Numbers in the network that ``build`` returns, those that are not trained included."""

LEARNING_RATE = 1.0
"""Peak rate. Adadelta's own default in Keras, 0.001, is what makes the usual copy of this
recipe stop at 84 %: Zeiler's paper (2012) has no rate at all, that is 1."""

_PREDICT_BATCH = 1000  # so that reading many digits needs little memory
_TRIED = 100  # images on which an export must agree

WARM_UP = 0.05  # share of all steps in which the rate rises to its peak; a cosine ends it


def build(seed: int) -> keras.Sequential:
    """Return the untrained network: digit images (n, 28, 28, 1) -> probabilities (n, 10).

    ``seed`` sets all random numbers of Python, NumPy and Keras, so that the weights, and the
    dropout of a training that follows, are those of the seed.
    """
    keras.utils.set_random_seed(seed)
    with strategy().scope():
        return _untrained()


@cache
def strategy() -> tf.distribute.Strategy:
    """Return how to train: each batch shared out where there are several GPUs, else as usual."""
    devices = [device.name for device in tf.config.list_logical_devices("GPU")]
    if len(devices) > 1:
        return tf.distribute.MirroredStrategy(devices)
    return tf.distribute.get_strategy()


def _untrained() -> keras.Sequential:
    return keras.Sequential(
        [
            layers.Input(INPUT_SHAPE),
            # strokes: edges, ends and corners
            layers.Conv2D(24, 3, activation="relu"),  # (26, 26, 24)
            *_convolution(32, layers.MaxPooling2D()),  # (12, 12, 32)
            # parts: loops, hooks and bars
            *_convolution(64),  # (10, 10, 64)
            *_convolution(64, layers.MaxPooling2D()),  # (4, 4, 64)
            layers.Dropout(0.05),
            # the whole digit
            *_convolution(128, padding="same"),  # (4, 4, 128)
            *_convolution(128),  # (2, 2, 128)
            layers.Flatten(),  # (512,)
            layers.Dropout(0.1),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.15),
            layers.Dense(CLASSES, activation="softmax"),
        ],
        name="digits",
    )


def _convolution(
    filters: int, *pooling: layers.Layer, padding: str = "valid"
) -> list[layers.Layer]:
    """Return a convolution, pooled if so, with its normalization.

    The first convolution goes without: at full size it takes a fifth of all time.
    """
    return [
        layers.Conv2D(filters, 3, padding=padding, use_bias=False),
        # Pooled before the rest, which gives the same maxima from a quarter of the numbers.
        *pooling,
        layers.Activation("relu"),
        # Keras' default momentum, 0.99, still remembers its start after hundreds of batches.
        layers.BatchNormalization(momentum=0.9),
    ]


def compile_network(model: keras.Model, steps: int) -> None:
    """Give the network its loss, its optimizer and a learning rate for ``steps`` batches."""
    warm_up = max(1, round(WARM_UP * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0,
        warmup_target=LEARNING_RATE,
        warmup_steps=warm_up,
        decay_steps=max(1, steps - warm_up),
    )
    with strategy().scope():
        model.compile(
            loss="categorical_crossentropy",
            optimizer=keras.optimizers.Adadelta(rate),
            metrics=["accuracy"],
            jit_compile=False,  # on a CPU XLA is several times slower than TensorFlow's oneDNN
        )


def path_to_save(path: str | Path, dataset: str, subset: int | None) -> Path:
    """Return where to save: ``path``, but never over ``mnist.h5`` from other digits or a few.

    A network of another dataset goes beside it as ``mnist-<dataset>.h5``, one of a subset
    as ``mnist-subset.h5``.
    """
    path = Path(path)
    kind = dataset if dataset != "mnist" else "subset" if subset else None
    if kind is None or path.name != MODEL_PATH.name:
        return path
    return path.with_stem(f"{path.stem}-{kind}")


def save(model: keras.Model, path: Path) -> None:
    """Save the network as an .h5 file that replaces ``path`` at once, or not at all.

    The optimizer is left out: its state does not survive the .h5 format.
    """
    # Keras calls .h5 legacy; it is the format asked for.
    with replacing(path) as unfinished, only_errors_from("absl"):
        model.save(unfinished, include_optimizer=False)


def export(model: keras.Model, source: str, target: Path) -> None:
    """Write the network for ONNX Runtime; the file replaces ``target`` at once, or not at all.

    ``source`` is the fingerprint of the .h5 file that holds the network: it is what the export is
    stamped with. Raises ``RuntimeError`` when the export does not answer like the network.
    """
    import onnx  # here: who only trains or loads does not need it

    model = _in_full_precision(model)
    images = np.random.default_rng(0).random((_TRIED, *INPUT_SHAPE), np.float32)
    expected = predictor(model)(images)  # Keras exports a network that was called once
    with replacing(target) as unfinished:
        with warnings.catch_warnings():
            # tf2onnx still asks NumPy for a name of old; nothing comes of it.
            warnings.simplefilter("ignore", FutureWarning)
            model.export(unfinished, format="onnx", verbose=False)
        stamped = onnx.load(unfinished)
        onnx.helper.set_model_props(stamped, {STAMP: source})
        onnx.save(stamped, unfinished)
        exported = open_export(unfinished, source)
        if exported is None or np.abs(exported(images) - expected).max() > AGREEMENT:
            raise RuntimeError(f"the export {unfinished} does not answer like the network")


def _in_full_precision(model: keras.Model) -> keras.Model:
    """Return a network that computes in float32; one of mixed precision is made anew."""
    if all(layer.compute_dtype == "float32" for layer in model.layers):
        return model
    config = model.get_config()
    for layer in config["layers"]:
        layer["config"]["dtype"] = "float32"
    full = keras.Sequential.from_config(config)
    full.set_weights(model.get_weights())
    return full


def is_export(path: Path) -> bool:
    """Tell whether a file is an export of some network of this program."""
    import onnx

    try:
        return any(entry.key == STAMP for entry in onnx.load(path).metadata_props)
    except Exception:  # noqa: BLE001 (whatever else it is, an export it is not)
        return False


def load(path: Path) -> keras.Sequential:
    """Return the network in an .h5 file, not compiled.

    Raises ``ModelError`` when the file is missing, cut off, not a digit network, or holds
    anything that could run code (see ``check_model_file``).
    """
    check_model_file(path)
    try:
        model = keras.models.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        raise unfit(path, f"cannot be loaded as a network ({first_line(error)})") from error
    shapes = model.input_shape[1:], model.output_shape[1:]
    if shapes != (INPUT_SHAPE, (CLASSES,)):
        raise unfit(path, f"is not a digit network: it turns {shapes[0]} into {shapes[1]}")
    answer = predictor(model)(np.zeros((1, *INPUT_SHAPE), np.float32))
    if not (np.all(answer >= 0) and np.isclose(answer.sum(), 1, atol=1e-3)):  # NaN is neither
        raise unfit(path, "is not a digit network: its answers are no probabilities")
    return model


def predictor(model: keras.Model) -> Predictor:
    """Return the network as a function from digit images to probabilities."""
    # Compiled once for any number of images: called directly, a model takes ten times longer.
    answer = tf.function(
        lambda images: model(images, training=False),
        input_signature=[tf.TensorSpec((None, *INPUT_SHAPE), tf.float32)],
    )

    # Not model.predict: for few images it spends most of its time on preparations.
    return batched(answer, _PREDICT_BATCH)
