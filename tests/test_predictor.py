"""The network of a file as a plain function, without Keras in sight until it is needed."""

import subprocess
import sys

import numpy as np
import pytest

from digits import PROJECT
from digits.errors import ModelError
from digits.predictor import load_predictor


@pytest.fixture
def images(rng) -> np.ndarray:
    """More images than the network is given at once."""
    return rng.random((1001, 28, 28, 1), np.float32)


@pytest.mark.parametrize("count", [0, 1, 2, 1001])
def test_each_image_gets_ten_probabilities(predict, images, count):
    probabilities = predict(images[:count])
    assert probabilities.shape == (count, 10)
    assert probabilities.dtype == np.float32
    assert np.all(probabilities >= 0)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_an_image_is_read_the_same_alone_and_among_others(predict, images):
    among = predict(images)
    for index in (0, 999, 1000):
        np.testing.assert_allclose(predict(images[[index]])[0], among[index], atol=1e-4)


def test_the_images_are_not_changed(predict, images):
    before = images.copy()
    predict(images)
    np.testing.assert_array_equal(images, before)


def test_a_missing_file_is_the_caller_s_to_tell(tmp_path):
    with pytest.raises(ModelError, match=r"gone\.h5 is missing"):
        load_predictor(tmp_path / "gone.h5")


def test_keras_is_imported_when_a_network_is_loaded_and_not_before():
    code = """
import sys
from digits import MODEL_PATH
from digits.predictor import load_predictor
print("keras" in sys.modules)
load_predictor(MODEL_PATH)
print("keras" in sys.modules)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["False", "True"]
