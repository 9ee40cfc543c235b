"""Strokes: the lines of writing that they make up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from digits.digit_image import finite, from_strokes
from digits.lines import in_lines, without_marks
from digits.reading import Box
from digits.segmentation import STRAIGHTEN, Line, Run


def lines_of_strokes(strokes: Sequence[ArrayLike]) -> list[Line]:
    """Return the lines, top to bottom, of strokes, (n, 2) arrays, x right, y down.

    Raises ``PictureError`` where there are more of them than are read.
    """
    drawn = [points for points in map(finite, strokes) if points.size]
    slant = slant_of_strokes(drawn) * STRAIGHTEN
    boxes = [_box(upright(stroke, slant)) for stroke in drawn]
    lines = []
    for numbers in in_lines(boxes):
        kept = [numbers[k] for k in without_marks([boxes[i] for i in numbers])]
        lines.append(_line([drawn[i] for i in kept], [boxes[i] for i in kept]))
    return lines


def _line(strokes: list[np.ndarray], boxes: list[Box]) -> Line:
    def digit(run: Run) -> tuple[Box, np.ndarray]:
        own = strokes[run.start : run.end]
        return _box(np.concatenate(own)), from_strokes(own)

    return Line(upright=boxes, connected=[False] * (len(boxes) - 1), digit=digit)


def _box(points: np.ndarray) -> Box:
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Box(top, left, bottom, right)


def slant_of_strokes(strokes: Sequence[np.ndarray]) -> float:
    """Return how far the steep strokes go to the right for each unit down."""
    steps = np.concatenate([np.empty((0, 2)), *(np.diff(stroke, axis=0) for stroke in strokes)])
    right, down = steps[np.abs(steps[:, 1]) > np.abs(steps[:, 0])].T
    along = float((down**2).sum())
    return float((right * down).sum()) / along if along > 0 else 0.0


def upright(stroke: np.ndarray, slant: float) -> np.ndarray:
    """Return a stroke as if it did not slant."""
    return stroke - np.outer(stroke[:, 1], (slant, 0))
