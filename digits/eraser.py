"""What an eraser leaves of strokes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from digits.stroke import Stroke, as_stroke

_MOST_POINTS = 200_000  # put between those of a stroke


def erased(strokes: tuple[Stroke, ...], path: ArrayLike, radius: float) -> tuple[Stroke, ...]:
    """Return what is left of strokes; if the path reaches none, the very same tuple.

    The eraser is a disk that moves along the path, (n, 2) in pad units. Of a stroke it takes
    what its ink covers: the points up to half the pen's width beyond the disk.
    """
    left: list[Stroke] = []
    for stroke in strokes:
        parts = parts_beyond(stroke.points, path, radius + stroke.width / 2)
        whole = len(parts) == 1 and parts[0] is stroke.points
        left += [stroke] if whole else [as_stroke(part, stroke.width) for part in parts]
    unchanged = len(left) == len(strokes) and all(
        a is b for a, b in zip(left, strokes, strict=True)
    )
    return strokes if unchanged else tuple(left)


def parts_beyond(points: np.ndarray, path: ArrayLike, radius: float) -> list[np.ndarray]:
    """Return the parts of a stroke, (n, 2), that are farther from a path than ``radius``.

    A stroke that is nowhere so near is returned itself.
    """
    way = np.asarray(path, float).reshape(-1, 2)
    if not len(way):
        return [points]
    gap = np.maximum(points.min(axis=0) - way.max(axis=0), way.min(axis=0) - points.max(axis=0))
    if (gap > radius).any():
        return [points]
    dense = _dense(points, max(radius / 8, 0.5))
    far = _distance(dense, way) > radius
    if far.all():
        return [points]
    ends = np.flatnonzero(np.diff(np.concatenate([[False], far, [False]])))
    return [dense[start:end] for start, end in ends.reshape(-1, 2)]


def _dense(points: np.ndarray, spacing: float) -> np.ndarray:
    """Return the points of a polyline with others between them, at most ``spacing`` apart.

    Farther where there would be too many: no hand draws such a line.
    """
    lengths = np.hypot(*np.diff(points, axis=0).T)
    spacing = max(spacing, lengths.sum() / _MOST_POINTS)
    steps = np.ceil(lengths / spacing).clip(min=1)
    at = np.concatenate([[0], np.cumsum(steps)])
    every = np.arange(at[-1] + 1)
    return np.stack([np.interp(every, at, points[:, axis]) for axis in (0, 1)], axis=1)


def _distance(points: np.ndarray, path: np.ndarray) -> np.ndarray:
    """Return the distance, (n,), of points from a polyline."""
    if len(path) == 1:
        path = np.concatenate([path, path])
    nearest = np.full(len(points), np.inf)
    for start, end in pairwise(path):
        along = end - start
        length = float(along @ along)
        t = ((points - start) @ along / length).clip(0, 1) if length else np.zeros(len(points))
        gap = points - start - t[:, np.newaxis] * along
        np.minimum(nearest, np.hypot(*gap.T), out=nearest)
    return nearest
