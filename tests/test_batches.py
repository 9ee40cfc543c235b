"""What the network learns from."""

import numpy as np
import pytest

from digits.batches import STYLES_SHARE, batches, batches_per_epoch
from digits.data import Digits


@pytest.fixture
def train(some_digits) -> Digits:
    return Digits(some_digits.images[:500] / np.float32(255), some_digits.labels[:500])


def epoch(train: Digits, number: int, seed: int = 3) -> list[tuple[np.ndarray, np.ndarray]]:
    return list(batches(train, 128, seed, range(number, number + 1)))


def test_an_epoch_holds_every_digit_once_and_styles_beside_them(train):
    parts = epoch(train, 0)
    assert len(parts) == batches_per_epoch(train, 128) == 5
    answers = np.concatenate([answers for _, answers in parts])
    styles = len(answers) - len(train.labels)
    assert styles / len(answers) == pytest.approx(STYLES_SHARE, abs=0.01)
    counts = np.bincount(answers.argmax(axis=1), minlength=10)
    assert (counts >= np.bincount(train.labels, minlength=10)).all()


def test_batches_have_the_form_that_the_network_takes(train):
    for images, answers in epoch(train, 0):
        assert images.shape[1:] == (28, 28, 1)
        assert answers.shape == (len(images), 10)
        assert len(images) <= 128
        assert images.dtype == answers.dtype == np.float32


def test_an_epoch_depends_on_its_number_and_the_seed_alone(train):
    # so that a training that was stopped goes on as if it had not been
    later = list(batches(train, 128, 3, range(2)))[5:]
    for (images, answers), (alone, alone_answers) in zip(later, epoch(train, 1), strict=True):
        np.testing.assert_array_equal(images, alone)
        np.testing.assert_array_equal(answers, alone_answers)
    assert not np.array_equal(epoch(train, 0)[0][0], epoch(train, 1)[0][0])
    assert not np.array_equal(epoch(train, 0)[0][0], epoch(train, 0, seed=4)[0][0])


def test_fewer_digits_than_a_batch_are_one_batch(train):
    few = Digits(train.images[:7], train.labels[:7])
    assert len(epoch(few, 0)) == batches_per_epoch(few, 128) == 1
