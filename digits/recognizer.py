"""The whole way from a drawing or a picture to readings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from digits.digit_image import from_ink, from_strokes, ink_box, strokes_box
from digits.ink import to_ink
from digits.pictures import open_picture
from digits.pixels import to_picture
from digits.reading import Box, Predictor, Reading, Readings

RIGHT_WHEN_SURE = 0.999
"""Share of the sure readings that shall be right."""

SURE_FROM = 0.987
"""Confidence from which a reading counts as sure (``choose_sure_from`` on the
validation digits; the notebook shows it)."""


class Recognizer:
    """Reads drawings and pictures with one predictor."""

    def __init__(self, predict: Predictor, sure_from: float = SURE_FROM) -> None:
        self._predict = predict
        self._sure_from = sure_from

    def read(self, picture: Any) -> Readings:
        """Read a picture: a path, a Pillow image, or an array (see ``to_picture``).

        A picture with no ink in it gives no readings. Raises ``PictureError`` when a
        file cannot be read as a picture.
        """
        if isinstance(picture, str | Path):
            pixels = open_picture(picture)
        else:
            pixels = to_picture(picture)
        ink = to_ink(pixels)
        box = ink_box(ink)
        if box is None:
            return Readings()
        return self._readings([box], [from_ink(ink, box)])

    def read_strokes(self, strokes: Sequence[ArrayLike]) -> Readings:
        """Read strokes, (n, 2) arrays of points, x right, y down, in any units.

        No strokes, or strokes with no points, give no readings.
        """
        box = strokes_box(strokes)
        if box is None:
            return Readings()
        return self._readings([box], [from_strokes(strokes)])

    def _readings(self, boxes: list[Box], images: list[np.ndarray]) -> Readings:
        batch = np.stack(images)[..., np.newaxis]  # (n, 28, 28, 1)
        return Readings(
            Reading(box, image, probabilities, bool(probabilities.max() >= self._sure_from))
            for box, image, probabilities in zip(boxes, images, self._predict(batch), strict=True)
        )


def choose_sure_from(
    probabilities: np.ndarray, labels: np.ndarray, right: float = RIGHT_WHEN_SURE
) -> float:
    """Return the least confidence from which at least ``right`` of the readings are right.

    ``probabilities`` is (n, 10), ``labels`` (n,); 1.0 when there is no such confidence.
    """
    confidence = probabilities.max(axis=1)
    is_right = probabilities.argmax(axis=1) == labels
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    # Equal confidences stand or fall together.
    last_of_equals = np.append(np.diff(confidence[order]) != 0, True)
    enough = np.flatnonzero((share >= right) & last_of_equals)
    return float(confidence[order][enough[-1]]) if enough.size else 1.0
