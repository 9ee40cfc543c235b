"""What the network learns from: batches of distorted digits, some of them drawn styles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from digits.augment import augment
from digits.data import Digits, add_channel, one_hot
from digits.styles import draw_many

STYLES_SHARE = 0.06
"""Share of every batch that is drawn from the page of styles."""


def batches(
    train: Digits, batch_size: int, seed: int, epochs: range
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the batches of ``epochs``, float32 images (n, 28, 28, 1) and one-hot labels (n, 10).

    An epoch holds every digit of ``train`` once, distorted, and beside them newly drawn
    styles. What is in it depends on ``seed`` and on its number alone.
    """
    for epoch in epochs:
        rng = np.random.default_rng((seed, epoch))
        order = rng.permutation(len(train.labels))
        for part in np.array_split(order, batches_per_epoch(train, batch_size)):
            styles = draw_many(round(len(part) * STYLES_SHARE / (1 - STYLES_SHARE)), rng)
            images = np.concatenate([train.images[part], styles[0]])
            labels = np.concatenate([train.labels[part], styles[1]])
            yield add_channel(augment(images, rng)), one_hot(labels)


def batches_per_epoch(train: Digits, batch_size: int) -> int:
    """Return how many batches of at most ``batch_size``, styles included, an epoch has."""
    from_train = batch_size - round(batch_size * STYLES_SHARE)
    return -(-len(train.labels) // from_train)
