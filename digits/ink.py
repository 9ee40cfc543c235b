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

_MOST_NOISE = 0.5  # a border that differs more from the paper is ink, not noise


def to_ink(picture: np.ndarray) -> np.ndarray:
    """Return the ink, float32 (height, width) in [0, 1], of an RGB picture.

    ``picture`` is uint8 (height, width, 3). Paper is what the border shows, pen is what
    differs most from it, so light on dark is read like dark on light. A picture with
    less contrast than ``MIN_CONTRAST`` has no ink.
    """
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    paper = float(np.median(border))
    darkest, lightest = float(gray.min()), float(gray.max())
    pen = darkest if paper - darkest >= lightest - paper else lightest
    if abs(pen - paper) < MIN_CONTRAST:
        return np.zeros(gray.shape, np.float32)

    # In table form: one division for each of the 256 grays instead of one for each pixel.
    table = np.clip((np.arange(256) - paper) / (pen - paper), 0, 1).astype(np.float32)
    ink = table[gray]
    noise = 2 * np.percentile(np.abs(border - paper) / abs(pen - paper), 90)
    floor = max(_blur(gray, ink), min(noise, _MOST_NOISE))
    ink[ink < floor] = 0
    return ink


def _blur(gray: np.ndarray, ink: np.ndarray) -> float:
    """Return the faintest ink that counts, as far as sharpness goes.

    In a digit image a faint pixel is one that the pen covers in part, so it counts;
    MNIST's tight boxes end at such pixels.
    """
    box = ink_box(ink)
    if box is None:
        return 0.0
    longest = max(box.bottom - box.top, box.right - box.left)
    return 0.0 if longest <= DIGIT_SIDE * _grain(gray) else BLUR


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
