"""The whole way from a drawing or a picture to readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from digits.ink import to_ink
from digits.lines import group_starts
from digits.patches import lines_of_ink
from digits.pictures import open_picture
from digits.pixels import to_picture
from digits.reading import SIDE, Box, Predictor, Reading, Readings
from digits.saliency import overlay, saliency
from digits.segmentation import (
    Line,
    Run,
    agreement,
    most_plausible,
    runs,
    shares,
    skip_odds,
)
from digits.strokes import lines_of_strokes
from digits.turns import read_upright

RIGHT_WHEN_SURE = 0.999
"""Share of the sure readings that shall be right."""

SURE_FROM = 0.995
"""Confidence from which a reading counts as sure. ``choose_sure_from`` on the validation digits
gives a little less (the notebook shows it); with that, one of 27 lines on photos was read wrong
and sure, with this none."""


class Recognizer:
    """Reads drawings and pictures with one predictor."""

    def __init__(self, predict: Predictor, sure_from: float = SURE_FROM) -> None:
        self._predict = predict
        self._sure_from = sure_from

    def read(self, picture: Any) -> Readings:
        """Read a picture: a path, a Pillow image, or an array (see ``to_picture``).

        A sheet that clearly lies on its side or upside down is read as if it did not.
        A picture with no ink in it gives no readings. Raises ``PictureError`` when a
        file cannot be read as a picture, or holds more pieces of ink than are read.
        """
        if isinstance(picture, str | Path):
            pixels = open_picture(picture)
        else:
            pixels = to_picture(picture)
        return read_upright(to_ink(pixels), lambda ink: self._read_lines(lines_of_ink(ink)))

    def read_strokes(self, strokes: Sequence[ArrayLike]) -> Readings:
        """Read strokes, (n, 2) arrays of points, x right, y down, in any units.

        No strokes, or strokes with no points, give no readings. Raises ``PictureError``
        when there are more strokes than are read.
        """
        return self._read_lines(lines_of_strokes(strokes))

    def explain(self, image: np.ndarray, digit: int, side: int) -> np.ndarray:
        """Return a picture of what in a digit image speaks for a digit, and what against it.

        ``image`` is float (28, 28) in [0, 1]; the picture is uint8 (n, n, 3), n the largest
        multiple of 28 up to ``side``, or 28. For is blue, against is orange (``digits.saliency``).
        """
        influence = saliency(self._predict, image, digit)
        return overlay(image, influence, max(1, side // SIDE))

    def _read_lines(self, lines: Sequence[Line]) -> Readings:
        candidates = [runs(line) for line in lines]
        found = [
            line.digit(run) for line, some in zip(lines, candidates, strict=True) for run in some
        ]
        if not found:
            return Readings()
        images = np.stack([image for _, image in found])
        probabilities = self._predict(images[..., np.newaxis])  # of all candidates at once
        readings: list[Reading] = []
        first = 0
        for line, some in zip(lines, candidates, strict=True):
            own = slice(first, first + len(some))
            first += len(some)
            read = self._line(line, some, found[own], probabilities[own])
            if read:
                readings += [replace(read[0], before="\n" if readings else ""), *read[1:]]
        return Readings(readings)

    def _line(
        self,
        line: Line,
        candidates: Sequence[Run],
        found: Sequence[tuple[Box, np.ndarray]],
        probabilities: np.ndarray,
    ) -> list[Reading]:
        """Return the readings of the most plausible runs of a line."""
        confidence, digits = probabilities.max(axis=1), probabilities.argmax(axis=1)
        chosen = most_plausible(candidates, confidence, skips := skip_odds(line))
        if not chosen:
            return []
        share = shares(candidates, confidence, skips)

        def is_sure(k: int) -> bool:
            """Tell whether neither the digit nor where it begins and ends is in doubt."""
            alike = np.flatnonzero(digits == digits[k]).tolist()
            others = [candidates[i] for i in alike]
            place = agreement(line, candidates[k], others, share[alike].tolist())
            return bool(min(confidence[k], place) >= self._sure_from)

        starts = group_starts([found[k][0] for k in chosen])
        return [
            Reading(*found[k], probabilities[k], is_sure(k), " " if new else "")
            for k, new in zip(chosen, starts, strict=True)
        ]


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
