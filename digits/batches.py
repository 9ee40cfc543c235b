"""What the network learns from: distorted digits, drawn styles, and what is cut out by mistake."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from digits.augment import augment
from digits.data import Digits, add_channel, one_hot
from digits.mishaps import NO_DIGIT, parted
from digits.reading import CLASSES
from digits.styles import draw_many

STYLES_SHARE = 0.08
"""Share of a batch that is drawn from the page of styles."""

PARTED_SHARE = 0.14
"""Share that the program itself cut out of numbers, ..."""

WHOLE_SHARE = 0.5
"""... and which share of them are digits. Each of the ten is as right as the others for the rest,
which are none."""


def batches(
    train: Digits, batch_size: int, seed: int, epochs: range
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the batches of ``epochs``, float32 images (n, 28, 28, 1) and one-hot labels (n, 10).

    An epoch holds every digit of ``train`` once, distorted, and beside them newly drawn
    styles, digits with slivers, and what is no digit (its labels are even, 0.1 each). What is
    in it depends on ``seed`` and on its number alone.
    """
    for epoch in epochs:
        rng = np.random.default_rng((seed, epoch))
        order = rng.permutation(len(train.labels))
        for part in np.array_split(order, batches_per_epoch(train, batch_size)):
            own = Digits(train.images[part], train.labels[part])
            yield _with_others(own, rng)


def _with_others(own: Digits, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return a batch of MNIST's ``own`` digits, of styles, and of what comes of both in numbers."""
    whole = len(own.labels) / _own_share()
    styles = draw_many(round(whole * STYLES_SHARE), rng)
    images = np.concatenate([own.images, styles[0]])
    labels = np.concatenate([own.labels, styles[1]])
    cut = parted(Digits(images, labels), round(whole * PARTED_SHARE), WHOLE_SHARE, rng)
    answers = one_hot(np.concatenate([labels, cut.labels.clip(min=0)]).astype(np.uint8))
    answers[len(answers) - len(cut.labels) :][cut.labels == NO_DIGIT] = 1 / CLASSES
    images = np.concatenate([images, cut.images])
    return add_channel(augment(images, rng)), answers


def _own_share() -> float:
    return 1 - STYLES_SHARE - PARTED_SHARE


def batches_per_epoch(train: Digits, batch_size: int) -> int:
    """Return how many batches of about ``batch_size`` images an epoch has."""
    return -(-len(train.labels) // round(batch_size * _own_share()))
