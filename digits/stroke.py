"""A stroke of the pen, and the units in which it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # the reading process is started before NumPy is imported
    import numpy as np
    from numpy.typing import ArrayLike

PAD_SIDE = 280
"""The side of the pad in pad units, the units of the strokes, at any size of the window."""

PEN_WIDTH = 18.0
"""In pad units: a digit that half fills the pad gets lines about as bold as MNIST's."""

PEN_WIDTHS = (6.0, 40.0)
"""Thinnest and widest pen, in pad units."""


class Stroke(NamedTuple):
    """A stroke as it was drawn: its points and the width of the pen, in pad units."""

    points: np.ndarray
    width: float


def as_stroke(points: ArrayLike, width: float = PEN_WIDTH) -> Stroke:
    """Return a stroke whose points, read-only, share nothing with the caller's.

    Raises ``ValueError`` for what is not one or more finite points.
    """
    import numpy as np

    own = np.array(points, dtype=float)
    if own.ndim != 2 or own.shape[1] != 2 or not len(own):
        raise ValueError(f"a stroke is one or more points (x, y), not an array {own.shape}")
    if not np.isfinite(own).all():
        raise ValueError("the points of a stroke are finite")
    own.flags.writeable = False
    return Stroke(own, float(width))
