"""From a picture to evenly lit grays: dark pen on light paper, whatever it was before."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from digits.sheet import LEAST_SIDE, LIGHTER, border, median, rectangle, without_table

CLEAN = 0.8
"""Least share of the border that is one and the same gray in a picture that no camera took:
a drawing, a screenshot. It is left exactly as it is."""

TABLE = 0.35
"""Ground darker than this share of the paper is no paper: a table, a gap in a scanner."""

COLORED = 0.2
"""A pen is colored when one channel shows it darker than gray does by this share of white."""

_LEAST_LIGHT = 40  # of 255: in less, grain would be made contrast
_SIDE = 400  # light is estimated on a copy of at most so many pixels a side
_REACH = 0.25  # of the picture's side: no pen is wider
_LEAST_SHEET = 0.4  # share of the picture


class Grays(NamedTuple):
    """Grays of dark pen on light paper, and whether they come straight from a clean picture."""

    values: np.ndarray
    """uint8 (height, width)."""
    clean: bool


def evenly_lit(picture: np.ndarray) -> Grays:
    """Return a picture, uint8 (height, width, 3), as if the same light fell everywhere.

    Light on dark is inverted. A clean gray picture stays as it is, or its exact inverse.
    """
    small = reduced(picture, _SIDE)
    sheet = without_table(picture, small)
    on_table = sheet is not picture
    if on_table:
        picture, small = sheet, reduced(sheet, _SIDE)
    clean = not on_table and _is_clean(picture, small)
    if not on_table and _pen_is_light(picture, small, clean):
        picture, small = 255 - picture, 255 - small
    light = _paper(picture) if clean else _light(small)
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if _is_colored(small, light):
        return Grays(_darkest_channel(picture, light), clean)
    if clean:
        return Grays(gray, clean)
    return Grays(_divided(gray, cv2.cvtColor(light, cv2.COLOR_RGB2GRAY)), clean)


def reduced(picture: np.ndarray, side: int) -> np.ndarray:
    """Return a picture reduced to at most so many pixels a side, and at least one."""
    height, width = picture.shape[:2]
    scale = min(1.0, side / max(height, width))
    # Else the shorter side of a very thin picture would be rounded to none.
    down, across = max(scale, 1 / height), max(scale, 1 / width)
    return cv2.resize(picture, None, fx=across, fy=down, interpolation=cv2.INTER_AREA)


def _paper(picture: np.ndarray) -> np.ndarray:
    """Return the color of the border as a picture of one pixel."""
    return _medians(border(picture)).astype(np.uint8).reshape(1, 1, 3)


def _is_clean(picture: np.ndarray, small: np.ndarray) -> bool:
    around = border(picture)
    same = (around == _medians(around)).all(axis=1)
    return bool(same.mean() >= CLEAN) and not _holds_a_sheet(small)


def _holds_a_sheet(small: np.ndarray) -> bool:
    """Tell whether the middle is a sheet of paper, unlike the border, with pen on it."""
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    if min(gray.shape) < LEAST_SIDE:
        return False
    ground, middle = median(border(gray)), median(gray)
    if abs(ground - middle) < LIGHTER:
        return False
    unlike = np.abs(gray - ground) > np.abs(gray - middle)
    return rectangle(unlike.astype(np.uint8), _LEAST_SHEET) is not None


def _pen_is_light(picture: np.ndarray, small: np.ndarray, clean: bool) -> bool:
    """Tell whether the pen is lighter than the paper."""
    if clean:
        gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        paper = median(border(gray))
        return float(gray.max()) - paper > paper - float(gray.min())
    # A pen differs from what is around it, and has edges; light and shadow have none.
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    around = cv2.medianBlur(gray, 2 * (_reach(gray) // 2) + 1)
    steepness = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    edges = steepness.astype(np.float32) ** 2
    return bool((edges * (gray.astype(np.float32) - around)).sum() > 0)


def _reach(small: np.ndarray) -> int:
    return max(3, round(_REACH * min(small.shape[:2])))


def _light(small: np.ndarray) -> np.ndarray:
    """Return the light on the paper, of the shape of ``small``, a picture of dark pen.

    It is what remains when everything dark and narrower than a wide pen is filled.
    """
    reach = _reach(small)
    calm = cv2.medianBlur(small, 5)
    # Beyond the border the light goes on: else a shadow in a corner would pass for ink.
    wide = cv2.copyMakeBorder(calm, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    wide = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return wide[reach:-reach, reach:-reach]


def _is_colored(small: np.ndarray, light: np.ndarray) -> bool:
    if _is_gray(small) and _is_gray(light):
        return False
    gray = _divided(
        cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), cv2.cvtColor(light, cv2.COLOR_RGB2GRAY)
    )
    gain = cv2.subtract(gray, _darkest_channel(small, light))
    return bool((gain > COLORED * 255).any())


def _is_gray(picture: np.ndarray) -> bool:
    """Tell whether the three channels are one and the same."""
    red, green, blue = cv2.split(picture)
    return np.array_equal(red, green) and np.array_equal(green, blue)


def _medians(colors: np.ndarray) -> np.ndarray:
    """Return the median of each channel of colors, uint8 (n, 3)."""
    return np.array([median(colors[:, channel]) for channel in range(3)])


def _darkest_channel(picture: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return, evenly lit, the channel of each pixel in which it differs most from the paper."""
    strength = _medians(light.reshape(-1, 3))
    darkest, *others = (
        _divided(np.ascontiguousarray(picture[..., channel]), light[..., channel])
        for channel in range(3)
        if strength[channel] >= strength.max() / 2
    )
    for other in others:
        cv2.min(darkest, other, darkest)
    return darkest


def _divided(channel: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return a channel as a share of the light, white = 255; a table counts as paper."""
    table = (light < TABLE * median(light)).astype(np.uint8) * 255
    size = channel.shape[::-1]
    light = cv2.resize(
        np.maximum(light, np.uint8(_LEAST_LIGHT)), size, interpolation=cv2.INTER_LINEAR
    )
    even = cv2.divide(channel, light, scale=255)
    if table.any():
        cv2.max(even, cv2.resize(table, size, interpolation=cv2.INTER_LINEAR), even)
    return even
