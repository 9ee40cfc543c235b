"""What was read: light enough for the window, which imports no picture library."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np

SIDE = 28
"""Rows and columns of a digit image."""

CLASSES = 10
"""Digits that are told apart."""

Predictor: TypeAlias = "Callable[[np.ndarray], np.ndarray]"
"""From digit images, float32 (n, 28, 28, 1), to probabilities, float32 (n, 10)."""


class Box(NamedTuple):
    """Half-open in a picture: rows ``top`` to ``bottom - 1``, columns ``left`` to ``right - 1``.

    Of strokes it is what their points span, so a dot has a box without height or width.
    """

    top: float
    left: float
    bottom: float
    right: float


@dataclass(frozen=True, eq=False)
class Reading:
    """One digit that was found.

    ``box`` is in pixels of the picture, or in the units of the strokes; ``image`` is the
    digit image that the network saw; ``sure`` says that its confidence, and the share of the
    ways to divide the line that agree, both reached the recognizer's threshold; ``before`` is
    what stands between this digit and the one before it: nothing, a blank where a new group
    begins, or a new line; ``correction`` is what a person said that the digit is.
    """

    box: Box
    image: np.ndarray
    probabilities: np.ndarray
    sure: bool
    before: str = ""
    correction: int | None = None

    @property
    def digit(self) -> int:
        """The digit, 0 to 9: what a person said, or else the most likely one."""
        return int(self.probabilities.argmax()) if self.correction is None else self.correction

    @property
    def likely(self) -> tuple[int, ...]:
        """All ten digits, the most likely first."""
        return tuple((-self.probabilities).argsort(kind="stable").tolist())

    @property
    def confidence(self) -> float:
        """The probability of the most likely digit, 0 to 1."""
        return float(self.probabilities.max())


class Readings(tuple[Reading, ...]):
    """The digits of one sketch or picture in reading order.

    ``str`` gives the number: blanks between groups of digits, a new line for each line.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(f"{reading.before}{reading.digit}" for reading in self)

    @property
    def sure(self) -> bool:
        """Whether something was read and every digit of it is sure."""
        return bool(self) and all(reading.sure for reading in self)


def percent(probability: float) -> str:
    """Return a probability in percent, rounded down: next to certain is not yet 100 %.

    >>> percent(0.99987), percent(0.61)
    ('99.9 %', '61.0 %')
    """
    # A millionth of grace: 0.61 in binary lies a little below 61 %.
    return f"{math.floor(probability * 1000 + 1e-3) / 10:.1f} %"
