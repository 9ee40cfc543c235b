"""The network: its shape, its training, and the files it is kept in."""

import io

import keras
import numpy as np
import pytest

from digits import MODEL_PATH, data, network
from digits.batches import batches_per_epoch
from digits.data import Digits
from digits.errors import ModelError

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
        [layers.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10, activation="softmax")]
    )
    steps = batches_per_epoch(train, RUN["batch_size"])
    network.compile_network(model, RUN["epochs"] * steps)
    return model


def trained(parts, folder, out=None):
    model = compiled(parts[0])
    history = network.train(model, *parts, **RUN, checkpoints=folder, out=out or io.StringIO())
    return model, history


def weights(model) -> np.ndarray:
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


# The network


def test_it_turns_digit_images_into_probabilities():
    model = network.build(seed=0)
    assert model.input_shape == (None, 28, 28, 1)
    probabilities = network.predictor(model)(np.zeros((2500, 28, 28, 1), np.float32))
    assert probabilities.shape == (2500, 10)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert network.predictor(model)(np.zeros((0, 28, 28, 1), np.float32)).shape == (0, 10)


def test_it_has_the_stated_number_of_parameters():
    assert network.build(seed=0).count_params() == network.PARAMETERS


def test_the_seed_decides_the_first_weights():
    one, same, other = (weights(network.build(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_the_rate_rises_to_1_and_falls_to_0():
    # Keras' default of 0.001 is why copies of this recipe end at 84 %.
    model = network.build(seed=0)
    network.compile_network(model, steps=1000)
    assert isinstance(model.optimizer, keras.optimizers.Adadelta)
    schedule = model.optimizer._learning_rate
    rates = [float(schedule(step)) for step in range(0, 1001, 10)]
    assert max(rates) == pytest.approx(network.LEARNING_RATE, rel=0.01)
    assert rates.index(max(rates)) == 5
    assert rates[0] == 0
    assert rates[-1] == pytest.approx(0, abs=1e-6)


# Training


def test_training_shows_progress_and_returns_the_history(tmp_path, parts):
    out = io.StringIO()
    _, history = trained(parts, tmp_path / "run", out)
    assert set(history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert all(len(values) == RUN["epochs"] for values in history.values())
    lines = out.getvalue().splitlines()
    assert "epoch 3/3" in lines[-1]
    assert "val_accuracy" in lines[-1]


@pytest.mark.parametrize(
    ("first_epoch", "epoch", "expected"),
    [
        (0, 0, "epoch 1/10: step 100/400, 39:00 left, loss 0.5000"),  # 100 of 4,000 steps done
        (0, 4, "epoch 5/10: step 100/400, 1:21 left, loss 0.5000"),  # 1,700 of 4,000
        (4, 4, "epoch 5/10: step 100/400, 23:00 left, loss 0.5000"),  # 100 of 2,400: continued
    ],
)
def test_progress_tells_step_and_time_left(monkeypatch, first_epoch, epoch, expected):
    clock = iter([1000.0, 1060.0])  # a minute passes
    monkeypatch.setattr(network.time, "monotonic", lambda: next(clock))
    out = io.StringIO()
    progress = network.Progress(epochs=10, steps=400, out=out, first_epoch=first_epoch)
    progress.on_epoch_begin(epoch)
    progress.on_train_batch_end(99, {"loss": 0.5})
    assert out.getvalue().startswith(expected)
    assert out.getvalue().endswith("\r")


def test_training_on_the_same_seed_gives_the_same_network(tmp_path, parts):
    one, _ = trained(parts, tmp_path / "one")
    other, _ = trained(parts, tmp_path / "other")
    np.testing.assert_allclose(weights(one), weights(other), atol=1e-5)


class StoppedError(Exception):
    pass


@pytest.fixture
def stop_in_second_epoch(monkeypatch):
    whole = network.Progress.on_epoch_end

    def stop(self, epoch, logs=None):
        if epoch == 1:
            raise StoppedError
        whole(self, epoch, logs)

    with monkeypatch.context() as patch:
        patch.setattr(network.Progress, "on_epoch_begin", lambda *_: None)
        patch.setattr(network.Progress, "on_epoch_end", stop)
        yield patch


def test_a_stopped_training_continues_to_the_same_network(tmp_path, parts, stop_in_second_epoch):
    folder = tmp_path / "run"
    with pytest.raises(StoppedError):
        trained(parts, folder)
    assert (folder / "network.keras").is_file()
    stop_in_second_epoch.undo()

    out = io.StringIO()
    continued, history = trained(parts, folder, out)
    assert "epoch 3/3" in out.getvalue()
    assert "epoch 2/3" not in out.getvalue()  # both earlier epochs were kept
    whole, whole_history = trained(parts, tmp_path / "whole")
    np.testing.assert_allclose(weights(continued), weights(whole), atol=1e-5)
    assert continued.optimizer.iterations == whole.optimizer.iterations == 9
    for key, values in whole_history.items():
        np.testing.assert_allclose(history[key], values, rtol=1e-4)
    assert not folder.exists()


def test_a_checkpoint_of_another_run_is_not_continued(tmp_path, parts, stop_in_second_epoch):
    folder = tmp_path / "run"
    with pytest.raises(StoppedError):
        trained(parts, folder)
    stop_in_second_epoch.undo()
    train, validation = parts
    other = Digits(train.images[::-1], train.labels[::-1])
    out = io.StringIO()
    trained((other, validation), folder, out)
    assert "epoch 1/3" in out.getvalue()


def test_a_broken_checkpoint_is_not_continued(tmp_path, parts, stop_in_second_epoch):
    folder = tmp_path / "run"
    with pytest.raises(StoppedError):
        trained(parts, folder)
    stop_in_second_epoch.undo()
    (folder / "network.keras").write_bytes(b"cut off")
    out = io.StringIO()
    trained(parts, folder, out)
    assert "epoch 1/3" in out.getvalue()


@pytest.mark.slow
def test_the_recipe_learns(tmp_path, some_digits):
    digits = Digits(data.normalize(some_digits.images), some_digits.labels)
    train, validation = data.split(digits, 0.1, seed=0)
    model = network.build(seed=0)
    epochs, batch_size = 6, 32
    network.compile_network(model, epochs * batches_per_epoch(train, batch_size))
    history = network.train(
        *(model, train, validation),
        epochs=epochs,
        batch_size=batch_size,
        seed=0,
        checkpoints=tmp_path / "run",
        out=io.StringIO(),
    )
    assert history["val_accuracy"][-1] > 0.9


# Files


@pytest.fixture(scope="module")
def model() -> keras.Sequential:
    return network.build(seed=0)


def test_a_saved_network_answers_the_same(tmp_path, model, rng):
    path = tmp_path / "mnist.h5"
    network.save(model, path)
    images = rng.random((7, 28, 28, 1), dtype=np.float32)
    loaded = network.load(path)
    np.testing.assert_array_equal(
        network.predictor(loaded)(images), network.predictor(model)(images)
    )
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_the_old_file_and_no_rest(tmp_path, model, monkeypatch):
    path = tmp_path / "mnist.h5"
    path.write_bytes(b"the good old network")

    def full_disk(self, unfinished, **_options):
        unfinished.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keras.Sequential, "save", full_disk)
    with pytest.raises(OSError, match="No space left"):
        network.save(model, path)
    assert path.read_bytes() == b"the good old network"
    assert list(tmp_path.iterdir()) == [path]


def test_a_loaded_network_can_be_trained_further(tmp_path, model, parts):
    network.save(model, tmp_path / "mnist.h5")
    loaded = network.load(tmp_path / "mnist.h5")
    network.compile_network(loaded, steps=3)
    before = weights(loaded)
    images, answers = data.add_channel(parts[0].images), data.one_hot(parts[0].labels)
    loaded.fit(images, answers, epochs=1, verbose=0)
    assert not np.array_equal(weights(loaded), before)


def test_a_network_with_another_output_is_refused(tmp_path):
    layers = keras.layers
    other = keras.Sequential(
        [layers.Input((28, 28, 1)), layers.Conv2D(10, 3, activation="softmax")]
    )
    network.save(other, tmp_path / "other.h5")
    with pytest.raises(ModelError, match="is not a digit network"):
        network.load(tmp_path / "other.h5")


@pytest.mark.parametrize(
    ("path", "dataset", "subset", "expected"),
    [
        ("mnist.h5", "mnist", None, "mnist.h5"),
        ("mnist.h5", "digits", None, "mnist-digits.h5"),
        ("mnist.h5", "mnist", 2000, "mnist-subset.h5"),
        ("mine.h5", "digits", 2000, "mine.h5"),
    ],
)
def test_only_all_of_mnist_replaces_mnist_h5(path, dataset, subset, expected):
    assert network.path_to_save(path, dataset, subset).name == expected
    assert MODEL_PATH.name == "mnist.h5"
