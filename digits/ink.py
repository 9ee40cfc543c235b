"""From a picture to its ink: what is pen, what is paper.

The light is evened out (``light``), then every connected piece of dark pixels must show that a
pen wrote it: grain, dust and the edge of the paper (``dirt``) go, and so do frames and boxes
(``frames``) and the lines of ruled paper (``rules``). What stays keeps its grays, for the reader
of the digits.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from digits.digit_image import DIGIT_SIDE, ink_box
from digits.dirt import with_strong_pixels, without_edges, without_specks
from digits.frames import without_frames
from digits.light import evenly_lit, reduced
from digits.rules import without_rules
from digits.sheet import border, median

MIN_CONTRAST = 12
"""Least difference between pen and paper, of 255; below it a picture counts as blank."""

BLUR = 0.1
"""In a picture larger than a digit image, ink fainter than this is blur, ringing or
compression around a stroke (0.05 to 0.15 bring MNIST's digits, enlarged smoothly, back
within a pixel)."""

GRAIN = 4
"""Ink is darker than paper by so many standard deviations of the paper's grain ..."""

WEAK = 0.25
"""... and by this share of the typical pen: what is fainter is a pattern on the paper."""

STRONG = 0.9
"""Each piece of ink holds a pixel as dark as this share of the gray that splits pen and ground
best, ..."""

STEEP = 0.3
"""... where the gray changes by this share of it: a shadow is soft, a stroke has edges."""

PEN = 1.2
"""Ink is full where it is so many times as dark as the typical pixel of the pen."""

_SIDE = 1600  # what belongs to the ink is decided on a copy of at most so many pixels a side
_CALM = 0.8  # standard deviation, in pixels, of the smoothing before that
_GROUND = 3.0  # and of the smoothing that leaves the ground without its grain
_EDGE = 1 / 130  # of the picture's side: an edge is no wider, however blurred
_LEAST_PEN = 3.5  # standard deviations of the grain: noise alone has 3 at the same percentile
_DARKEST = 99.8  # percentile: a few pixels are darker than any pen


class Levels(NamedTuple):
    """Grays and differences from the paper, of 255."""

    paper: float
    pen: float
    weak: float = 0.0
    strong: float = 0.0


def to_ink(picture: np.ndarray) -> np.ndarray:
    """Return the ink, float32 (height, width) in [0, 1], of an RGB picture.

    ``picture`` is uint8 (height, width, 3), light on dark or dark on light. What a camera or
    the paper adds goes: light and shadow, grain, dust, rules, frames, the edge of the paper.
    A picture with less contrast than ``MIN_CONTRAST`` has no ink; one without any unevenness
    and no larger than a digit image keeps every gray.
    """
    grays = evenly_lit(picture)
    gray = grays.values
    small = reduced(gray, _SIDE)
    calm = small if grays.clean else cv2.GaussianBlur(small, (0, 0), _CALM)
    levels = _clean_levels(gray) if grays.clean else _levels(small, calm)
    if levels.paper - levels.pen < MIN_CONTRAST:
        return np.zeros(gray.shape, np.float32)

    # In table form: one division for each of the 256 grays instead of one for each pixel.
    table = np.clip((levels.paper - np.arange(256)) / (levels.paper - levels.pen), 0, 1)
    if grays.clean and not _is_larger_than_a_digit_image(gray, levels.paper):
        return cv2.LUT(gray, table.astype(np.float32))
    table[table < BLUR] = 0
    ink = cv2.LUT(gray, table.astype(np.float32))
    belongs = _belonging(calm, levels, grays.clean)
    ink[cv2.resize(belongs, gray.shape[::-1], interpolation=cv2.INTER_NEAREST) == 0] = 0
    return ink


def _clean_levels(gray: np.ndarray) -> Levels:
    """Return the levels of a clean picture: its paper is the border, its pen the darkest."""
    return Levels(median(border(gray)), float(gray.min()))


def _levels(small: np.ndarray, calm: np.ndarray) -> Levels:
    """Return the levels of a photo; ``calm`` is ``small``, a little smoothed."""
    paper = median(small)
    dark = _darkness(calm, paper)
    darkest = float(np.percentile(dark, _DARKEST))
    ground = cv2.GaussianBlur(small, (0, 0), _GROUND)
    grain = 1.48 * median(cv2.absdiff(calm, ground))  # if normal: standard deviation
    # Half of the least contrast, for smoothing makes thin strokes fainter.
    floor = min(max(GRAIN * grain, MIN_CONTRAST / 2), darkest / 3)
    outstanding = dark[dark > floor]
    if darkest < max(MIN_CONTRAST / 2, _LEAST_PEN * grain) or not outstanding.size:
        return Levels(paper, paper)
    split, _ = cv2.threshold(outstanding, 0, 255, cv2.THRESH_OTSU)
    pen = median(outstanding[outstanding >= split])
    return Levels(paper, paper - PEN * pen, max(floor, WEAK * pen), STRONG * split)


def _darkness(gray: np.ndarray, paper: float) -> np.ndarray:
    """Return by how much each pixel is darker than the paper, uint8."""
    return cv2.subtract(np.full_like(gray, round(paper)), gray)


def _belonging(calm: np.ndarray, levels: Levels, clean: bool) -> np.ndarray:
    """Return uint8 (height, width), 1 where ink is the pen's."""
    dark = _darkness(calm, levels.paper)
    weak = BLUR * (levels.paper - levels.pen) if clean else levels.weak
    ink = (dark >= max(weak, 1)).astype(np.uint8)
    strong = dark > levels.strong
    if not clean:
        ink = with_strong_pixels(ink, strong & (_steepness(dark) > STEEP * levels.strong))
    ink = without_rules(without_frames(ink), dark)
    if not clean:  # what is left of a rule is weak again
        ink = without_edges(with_strong_pixels(ink, strong))
    return without_specks(ink)


def _steepness(dark: np.ndarray) -> np.ndarray:
    side = max(3, round(_EDGE * max(dark.shape)))
    return cv2.morphologyEx(dark, cv2.MORPH_GRADIENT, np.ones((side, side), np.uint8))


def _is_larger_than_a_digit_image(gray: np.ndarray, paper: float) -> bool:
    """Tell whether the ink has more pixels than a digit image, so that single ones may go.

    In a digit image a faint pixel is one that the pen covers in part, so it counts;
    MNIST's tight boxes end at such pixels.
    """
    box = ink_box(gray < paper)
    if box is None:
        return False
    longest = max(box.bottom - box.top, box.right - box.left)
    return longest > DIGIT_SIDE * _grain(gray)


def _grain(gray: np.ndarray) -> int:
    """Return the side of the equal blocks that ``gray`` is made of, 1 for most pictures.

    A picture that was enlarged by a whole factor without smoothing has that grain.
    """
    edges = [
        np.flatnonzero((gray[1:] != gray[:-1]).any(axis=1)),
        np.flatnonzero((gray[:, 1:] != gray[:, :-1]).any(axis=0)),
    ]
    distances = np.concatenate([np.diff(along) for along in edges])
    return max(1, int(np.gcd.reduce(distances))) if distances.size else 1
