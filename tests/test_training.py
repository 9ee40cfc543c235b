"""Training: what it learns, how it goes on after a stop, and what it tells meanwhile."""

import io
import json
import subprocess
import sys

import keras
import numpy as np
import pytest

from digits import PROJECT, data, network, training
from digits.batches import batches_per_epoch
from digits.data import Digits

RUN = {"epochs": 3, "batch_size": 16, "seed": 5}


@pytest.fixture(scope="module")
def parts() -> tuple[Digits, Digits]:
    train, test = data.load("digits")
    return tuple(
        Digits(data.normalize(digits.images[:40]), digits.labels[:40]) for digits in (train, test)
    )


def compiled(train: Digits) -> keras.Sequential:
    """Return a network that learns in no time, with weights drawn from the seed."""
    keras.utils.set_random_seed(RUN["seed"])
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Flatten(),
            layers.BatchNormalization(momentum=0.5),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    steps = batches_per_epoch(train, RUN["batch_size"])
    network.compile_network(model, RUN["epochs"] * steps)
    return model


def trained(parts, folder, out=None):
    model = compiled(parts[0])
    history = training.train(model, *parts, **RUN, checkpoints=folder, out=out or io.StringIO())
    return model, history


def weights(model) -> np.ndarray:
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


def test_training_shows_progress_and_returns_the_history(tmp_path, parts):
    out = io.StringIO()
    _, history = trained(parts, tmp_path / "run", out)
    assert set(history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert all(len(values) == RUN["epochs"] for values in history.values())
    lines = out.getvalue().splitlines()
    assert "epoch 3/3" in lines[-1]
    assert "val_accuracy" in lines[-1]


def test_progress_tells_step_and_time_left(monkeypatch):
    clock = iter([0.0, 50.0, 110.0, 110.5, 170.0])  # seconds; the first step takes 50
    monkeypatch.setattr(training.time, "monotonic", lambda: next(clock))
    out = io.StringIO()
    progress = training.Progress(epochs=10, steps=400, out=out)
    progress.on_epoch_begin(5)  # continued there
    for batch in (0, 100, 101, 200):
        progress.on_train_batch_end(batch, {"loss": 0.5})
    # A hundred steps a minute; 1,899 and then 1,799 are left. The line changes once a second.
    first, second, rest = out.getvalue().split("\r")
    assert first.startswith("epoch 6/10: step 101/400, 18:59 left, loss 0.5000")
    assert second.startswith("epoch 6/10: step 201/400, 17:59 left, loss 0.5000")
    assert rest == ""


def test_training_on_the_same_seed_gives_the_same_network(tmp_path, parts):
    one, _ = trained(parts, tmp_path / "one")
    other, _ = trained(parts, tmp_path / "other")
    np.testing.assert_allclose(weights(one), weights(other), atol=1e-5)


class StoppedError(Exception):
    pass


class StopsInEpoch2(io.StringIO):
    """A terminal that is closed at the end of the second epoch."""

    def write(self, text: str) -> int:
        if text.startswith("epoch 2/") and text.endswith("\n"):
            raise StoppedError
        return super().write(text)


@pytest.fixture
def stopped(tmp_path, parts):
    """The folder of a run that was stopped after two of three epochs."""
    folder = tmp_path / "run"
    with pytest.raises(StoppedError):
        trained(parts, folder, StopsInEpoch2())
    return folder


def epochs_shown(out: io.StringIO) -> list[str]:
    return [line.split(":")[0] for line in out.getvalue().splitlines()]


def test_a_stopped_training_continues_to_the_same_network(tmp_path, parts, stopped):
    # The network of this test has dropout and batch normalization, like the real one.
    out = io.StringIO()
    continued, history = trained(parts, stopped, out)
    said, *shown = epochs_shown(out)
    assert said.startswith("going on after epoch 2")
    assert set(shown) == {"epoch 3/3"}  # both earlier epochs were kept
    whole, whole_history = trained(parts, tmp_path / "whole")
    np.testing.assert_allclose(weights(continued), weights(whole), atol=1e-5)
    for key, values in whole_history.items():
        np.testing.assert_allclose(history[key], values, rtol=1e-4)
    assert not stopped.exists()


def test_a_run_killed_between_history_and_network_trains_no_epoch_twice(parts, stopped):
    history = json.loads((stopped / "history.json").read_text(encoding="utf-8"))
    for values in history["history"].values():
        values.append(0.123)  # of an epoch whose network was not written
    (stopped / "history.json").write_text(json.dumps(history), encoding="utf-8")
    model, continued = trained(parts, stopped)
    assert model.optimizer.iterations == 3 * batches_per_epoch(parts[0], RUN["batch_size"])
    assert all(len(values) == 3 and 0.123 not in values for values in continued.values())


def test_a_checkpoint_of_other_digits_is_not_continued(parts, stopped):
    train, validation = parts
    other = Digits(train.images[::-1], train.labels[::-1])
    out = io.StringIO()
    trained((other, validation), stopped, out)
    assert epochs_shown(out)[0] == "epoch 1/3"


def test_a_checkpoint_of_another_network_is_not_continued(parts, stopped):
    other = keras.Sequential(
        [
            keras.layers.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile_network(other, steps=9)
    out = io.StringIO()
    training.train(other, *parts, **RUN, checkpoints=stopped, out=out)
    assert epochs_shown(out)[0] == "epoch 1/3"


def cut_off(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def damage_the_middle(path):
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 30] = bytes(30)
    path.write_bytes(content)


def write_text(path):
    path.write_text("no checkpoint", encoding="utf-8")


@pytest.mark.parametrize("damage", [cut_off, damage_the_middle, write_text])
@pytest.mark.parametrize("name", ["network.keras", "history.json"])
def test_a_broken_checkpoint_is_not_continued(parts, stopped, name, damage):
    damage(stopped / name)
    out = io.StringIO()
    trained(parts, stopped, out)
    assert epochs_shown(out)[0] == "epoch 1/3"


@pytest.mark.slow
def test_the_recipe_learns(tmp_path, some_digits):
    digits = Digits(data.normalize(some_digits.images), some_digits.labels)
    train, validation = data.split(digits, 0.1, seed=0)
    model = network.build(seed=0)
    epochs, batch_size = 6, 32
    network.compile_network(model, epochs * batches_per_epoch(train, batch_size))
    history = training.train(
        *(model, train, validation),
        epochs=epochs,
        batch_size=batch_size,
        seed=0,
        checkpoints=tmp_path / "run",
        out=io.StringIO(),
    )
    assert history["val_accuracy"][-1] > 0.9


ON_TWO_DEVICES = """
import sys
from pathlib import Path
import tensorflow as tf
from digits import data, network, training
from digits.batches import batches_per_epoch

(processor,) = tf.config.list_physical_devices("CPU")
halves = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(processor, halves)
processors = tf.config.list_logical_devices("CPU")
tf.config.list_logical_devices = lambda kind: processors  # in the place of two GPUs

published = data.load("digits")[0]
digits = data.Digits(data.normalize(published.images[:200]), published.labels[:200])
model = network.build(seed=1)
network.compile_network(model, batches_per_epoch(digits, 128))
before = model.get_weights()[0].copy()
training.train(
    model, digits, digits, epochs=1, batch_size=128, seed=1, checkpoints=Path(sys.argv[1])
)
network.save(model, Path(sys.argv[2]))
print(network.strategy().num_replicas_in_sync, (model.get_weights()[0] != before).any())
"""


@pytest.mark.slow
def test_several_gpus_share_each_batch(tmp_path):
    # Two logical processors stand in for them: TensorFlow treats them alike.
    saved = tmp_path / "shared.h5"
    command = [sys.executable, "-c", ON_TWO_DEVICES, str(tmp_path / "checkpoints"), str(saved)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "2 True"
    assert network.load(saved).count_params() == network.PARAMETERS
