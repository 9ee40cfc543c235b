"""Which part of the pad is looked at, and where a picture lies on it."""

from __future__ import annotations

from typing import NamedTuple

from digits.stroke import PAD_SIDE


class View(NamedTuple):
    """A part of the pad: ``scale`` pixels for each pad unit, from a corner in pad units on."""

    scale: float
    left: float = 0.0
    top: float = 0.0

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """From pad units to pixels."""
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def to_pad(self, x: float, y: float) -> tuple[float, float]:
        """From pixels to pad units."""
        return x / self.scale + self.left, y / self.scale + self.top


class Place(NamedTuple):
    """Where a picture lies on the pad: pad units for each pixel, its corner in pad units."""

    unit: float
    left: float
    top: float


def place(height: int, width: int) -> Place:
    """Return how a picture of this size lies on the pad: as large as it can, in the middle."""
    unit = PAD_SIDE / max(height, width)
    return Place(unit, (PAD_SIDE - width * unit) / 2, (PAD_SIDE - height * unit) / 2)
