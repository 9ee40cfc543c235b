"""What the network sees: the one definition of a digit image.

MNIST's digit images were made like this (reconstructed by Yadav and Bottou, "Cold Case:
The Lost MNIST Digits", 2019, and true of all 10,000 test digits): a tight box around the
ink, its longest side scaled to 20 pixels by area-weighted averaging, and a shift by whole
pixels that brings the center of mass to row 14 and column 14, at most half a pixel off.
Drawings and pictures take the same way here, so that the network sees what it learned.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike

from digits.reading import SIDE, Box

DIGIT_SIDE = 20
"""Length of the longest side of the ink in a digit image, in pixels."""

CENTER = 14
"""Row and column at which the center of mass lies, at most half a pixel off."""

PEN_WIDTH = 1.9
"""Width of the pen that draws strokes, in pixels of the digit image.

MNIST's own is about 2.5 (5 to 95 %: 1.7 to 4.0). Of 1.7, 1.9, 2.1, 2.3 and 2.6 the first two
read most of 7,494 digits by 30 people right; a wide pen closes small loops."""

SHARPEN = 0.8
"""How much of the difference to its neighbors a pixel gains when ink was shrunk.

A picture that was photographed or enlarged is softer than MNIST's bilevel originals were.
0 leaves 26 of 8,000 training digits, enlarged bilinearly, read otherwise than before; 0.7
to 1 leave 11 to 14, and lower the mistakes on 2,980 scans from 86 to about 80."""

PEN_WIDTHS = (1.7, 4.0)
"""Narrowest and widest pen of what a digit image is made from; MNIST's own are seldom beyond."""

_FARTHEST = 1e100  # nobody draws farther than this, and squares of it are still numbers
_SAME = 1e-3  # of full ink: two grays that differ by no more are one
_MOST_CHANGE = 1.6  # pixels: one step of dilation or erosion to both sides changes up to two
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_SUPERSAMPLING = 8  # strokes are drawn this much larger, then averaged down: smooth edges
_FRACTION_BITS = 4  # cv2 draws between pixels with coordinates in sixteenths


def ink_box(ink: np.ndarray) -> Box | None:
    """Return the tight box around all ink (height, width), or None where there is none."""
    left, top, width, height = cv2.boundingRect((ink != 0).view(np.uint8))
    return Box(top, left, top + height, left + width) if width else None


def from_ink(ink: np.ndarray, box: Box | None = None) -> np.ndarray:
    """Return the digit image, float32 (28, 28) in [0, 1], of the ink inside ``box``.

    ``ink`` is float32 (height, width), 1 = pen, 0 = paper; without a box, all of it is
    taken. No ink gives an empty digit image.
    """
    box = box or ink_box(ink)
    if box is None:
        return np.zeros((SIDE, SIDE), np.float32)
    top, left, bottom, right = (int(edge) for edge in box)
    crop = ink[top:bottom, left:right].astype(np.float32)
    if not crop.any():
        return np.zeros((SIDE, SIDE), np.float32)

    digit = _scaled(crop, DIGIT_SIDE)
    if max(crop.shape) > DIGIT_SIDE and not _is_made_of_blocks(crop, digit):
        digit = _crisp(_with_usual_pen(crop, digit))
    return _place(np.clip(digit / digit.max(), 0, 1))  # bicubic overshoots


def _scaled(crop: np.ndarray, side: float) -> np.ndarray:
    """Return ``crop`` with a longest side of ``side`` pixels; the aspect is kept."""
    scale = side / max(crop.shape)
    height, width = (max(1, round(length * scale)) for length in crop.shape)
    averaging = cv2.INTER_AREA if scale <= 1 else cv2.INTER_CUBIC
    return cv2.resize(crop, (width, height), interpolation=averaging)


def _with_usual_pen(crop: np.ndarray, digit: np.ndarray) -> np.ndarray:
    """Return ``digit``, made from ``crop``, drawn with a pen that is neither thin nor wide."""
    digit = digit / digit.max()
    width = pen_width(digit)
    change = min(max(width, PEN_WIDTHS[0]), PEN_WIDTHS[1]) - width
    if width == 0 or change == 0:
        return digit
    # The pen grows to all sides, so the rest shrinks: together they span 20 pixels again.
    change = min(max(change, -_MOST_CHANGE), _MOST_CHANGE)
    digit = _scaled(crop, DIGIT_SIDE - change)
    digit = cv2.copyMakeBorder(digit, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    digit = with_pen(digit, change / 2)
    return digit / digit.max()


def with_pen(image: np.ndarray, amount: float | np.ndarray) -> np.ndarray:
    """Return ink drawn with a thicker (amount > 0) or thinner pen; 1 is a pixel all around.

    ``amount`` may be an array, (height, 1), of one sign.
    """
    change = cv2.dilate if np.all(np.greater(amount, 0)) else cv2.erode
    return image + abs(amount) * (change(image, _CROSS) - image)


def pen_width(digit: np.ndarray) -> float:
    """Return the width of the pen in pixels: a line has twice its area over its outline."""
    framed = cv2.copyMakeBorder(digit, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    large = cv2.resize(framed, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    inside = (large > 0.5).view(np.uint8)
    outlines, _ = cv2.findContours(inside, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    length = sum(cv2.arcLength(outline, closed=True) for outline in outlines)
    return 2 * cv2.countNonZero(inside) / length / 4 if length else 0.0


def _crisp(digit: np.ndarray) -> np.ndarray:
    blurred = cv2.blur(digit, (3, 3), borderType=cv2.BORDER_CONSTANT)
    return np.clip(digit + SHARPEN * (digit - blurred), 0, 1)


def _is_made_of_blocks(crop: np.ndarray, digit: np.ndarray) -> bool:
    """Tell whether ``crop`` is ``digit`` enlarged without smoothing: then nothing is soft."""
    blocks = cv2.resize(digit, crop.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return cv2.norm(blocks, crop, cv2.NORM_INF) <= _SAME


def from_strokes(strokes: Sequence[ArrayLike], pen_width: float = PEN_WIDTH) -> np.ndarray:
    """Return the digit image, float32 (28, 28) in [0, 1], of all strokes together.

    Strokes are (n, 2) arrays of points, x right, y down, in any units. It is the points
    that are scaled, so that the ink of a pen of ``pen_width`` pixels spans 20: size, place
    and pen on the drawing pad make no difference. A dot keeps its scale. No points give an
    empty digit image.
    """
    points = _points(strokes)
    if points.size == 0:
        return np.zeros((SIDE, SIDE), np.float32)

    first, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = (DIGIT_SIDE - pen_width) / extent.max() if extent.max() > 1 / _FARTHEST else 1.0
    lines = [(finite(stroke) - first) * scale + pen_width / 2 for stroke in strokes]
    columns, rows = np.ceil(extent * scale + pen_width - 1e-6).astype(int)
    digit = _draw(lines, rows, columns, pen_width)
    return _place(digit / digit.max())


def _points(strokes: Sequence[ArrayLike]) -> np.ndarray:
    """Return the points of all strokes, float64 (n, 2)."""
    return np.concatenate([np.empty((0, 2)), *(finite(stroke) for stroke in strokes)])


def finite(stroke: ArrayLike) -> np.ndarray:
    """Return the points of a stroke, float64 (n, 2), that are numbers a pen can reach."""
    points = np.asarray(stroke, np.float64).reshape(-1, 2)
    return points[(np.abs(points) <= _FARTHEST).all(axis=1)]  # no NaN is


def _draw(lines: list[np.ndarray], rows: int, columns: int, pen_width: float) -> np.ndarray:
    """Draw lines, (n, 2) points in pixels, with the pen; return float32 (rows, columns)."""
    large = np.zeros((rows * _SUPERSAMPLING, columns * _SUPERSAMPLING), np.uint8)
    corners = [
        # A pixel of ``large`` is a square around a whole number: hence the half.
        np.rint((line * _SUPERSAMPLING - 0.5) * 2**_FRACTION_BITS).astype(np.int32)
        for line in lines
        if line.size
    ]
    cv2.polylines(
        large,
        [np.concatenate([line, line[-1:]]) for line in corners],  # a line of one point is a dot
        isClosed=False,
        color=255,
        thickness=round(pen_width * _SUPERSAMPLING),
        shift=_FRACTION_BITS,
    )
    return cv2.resize(large, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)


def _place(digit: np.ndarray) -> np.ndarray:
    """Lay ``digit`` into an empty digit image, its center of mass at (14, 14)."""
    # In whole numbers, so that a center exactly between two pixels never depends on rounding.
    mass = np.rint(digit * 255).astype(np.int64)
    image = np.zeros((SIDE, SIDE), np.float32)
    top, left = (_offset(mass.sum(axis=1 - axis), digit.shape[axis]) for axis in (0, 1))
    image[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return image


def _offset(profile: np.ndarray, length: int) -> int:
    """Return the place of the first row that brings the center into [13.5, 14.5)."""
    total, moment = int(profile.sum()), int(profile @ np.arange(length))
    # ceil(CENTER - 1/2 - moment / total), but never outside the digit image
    offset = -((2 * moment - (2 * CENTER - 1) * total) // (2 * total))
    return min(max(offset, 0), SIDE - length)
