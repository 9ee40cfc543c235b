"""The Keras network: build, train, save, load.

The only module that imports Keras at its top, which takes seconds.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
import zlib
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from digits.quiet import no_greeting, only_errors_from

with no_greeting():
    import keras
    import tensorflow as tf
    from keras import layers

from digits import MODEL_PATH
from digits.batches import batches, batches_per_epoch
from digits.data import CLASSES, Digits, add_channel, one_hot
from digits.errors import ModelError
from digits.model_file import check_model_file
from digits.predictor import Predictor
from digits.reading import SIDE

Logs = dict[str, float] | None  # what Keras hands to a callback

INPUT_SHAPE = (SIDE, SIDE, 1)

PARAMETERS = 354_730
"""Numbers in the network that ``build`` returns, those that are not trained included."""

LEARNING_RATE = 1.0
"""Peak rate. Adadelta's own default in Keras, 0.001, is what makes the usual copy of this
recipe stop at 84 %: Zeiler's paper (2012) has no rate at all, that is 1."""

_PREDICT_BATCH = 1000  # so that reading many digits needs little memory

WARM_UP = 0.05  # share of all steps in which the rate rises to its peak; a cosine ends it


def build(seed: int) -> keras.Sequential:
    """Return the untrained network: digit images (n, 28, 28, 1) -> probabilities (n, 10).

    ``seed`` sets all random numbers of Python, NumPy and Keras, so that the weights, and the
    dropout of a training that follows, are those of the seed.
    """
    keras.utils.set_random_seed(seed)
    return keras.Sequential(
        [
            layers.Input(INPUT_SHAPE),
            # strokes: edges, ends and corners
            *_convolution(32),  # (26, 26, 32)
            *_convolution(32),  # (24, 24, 32)
            layers.MaxPooling2D(),  # (12, 12, 32)
            # parts: loops, hooks and bars
            *_convolution(64),  # (10, 10, 64)
            *_convolution(64),  # (8, 8, 64)
            layers.MaxPooling2D(),  # (4, 4, 64)
            layers.Dropout(0.1),
            # the whole digit
            *_convolution(128, padding="same"),  # (4, 4, 128)
            *_convolution(128),  # (2, 2, 128)
            layers.Flatten(),  # (512,)
            layers.Dropout(0.2),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.3),
            layers.Dense(CLASSES, activation="softmax"),
        ],
        name="digits",
    )


def _convolution(filters: int, padding: str = "valid") -> list[layers.Layer]:
    return [
        layers.Conv2D(filters, 3, padding=padding, activation="relu", use_bias=False),
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
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adadelta(rate),
        metrics=["accuracy"],
        jit_compile=False,  # on a CPU XLA is several times slower than TensorFlow's oneDNN
    )


def train(
    model: keras.Model,
    train: Digits,
    validation: Digits,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    checkpoints: Path,
    out: TextIO | None = None,
) -> dict[str, list[float]]:
    """Train a compiled network on augmented digits; return its loss and accuracy per epoch.

    ``train`` and ``validation`` hold normalized images, float32 (n, 28, 28), and labels (n,).
    After every epoch the network, its optimizer and the history go into the folder
    ``checkpoints``; called again with the same digits and settings, training continues
    there. A finished run removes the folder. Progress is written to ``out``, by default
    standard output. The history has the keys ``loss``, ``accuracy``, ``val_loss`` and
    ``val_accuracy``.
    """
    run = _Run(checkpoints, _identity(train, epochs, batch_size, seed))
    done = run.restore(model)
    steps = batches_per_epoch(train, batch_size)
    dataset = tf.data.Dataset.from_generator(
        lambda: batches(train, batch_size, seed, range(done, epochs)),
        output_signature=(
            tf.TensorSpec((None, *INPUT_SHAPE), tf.float32),
            tf.TensorSpec((None, CLASSES), tf.float32),
        ),
    ).prefetch(8)  # digits are distorted while the network learns from earlier ones
    model.fit(
        dataset,
        steps_per_epoch=steps,
        initial_epoch=done,
        epochs=epochs,
        validation_data=(add_channel(validation.images), one_hot(validation.labels)),
        validation_batch_size=1000,
        callbacks=[run, Progress(epochs, steps, out or sys.stdout, done)],
        shuffle=False,  # batches() does that
        verbose=0,
    )
    run.remove()
    return run.history


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
    unfinished = path.with_suffix(f".tmp{path.suffix}")
    try:
        with only_errors_from("absl"):  # Keras calls .h5 legacy; it is the format asked for
            model.save(unfinished, include_optimizer=False)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load(path: Path) -> keras.Sequential:
    """Return the network in an .h5 file, not compiled.

    Raises ``ModelError`` when the file is missing, cut off, not a digit network, or holds
    anything that could run code (see ``check_model_file``).
    """
    check_model_file(path)
    try:
        model = keras.models.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        raise ModelError(
            f"{path} cannot be loaded as a network ({error}); restore it or run the notebook again."
        ) from error
    if model.input_shape[1:] != INPUT_SHAPE or model.output_shape[1:] != (CLASSES,):
        raise ModelError(
            f"{path} is not a digit network: it turns {model.input_shape[1:]} into"
            f" {model.output_shape[1:]} instead of {INPUT_SHAPE} into {(CLASSES,)};"
            " restore it or run the notebook again."
        )
    return model


def predictor(model: keras.Model) -> Predictor:
    """Return the network as a function from digit images to probabilities."""

    def predict(images: np.ndarray) -> np.ndarray:
        # Not model.predict: for few images it spends most of its time on preparations.
        probabilities = np.empty((len(images), CLASSES), np.float32)
        for start in range(0, len(images), _PREDICT_BATCH):
            batch = slice(start, start + _PREDICT_BATCH)
            probabilities[batch] = model(images[batch], training=False)
        return probabilities

    return predict


def _identity(train: Digits, epochs: int, batch_size: int, seed: int) -> dict[str, int]:
    """Return what two runs must share for one to continue the other."""
    digits = zlib.crc32(train.images.tobytes() + train.labels.tobytes())
    return {"digits": digits, "epochs": epochs, "batch_size": batch_size, "seed": seed}


class _Run(keras.callbacks.Callback):
    """Writes a checkpoint after every epoch and continues from the last one."""

    def __init__(self, folder: Path, identity: dict[str, int]) -> None:
        super().__init__()
        self._identity = identity
        self._folder = folder
        self._network = folder / "network.keras"
        self._log = folder / "history.json"
        self.history: dict[str, list[float]] = {}

    def restore(self, model: keras.Model) -> int:
        """Bring ``model`` to where an earlier run stopped; return the epochs it has done."""
        try:
            log = json.loads(self._log.read_text())
            if log["run"] != self._identity:
                return 0
            earlier = keras.models.load_model(self._network, safe_mode=True)
        except (OSError, ValueError, KeyError):
            return 0  # nothing to continue, or nothing whole
        model.optimizer.build(model.trainable_variables)
        for own, saved in zip(_state(model), _state(earlier), strict=True):
            own.assign(saved)
        done = int(log["done"])
        self.history = {key: values[:done] for key, values in log["history"].items()}
        return done

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        for key, value in (logs or {}).items():
            self.history.setdefault(key, []).append(float(value))
        self._folder.mkdir(parents=True, exist_ok=True)
        log = {"run": self._identity, "done": epoch + 1, "history": self.history}
        unfinished = self._folder / "unfinished.keras"
        self.model.save(unfinished)
        unfinished.replace(self._network)
        self._log.write_text(json.dumps(log))

    def remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _state(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]


class Progress(keras.callbacks.Callback):
    """Tells epoch, step, accuracy and the time left, one line per epoch."""

    def __init__(self, epochs: int, steps: int, out: TextIO, first_epoch: int = 0) -> None:
        super().__init__()
        self._steps, self._all_steps = steps, epochs * steps
        self._epochs, self._epoch, self._out = epochs, first_epoch, out
        self._first_step = first_epoch * steps
        self._begun = self._shown = time.monotonic()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Note which epoch runs."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Rewrite the line, at most once a second."""
        now = time.monotonic()
        if now - self._shown < 1:
            return
        self._shown = now
        done = self._epoch * self._steps + batch + 1
        left = (now - self._begun) / (done - self._first_step) * (self._all_steps - done)
        self._write(f"step {batch + 1}/{self._steps}, {_minutes(left)} left", logs, end="\r")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """End the line."""
        self._write(_minutes(time.monotonic() - self._begun), logs, end="\n")

    def _write(self, what: str, logs: Logs, end: str) -> None:
        figures = ", ".join(f"{key} {value:.4f}" for key, value in (logs or {}).items())
        line = f"epoch {self._epoch + 1}/{self._epochs}: {what}, {figures}"
        self._out.write(f"{line:<110}{end}")
        self._out.flush()


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
