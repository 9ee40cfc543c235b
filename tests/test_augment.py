"""Distortions that a pen and a hand make."""

import numpy as np
from art import SEVEN, ink

from digits.augment import augment
from digits.digit_image import from_ink

SEVENS = np.stack([from_ink(ink(*SEVEN))] * 200)


def distorted(seed: int = 0) -> np.ndarray:
    return augment(SEVENS, np.random.default_rng(seed))


def test_digit_images_stay_digit_images():
    images = distorted()
    assert images.shape == SEVENS.shape
    assert images.dtype == np.float32
    assert images.min() >= 0
    np.testing.assert_allclose(images.max(axis=(1, 2)), 1)


def test_every_image_is_distorted_in_its_own_way_and_anew():
    images = distorted()
    assert len(np.unique(images.reshape(200, -1), axis=0)) == 200
    assert not np.array_equal(images, distorted(seed=1))


def test_the_generator_decides():
    np.testing.assert_array_equal(distorted(), distorted())


def test_digits_stay_in_the_image_and_their_pen_varies():
    images, before = distorted(), SEVENS[0]
    ink_left = images.sum(axis=(1, 2)) / before.sum()
    assert 0.3 < ink_left.min() < 0.8  # a thinner pen
    assert 1.2 < ink_left.max() < 3  # a thicker pen
    rim = images[:, [0, -1]].sum() + images[:, :, [0, -1]].sum()
    assert rim < 0.05 * images.sum()


def test_on_average_the_digit_stays_where_it_was():
    rows, columns = np.indices((28, 28))
    for place in (rows, columns):
        moved = (distorted() * place).sum(axis=(1, 2)) / distorted().sum(axis=(1, 2))
        stayed = (SEVENS[0] * place).sum() / SEVENS[0].sum()
        assert abs(moved.mean() - stayed) < 0.3
        assert 0.5 < moved.std() < 2


def test_an_empty_digit_image_stays_empty():
    assert not augment(np.zeros((3, 28, 28), np.float32), np.random.default_rng(0)).any()


def test_the_images_are_not_changed():
    before = SEVENS.copy()
    distorted()
    np.testing.assert_array_equal(SEVENS, before)
