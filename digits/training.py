"""Training: epochs, checkpoints, progress. Importing this module imports Keras."""

from __future__ import annotations

import json
import shutil
import sys
import time
import zlib
from pathlib import Path
from typing import TextIO

import numpy as np

from digits.batches import batches, batches_per_epoch
from digits.data import Digits, add_channel, one_hot
from digits.network import INPUT_SHAPE
from digits.quiet import no_greeting
from digits.reading import CLASSES

with no_greeting():
    import keras
    import tensorflow as tf

Logs = dict[str, float] | None  # what Keras hands to a callback

_VALIDATION_BATCH = 1000  # nothing is learned there, so only memory limits it


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
    ``checkpoints``; called again with the same digits, network and settings, training
    continues there as if it had not stopped. A finished run removes the folder. Progress is
    written to ``out``, by default standard output. The history has the keys ``loss``,
    ``accuracy``, ``val_loss`` and ``val_accuracy``.
    """
    steps = batches_per_epoch(train, batch_size)
    settings = {"epochs": epochs, "batch_size": batch_size, "seed": seed}
    run = Checkpoints(checkpoints, steps, settings | _fingerprints(model, train))
    out = out or sys.stdout
    done = run.restore(model)
    if done:
        out.write(f"going on after epoch {done}, from {checkpoints} (remove it to begin anew)\n")
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
        validation_batch_size=_VALIDATION_BATCH,
        callbacks=[Dice(seed), run, Progress(epochs, steps, out)],
        shuffle=False,  # batches() does that
        verbose=0,
    )
    run.remove()
    return run.history


def _fingerprints(model: keras.Model, train: Digits) -> dict[str, int]:
    """Return checksums of the network's layers and of the digits, for telling runs apart."""
    layers = [layer.get_config() | {"name": ""} for layer in model.layers]
    return {
        "network": zlib.crc32(json.dumps(layers, default=str, sort_keys=True).encode()),
        "digits": zlib.crc32(train.labels.tobytes(), zlib.crc32(train.images.tobytes())),
    }


class Dice(keras.callbacks.Callback):
    """Lets dropout depend on the seed and the epoch alone.

    Keras does not keep the state of a layer's random numbers in a checkpoint.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Set every layer's generator anew."""
        for number, layer in enumerate(self.model.layers):
            if hasattr(layer, "seed_generator"):
                rng = np.random.default_rng((self._seed, epoch, number))
                layer.seed_generator.state.assign(rng.integers(2**31, size=2))


class Checkpoints(keras.callbacks.Callback):
    """Writes a checkpoint after every epoch; continues from the last one of the same run."""

    def __init__(self, folder: Path, steps: int, run: dict[str, int]) -> None:
        super().__init__()
        self._folder, self._steps, self._run = folder, steps, run
        self._network, self._log = folder / "network.keras", folder / "history.json"
        self.history: dict[str, list[float]] = {}

    def restore(self, model: keras.Model) -> int:
        """Bring ``model`` to where the run stopped; return how many epochs it has done."""
        if not self._network.is_file():
            return 0
        try:
            log = json.loads(self._log.read_text(encoding="utf-8"))
            if log["run"] != self._run:
                return 0
            earlier = keras.models.load_model(self._network, safe_mode=True)
        except Exception:  # noqa: BLE001 (a broken checkpoint only means to start anew)
            return 0
        model.set_weights(earlier.get_weights())
        model.optimizer.build(model.trainable_variables)
        pairs = zip(model.optimizer.variables, earlier.optimizer.variables, strict=True)
        for own, saved in pairs:
            own.assign(saved)
        # The network itself tells how far it is: the history may be an epoch ahead of it.
        done = int(earlier.optimizer.iterations) // self._steps
        self.history = {key: values[:done] for key, values in log["history"].items()}
        return done

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Write the history, then the network, each replaced at once."""
        for key, value in (logs or {}).items():
            self.history.setdefault(key, []).append(float(value))
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / "unfinished.json"
        log = {"run": self._run, "history": self.history}
        unfinished.write_text(json.dumps(log), encoding="utf-8")
        unfinished.replace(self._log)
        unfinished = self._folder / "unfinished.keras"
        self.model.save(unfinished)
        unfinished.replace(self._network)

    def remove(self) -> None:
        """Remove the folder of a finished run."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Progress(keras.callbacks.Callback):
    """Tells epoch, step, accuracy and the time left, one line per epoch."""

    def __init__(self, epochs: int, steps: int, out: TextIO) -> None:
        super().__init__()
        self._epochs, self._steps, self._out = epochs, steps, out
        self._epoch = self._first_step = 0
        self._begun = self._shown = time.monotonic()
        self._estimates = False

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Note which epoch runs."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Rewrite the line, at most once a second."""
        now, done = time.monotonic(), self._epoch * self._steps + batch + 1
        if not self._estimates:  # the first step prepares the others, and takes far longer
            self._estimates, self._begun, self._first_step = True, now, done
        if now - self._shown < 1 or done == self._first_step:
            return
        self._shown = now
        steps_left = self._epochs * self._steps - done
        left = (now - self._begun) / (done - self._first_step) * steps_left
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
