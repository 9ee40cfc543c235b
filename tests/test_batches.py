"""What the network learns from."""

import numpy as np
import pytest

import digits.batches
from digits.batches import (
    PARTED_SHARE,
    STYLES_SHARE,
    WHOLE_SHARE,
    batches,
    batches_per_epoch,
)
from digits.data import Digits


@pytest.fixture
def train(some_digits) -> Digits:
    return Digits(some_digits.images[:500] / np.float32(255), some_digits.labels[:500])


def epoch(train: Digits, number: int, seed: int = 3) -> list[tuple[np.ndarray, np.ndarray]]:
    return list(batches(train, 128, seed, range(number, number + 1)))


def test_fewer_digits_than_a_batch_are_one_batch(train):
    few = Digits(train.images[:7], train.labels[:7])
    assert len(epoch(few, 0)) == batches_per_epoch(few, 128) == 1


def test_one_digit_is_a_batch_of_its_own(train):
    one = Digits(train.images[:1], train.labels[:1])
    ((images, answers),) = epoch(one, 0)
    assert images.shape == (1, 28, 28, 1)
    assert answers.argmax() == train.labels[0]


@pytest.fixture
def digits_alone(monkeypatch):
    """Let batches hold MNIST's digits alone, and as they are."""
    for share in ("STYLES_SHARE", "PARTED_SHARE"):
        monkeypatch.setattr(digits.batches, share, 0.0)
    monkeypatch.setattr(digits.batches, "augment", lambda images, rng: images)


def test_an_epoch_holds_every_digit_once_in_an_order_of_its_own(train, digits_alone):
    numbers = {image.tobytes(): number for number, image in enumerate(train.images)}
    assert len(numbers) == len(train.labels)  # no two are the same
    first, second = (
        [
            (numbers[image.tobytes()], answer.argmax())
            for images, answers in epoch(train, number)
            for image, answer in zip(images, answers, strict=True)
        ]
        for number in (0, 1)
    )
    assert sorted(first) == sorted(second) == list(enumerate(train.labels))
    assert first != second


def test_digits_are_distorted(train):
    made = {image.tobytes() for images, _ in epoch(train, 0) for image in images}
    assert not made & {image.tobytes() for image in train.images}


def test_the_shares_add_up(train):
    answers = np.concatenate([answers for _, answers in epoch(train, 0)])
    others = STYLES_SHARE + PARTED_SHARE
    assert 1 - len(train.labels) / len(answers) == pytest.approx(others, abs=0.01)
    nothing = answers.max(axis=1) < 1
    assert nothing.mean() == pytest.approx(PARTED_SHARE * (1 - WHOLE_SHARE), abs=0.01)


def test_answers_are_one_digit_or_for_what_is_none_all_ten_alike(train):
    answers = np.concatenate([answers for _, answers in epoch(train, 0)])
    nothing = answers.max(axis=1) < 1
    np.testing.assert_array_equal(answers[nothing], np.float32(0.1))
    assert set(answers[~nothing].flat) == {0, 1}
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-6)


def test_batches_have_the_form_that_the_network_takes(train):
    parts = epoch(train, 0)
    assert len(parts) == batches_per_epoch(train, 128)
    for images, answers in parts:
        assert images.shape[1:] == (28, 28, 1)
        assert answers.shape == (len(images), 10)
        assert images.dtype == answers.dtype == np.float32
        assert images.min() >= 0
        assert images.max() <= 1


@pytest.mark.parametrize("batch_size", [1, 2, 17, 128, 1000])
def test_a_batch_has_about_the_size_that_was_asked_for(train, batch_size):
    some = Digits(train.images[:60], train.labels[:60])
    parts = list(batches(some, batch_size, 3, range(1)))
    assert len(parts) == batches_per_epoch(some, batch_size)
    counts = [len(images) for images, _ in parts]
    assert max(counts) <= batch_size + 2  # each kind of image is rounded to a whole number
    assert max(counts) - min(counts) <= 3


def test_an_epoch_depends_on_its_number_and_the_seed_alone(train):
    # so that a training that was stopped goes on as if it had not been
    later = list(batches(train, 128, 3, range(2)))[batches_per_epoch(train, 128) :]
    for (images, answers), (alone, alone_answers) in zip(later, epoch(train, 1), strict=True):
        np.testing.assert_array_equal(images, alone)
        np.testing.assert_array_equal(answers, alone_answers)
    assert not np.array_equal(epoch(train, 0)[0][0], epoch(train, 1)[0][0])
    assert not np.array_equal(epoch(train, 0)[0][0], epoch(train, 0, seed=4)[0][0])


def test_the_digits_are_not_changed(train):
    before = train.images.copy()
    epoch(train, 0)
    np.testing.assert_array_equal(train.images, before)
