"""A sheet of paper on a dark table: what lies around it is made paper, too."""

from __future__ import annotations

import cv2
import numpy as np

LEAST = 0.15
"""Share of the picture that a sheet covers at least."""

FILLED = 0.85
"""Share of its tightest rectangle that a sheet fills; an ellipse has 0.79."""

LIGHTER = 64
"""Grays, of 255, by which a sheet is lighter than the table."""

WRITTEN = (0.001, 0.4)
"""Share of the sheet that is dark: without any, it is a white bar; with more, a white 0."""

_CUT_OFF = 0.4  # share of the border on which a sheet may lie that the picture cuts off
_LONGEST = 4  # a sheet is not longer than so many times its width
LEAST_SIDE = 64  # smaller pictures show no table
_EDGE = 0.012  # of the picture's side: the blurred edge of the sheet
_SMOOTH = 0.25  # likewise: over so much the sheet's color is continued beyond its edge


def without_table(picture: np.ndarray, small: np.ndarray) -> np.ndarray:
    """Return an RGB picture whose table, if there is one, has the color of the sheet on it.

    ``small`` is the picture, reduced. Where there is no table, ``picture`` itself is returned.
    """
    sheet = find_sheet(small)
    if sheet is None:
        return picture
    size = picture.shape[1::-1]
    table = cv2.resize(sheet, size, interpolation=cv2.INTER_NEAREST) == 0
    painted = picture.copy()
    painted[table] = cv2.resize(_continued(small, sheet), size)[table]
    return painted


def find_sheet(small: np.ndarray) -> np.ndarray | None:
    """Return uint8 (height, width), 1 on the sheet, or None where a picture shows no table."""
    gray = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    if min(gray.shape) < LEAST_SIDE:
        return None
    _, light = cv2.threshold(gray, 0, 1, cv2.THRESH_OTSU)
    outline = rectangle(light, LEAST)
    if outline is None:
        return None
    sheet = cv2.drawContours(np.zeros_like(light), [outline], -1, color=1, thickness=cv2.FILLED)
    _, sides, _ = cv2.minAreaRect(outline)
    if border(sheet).mean() > _CUT_OFF or max(sides) > _LONGEST * min(sides):
        return None
    dark = 1 - float(light[sheet > 0].mean())
    contrast = float(np.median(gray[sheet > 0])) - float(np.median(gray[sheet == 0]))
    if contrast < LIGHTER or not WRITTEN[0] <= dark <= WRITTEN[1]:
        return None
    edge = 2 * round(_EDGE * max(gray.shape)) + 1
    return cv2.erode(sheet, np.ones((edge, edge), np.uint8), borderValue=1)


def rectangle(mask: np.ndarray, least: float) -> np.ndarray | None:
    """Return the outline of the largest shape in a mask, uint8 (height, width), or None.

    None where the shape is no rectangle, or covers less than the share ``least`` of the mask.
    """
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    _, sides, _ = cv2.minAreaRect(largest)
    area = cv2.contourArea(largest)
    return largest if area >= max(least * mask.size, FILLED * sides[0] * sides[1]) else None


def border(picture: np.ndarray) -> np.ndarray:
    """Return the outermost pixels, (n,) or (n, 3); those in the corners twice."""
    return np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])


def median(values: np.ndarray) -> float:
    """Return the median of uint8 values of any shape: what ``np.median`` does, only sooner."""
    lower, upper = (values.size - 1) // 2, values.size // 2
    ordered = np.partition(values, (lower, upper), axis=None)
    return (float(ordered[lower]) + float(ordered[upper])) / 2


def _continued(small: np.ndarray, sheet: np.ndarray) -> np.ndarray:
    """Return the colors of the sheet, smoothed, and continued beyond its edge."""
    side = 2 * round(_SMOOTH * max(sheet.shape) / 2) + 1
    weights = cv2.blur(sheet.astype(np.float32), (side, side))[..., np.newaxis]
    colors = cv2.blur(small * sheet[..., np.newaxis].astype(np.float32), (side, side))
    usual = np.median(small[sheet > 0], axis=0)
    near = weights > 0.01
    return np.where(near, colors / np.maximum(weights, 0.01), usual).astype(np.uint8)
