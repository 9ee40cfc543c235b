"""From a picture to its ink: what is pen, what is paper."""

from __future__ import annotations

import cv2
import numpy as np

from digits.digit_image import DIGIT_SIDE, ink_box

MIN_CONTRAST = 12
"""Least difference between pen and paper, of 255; below it a picture counts as blank."""

BLUR = 0.1
"""In a picture larger than a digit image, ink fainter than this is blur, ringing or
compression around a stroke (0.05 to 0.15 bring MNIST's digits, enlarged smoothly, back
within a pixel)."""

SPECK = 0.004
"""A piece with less than this share of the largest one's area is no ink. One pixel of an
MNIST digit, the smallest piece that one has, is about 0.01 of it."""

UNEVEN = 0.1
"""Paper whose border varies by more than this share of the contrast lies in uneven light."""

_MOST_NOISE = 0.5  # a border that differs more from the paper is ink, not noise
_LIGHT_SIDE = 400  # light is estimated on a copy of at most so many pixels a side
_PEN_SHARE = 0.25  # of the picture's side: no pen is wider


def to_ink(picture: np.ndarray) -> np.ndarray:
    """Return the ink, float32 (height, width) in [0, 1], of an RGB picture.

    ``picture`` is uint8 (height, width, 3). Paper is what the border shows, pen is what
    differs most from it, so light on dark is read like dark on light. Shadows and slanting
    light are evened out first where the border shows them. A picture with less contrast
    than ``MIN_CONTRAST`` has no ink.
    """
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    paper, pen, noise = _levels(gray)
    if noise > UNEVEN and abs(pen - paper) >= MIN_CONTRAST:
        gray = _evenly_lit(gray if pen < paper else 255 - gray)
        paper, pen, noise = _levels(gray)
    if abs(pen - paper) < MIN_CONTRAST:
        return np.zeros(gray.shape, np.float32)

    # In table form: one division for each of the 256 grays instead of one for each pixel.
    table = np.clip((np.arange(256) - paper) / (pen - paper), 0, 1).astype(np.float32)
    ink = table[gray]
    ink[ink < min(2 * noise, _MOST_NOISE)] = 0
    if _is_larger_than_a_digit_image(gray, ink):
        ink[ink < BLUR] = 0
        _drop_specks(ink)
    return ink


def _levels(gray: np.ndarray) -> tuple[float, float, float]:
    """Return the grays of paper and pen, and how much the border varies (of the contrast)."""
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    paper = float(np.median(border))
    darkest, lightest = float(gray.min()), float(gray.max())
    pen = darkest if paper - darkest >= lightest - paper else lightest
    contrast = max(1.0, abs(pen - paper))
    return paper, pen, float(np.percentile(np.abs(border - paper), 90)) / contrast


def _evenly_lit(gray: np.ndarray) -> np.ndarray:
    """Return a picture of dark ink, uint8, as if the same light fell everywhere.

    The light on the paper is what remains when everything dark and narrower than a wide pen
    is filled (a closing), and ink is darker than the paper by a share of that light.
    """
    scale = min(1.0, _LIGHT_SIDE / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reach = max(3, round(_PEN_SHARE * min(small.shape)))
    calm = cv2.medianBlur(small, 5)
    # Beyond the border the light goes on: else a shadow in a corner would pass for ink.
    wide = cv2.copyMakeBorder(calm, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    wide = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    light = wide[reach:-reach, reach:-reach]
    light = cv2.resize(light, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(gray, light, scale=255)


def _is_larger_than_a_digit_image(gray: np.ndarray, ink: np.ndarray) -> bool:
    """Tell whether the ink has more pixels than a digit image, so that single ones may go.

    In a digit image a faint pixel is one that the pen covers in part, so it counts;
    MNIST's tight boxes end at such pixels.
    """
    box = ink_box(ink)
    if box is None:
        return False
    longest = max(box.bottom - box.top, box.right - box.left)
    return longest > DIGIT_SIDE * _grain(gray)


def _drop_specks(ink: np.ndarray) -> None:
    """Erase, in place, every piece of ink that is tiny beside the largest: grain and dust."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA]
    tiny = areas < SPECK * areas[1:].max(initial=0)
    tiny[0] = True  # the paper
    ink[tiny[pieces]] = 0


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
