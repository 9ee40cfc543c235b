"""The network: its shape, and the files it is kept in."""

import keras
import numpy as np
import pytest

from digits import MODEL_PATH, data, network
from digits.errors import ModelError


def weights(model) -> np.ndarray:
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


@pytest.fixture(scope="module")
def model() -> keras.Sequential:
    return network.build(seed=0)


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


# Files


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


def test_a_loaded_network_can_be_trained_further(tmp_path, model, some_digits):
    network.save(model, tmp_path / "mnist.h5")
    loaded = network.load(tmp_path / "mnist.h5")
    network.compile_network(loaded, steps=3)
    before = weights(loaded)
    images = data.add_channel(data.normalize(some_digits.images[:64]))
    answers = data.one_hot(some_digits.labels[:64])
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


def test_a_network_that_answers_no_probabilities_is_refused(tmp_path):
    layers = keras.layers
    logits = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])
    logits.layers[-1].bias.assign(np.arange(10))
    network.save(logits, tmp_path / "logits.h5")
    with pytest.raises(ModelError, match="answers are no probabilities"):
        network.load(tmp_path / "logits.h5")


def test_a_network_of_nan_is_refused(tmp_path):
    broken = network.build(seed=0)
    broken.layers[-1].bias.assign(np.full(10, np.nan))
    network.save(broken, tmp_path / "broken.h5")
    with pytest.raises(ModelError, match="answers are no probabilities"):
        network.load(tmp_path / "broken.h5")


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
