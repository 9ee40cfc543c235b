"""The pen on the pad: from the points of a stroke to a smooth line.

Everything is in pad units until it is drawn; only then are there pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike

from digits.stroke import Stroke
from digits.view import View, place

DARK, LIGHT = (20, 23, 28), (238, 240, 245)
"""RGB of the pen, on light and on dark ground."""

_FRACTION_BITS = 4  # cv2 draws between pixels with coordinates in sixteenths
_MOST_STEPS = 16  # into which the curve between two points is divided
_MOST_POINTS = 100_000  # put on a curve; a hand that draws longer is slow between two points
_MIDDLE_GRAY = 128
_HARD_FROM = 4  # screen pixels for one of a picture: from here on each is shown as a square


def curve(points: ArrayLike, spacing: float = 2.0) -> np.ndarray:
    """Return points, float (m, 2), of a smooth curve through the given ones, (n, 2).

    A hand moves smoothly between the moments at which it is asked where it is. The curve is
    that of Catmull and Rom ("A class of local interpolating splines", 1974); its points are
    about ``spacing`` apart, farther where the given ones are very far apart, and denser where
    those are.
    """
    given = np.asarray(points, float).reshape(-1, 2)
    if len(given) < 3:
        return given
    longest = float(np.hypot(*np.diff(given, axis=0).T).max())
    most = max(min(_MOST_STEPS, _MOST_POINTS // len(given)), 1)
    steps = int(min(max(np.ceil(longest / spacing), 1), most))
    t = (np.arange(steps) / steps)[:, np.newaxis, np.newaxis]
    corners = np.concatenate([given[:1], given, given[-1:]])
    a, b, c, d = corners[:-3], corners[1:-2], corners[2:-1], corners[3:]
    along = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return np.concatenate([along.transpose(1, 0, 2).reshape(-1, 2), given[-1:]])


def on_screen(points: np.ndarray, view: View) -> np.ndarray:
    """Return points, (n, 2) in pad units, in pixels of a view."""
    return (points - (view.left, view.top)) * view.scale


def coverage(lines: Iterable[tuple[ArrayLike, float]], height: int, width: int) -> np.ndarray:
    """Return how far lines cover the pixels, uint8 (height, width), smooth at the edges.

    A line is its points, (n, 2) in pixels, and its width, which is met to a pixel, but not below
    three; its ends are round, and one point is a dot.
    """
    mask = np.zeros((height, width), np.uint8)
    for points, thickness in lines:
        own = np.asarray(points, float).reshape(-1, 2)
        # A pixel is a square around a whole number: hence the half. Far outside is far enough.
        corners = np.rint(np.clip(own - 0.5, -1e5, 1e5) * 2**_FRACTION_BITS).astype(np.int32)
        if len(corners):
            cv2.polylines(
                mask,
                [np.concatenate([corners, corners[-1:]])],
                isClosed=False,
                color=255,
                # Smooth lines get 1.4 pixels too wide; odd ones another one, but not their ends.
                thickness=2 * max(1, round(thickness / 2 - 0.7)),
                lineType=cv2.LINE_AA,
                shift=_FRACTION_BITS,
            )
    return mask


def inked(picture: np.ndarray, mask: np.ndarray, color: Sequence[int]) -> np.ndarray:
    """Return a picture, uint8 RGB, with ink of a color where the mask, uint8, covers it."""
    wet = mask > 0  # few pixels of a large picture are
    share = mask[wet][:, np.newaxis].astype(np.uint16)
    mixed = picture[wet] * (255 - share) + np.array(color, np.uint16) * share + 127
    result = picture.copy()
    result[wet] = mixed // 255
    return result


def pen_color(picture: np.ndarray | None) -> tuple[int, int, int]:
    """Return the color of a pen that can be seen: dark, but light on a dark picture."""
    if picture is None or not picture.size:
        return DARK
    few = picture[:: max(1, picture.shape[0] // 64), :: max(1, picture.shape[1] // 64)]
    return DARK if np.median(few) >= _MIDDLE_GRAY else LIGHT


def pad_image(
    strokes: Sequence[Stroke],
    picture: np.ndarray | None,
    view: View,
    side: int,
    sheet: Sequence[int],
    pen: Sequence[int],
) -> np.ndarray:
    """Return what a view of the pad shows, uint8 (side, side, 3): sheet, picture, strokes."""
    ground = np.empty((side, side, 3), np.uint8)
    ground[:] = sheet
    if picture is not None and picture.size:
        ground = _with_picture(ground, picture, view)
    if not strokes:
        return ground
    lines = ((on_screen(curve(s.points), view), s.width * view.scale) for s in strokes)
    return inked(ground, coverage(lines, side, side), pen)


def _with_picture(ground: np.ndarray, picture: np.ndarray, view: View) -> np.ndarray:
    """Return the ground with the part of a picture that is in view laid over it."""
    side = len(ground)
    unit, left, top = place(*picture.shape[:2])
    zoom = unit * view.scale  # pixels of the screen for one of the picture
    corner = (np.array((left, top)) - (view.left, view.top)) * view.scale
    first = np.rint(corner).astype(int)
    last = np.rint(corner + np.array(picture.shape[1::-1]) * zoom).astype(int)
    last = np.maximum(last, first + 1)  # the narrowest picture is to be seen
    (x, y), (x_end, y_end) = first.clip(0, side), last.clip(0, side)
    if x >= x_end or y >= y_end:
        return ground
    # The pixels of the picture in view, and one more on each side, so that none is cut.
    columns = _span((x - corner[0]) / zoom, (x_end - corner[0]) / zoom, picture.shape[1])
    rows = _span((y - corner[1]) / zoom, (y_end - corner[1]) / zoom, picture.shape[0])
    part = picture[slice(*rows), slice(*columns)]
    if zoom < 1:
        # Averaged first: what follows looks at four pixels only.
        size = tuple(max(1, round(length * zoom)) for length in part.shape[1::-1])
        reduced = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    else:
        reduced = part
    scales = np.array([a / b for a, b in zip(reduced.shape[1::-1], part.shape[1::-1], strict=True)])
    # From the screen, relative to (x, y), to the reduced part; pixels are squares.
    factor = scales / zoom
    start = ((np.array((x, y)) - corner) / zoom - (columns[0], rows[0])) * scales
    shift = start + factor / 2 - 0.5
    matrix = np.array([[factor[0], 0, shift[0]], [0, factor[1], shift[1]]])
    shown = cv2.warpAffine(
        reduced,
        matrix,
        (int(x_end - x), int(y_end - y)),
        flags=(cv2.INTER_LINEAR if zoom < _HARD_FROM else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    laid = ground.copy()
    laid[y:y_end, x:x_end] = shown
    return laid


def _span(first: float, last: float, length: int) -> tuple[int, int]:
    return min(max(int(first) - 1, 0), length - 1), min(int(np.ceil(last)) + 1, length)


def on_picture(picture: np.ndarray, strokes: Sequence[Stroke]) -> np.ndarray:
    """Return a picture, uint8 (height, width, 3), with strokes in pad units drawn on it."""
    if not strokes:
        return picture
    height, width = picture.shape[:2]
    unit, left, top = place(height, width)
    view = View(1 / unit, left, top)
    lines = ((on_screen(curve(s.points), view), s.width * view.scale) for s in strokes)
    return inked(picture, coverage(lines, height, width), pen_color(picture))
