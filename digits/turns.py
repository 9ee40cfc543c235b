"""Pictures on their side or upside down: the way up in which they are read with least doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from digits.reading import Box, Reading, Readings

LEAST = 10
"""A picture with fewer digits is read as it is given. From 4 digits on, 30 of 540 amounts would be
turned by mistake, most of them upside down, where a 6 is a 9."""

SURE = 2 / 3
"""Where so many of the digits are sure, the other ways up are not even looked at, so that they
cost nothing. Of nine photos seven have more when they stand upright, one when it is upside down
(0.83), and none on its side (0.39 and less)."""

CLEARLY = 0.5
"""What is turned leaves at most this share of the doubt that any other way up leaves."""

_QUARTERS = (1, 2, 3)  # turns counter-clockwise


def read_upright(ink: np.ndarray, read: Callable[[np.ndarray], Readings]) -> Readings:
    """Return the readings of the ink, turned where it is clearly read better so.

    The boxes are those of the ink as it was given.
    """
    given = read(ink)
    if len(given) < LEAST or np.mean([reading.sure for reading in given]) >= SURE:
        return given
    ways = {0: given}
    ways |= {turns: read(np.ascontiguousarray(np.rot90(ink, turns))) for turns in _QUARTERS}
    # A few good digits say little where many were.
    ways = {turns: found for turns, found in ways.items() if 2 * len(found) >= len(given)}
    best, *others = sorted(ways, key=lambda turns: doubt(ways[turns]))
    if others and doubt(ways[best]) > CLEARLY * doubt(ways[others[0]]):
        return given
    return Readings(_turned_back(reading, best, ink.shape) for reading in ways[best])


def doubt(readings: Readings) -> float:
    """Return the mean surprise at the digits, 0 where all are certain."""
    return -float(np.mean(np.log([reading.confidence for reading in readings])))


def _turned_back(reading: Reading, turns: int, shape: tuple[int, ...]) -> Reading:
    """Return a reading of a picture that was turned, its box in the picture of this shape."""
    return replace(reading, box=turned_back(reading.box, turns, shape))


def turned_back(box: Box, turns: int, shape: tuple[int, ...]) -> Box:
    """Return where a box lay before a picture of this shape was turned counter-clockwise."""
    for turned in reversed(range(turns)):
        width = shape[1 - turned % 2]  # of the picture before this turn
        top, left, bottom, right = box
        box = Box(left, width - bottom, right, width - top)
    return box
