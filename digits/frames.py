"""Frames around ink: one around a number, the boxes of a form, a table's cells, circles."""

from __future__ import annotations

import cv2
import numpy as np

FRAME = 0.6
"""Share of each side of its box that a frame covers, at least; a round 0 covers half of it."""

WRITTEN = 0.3
"""Ink in a box or a circle is at least this share as tall as the space in it; the dot of a 0 is
less."""

SLASH = 0.3
"""Ink in a circle is wider than this share of its length: else it is the slash of a 0."""

RECTANGLE = 0.85
"""Share of its tightest rectangle that the space in a box fills, at least; a circle's is 0.79."""

CIRCLE = 0.75
"""Share of a circle's height and width that the space in it spans at least."""

_MIDDLE = 0.1  # share of its ink that a frame has elsewhere, at most
_FILLED = 0.1  # a frame holds so much other ink, of its own
_FRAME_WIDTH = 0.15  # of its shorter side: the lines of a frame, drawn by hand, stay so near
_LEAST_FRAME = 0.4  # of the picture's height and width
_MOST = 3000  # pieces inside others, at most: more are a pattern, and would take long
_LINE = 0.4  # of the shorter side of the space in a box: its sides have straight parts so long
_STRAIGHT = 0.6  # share of a box that lies on such parts; of a circle, less does
_REST = 0.25  # of the space's height: as tall is what touches a box and is no part of it


def without_frames(ink: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 of 0 and 1, without frames, boxes and circles drawn around other ink.

    A frame around much of the picture may have gaps, a box or a circle may not.
    """
    return _without_boxes(_without_large_frames(ink))


# Boxes and circles


def _without_boxes(ink: np.ndarray) -> np.ndarray:
    """Return the ink without closed lines around ink that is nearly as tall as they allow."""
    outlines, tree = cv2.findContours(ink, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    around = tree[0, :, 3] if outlines else np.empty(0, int)  # the number of the outline around
    inside = np.flatnonzero((_depths(around) % 2 == 0) & (around >= 0))
    if not 0 < inside.size <= _MOST:
        return ink
    frames: dict[int, int] = {}  # of each frame, the shorter side of its smallest space
    for number in inside.tolist():
        space = int(around[number])
        frame = int(around[space])
        if _is_written(outlines[number], outlines[space], outlines[frame]):
            shorter = min(_sides(outlines[space]))
            frames[frame] = min(shorter, frames.get(frame, shorter))
    if not frames:
        return ink
    _, pieces = cv2.connectedComponents(ink)
    stays = ink.copy()
    for frame, shorter in frames.items():
        left, top, width, height = cv2.boundingRect(outlines[frame])
        part = slice(top, top + height), slice(left, left + width)
        column, row = outlines[frame][0, 0]
        own = (pieces[part] == pieces[row, column]).astype(np.uint8)
        stays[part][own > 0] = 0
        stays[part] |= _rest(own, shorter)
    return stays


def _depths(around: np.ndarray) -> np.ndarray:
    """Return how many outlines lie around each; an even number is ink, an odd one space in it."""
    depths, outer = np.zeros(around.size, int), around
    while (outer >= 0).any():
        depths += outer >= 0
        outer = np.where(outer >= 0, around[outer], -1)
    return depths


def _sides(outline: np.ndarray) -> tuple[int, int]:
    """Return the height and the width of an outline."""
    _, _, width, height = cv2.boundingRect(outline)
    return height, width


def _is_written(inner: np.ndarray, space: np.ndarray, frame: np.ndarray) -> bool:
    """Tell whether an outline is that of ink written into the space in a box or a circle."""
    height = _sides(space)[0]
    if _sides(inner)[0] < WRITTEN * height:
        return False
    _, sides, _ = cv2.minAreaRect(space)
    if cv2.contourArea(space) >= RECTANGLE * sides[0] * sides[1]:
        return True
    if min(np.divide(_sides(space), _sides(frame))) < CIRCLE:
        return False  # a blot in the loop of an 8 or a 9
    _, sides, _ = cv2.minAreaRect(inner)
    return min(sides) > SLASH * max(sides)


def _rest(box: np.ndarray, shorter: int) -> np.ndarray:
    """Return of a box or table, uint8 (height, width), what only touches its straight sides."""
    length = max(5, round(_LINE * shorter))
    level = cv2.morphologyEx(box, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(box, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    lines = cv2.dilate(np.maximum(level, upright), np.ones((3, 3), np.uint8)) & box
    if lines.sum() < _STRAIGHT * box.sum():
        return np.zeros_like(box)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(box & ~lines)
    stays = stats[:, cv2.CC_STAT_HEIGHT] >= _REST * shorter
    stays[0] = False  # the paper
    return stays.astype(np.uint8)[pieces]


# Frames around much of a picture


def _without_large_frames(ink: np.ndarray) -> np.ndarray:
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(ink)
    sides = stats[:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH]]
    stays = np.ones(count, np.uint8)
    # All pieces at once: a dithered picture has a hundred thousand.
    large = (sides[1:] >= _LEAST_FRAME * np.array(ink.shape)).all(axis=1)
    for piece in np.flatnonzero(large) + 1:
        left, top, width, height, _ = stats[piece]
        inside = pieces[top : top + height, left : left + width]
        stays[piece] = not _is_frame(inside == piece, inside > 0)
    stays[0] = 0  # the paper
    return stays[pieces]


def _is_frame(piece: np.ndarray, ink: np.ndarray) -> bool:
    """Tell whether a piece lies along the four sides of its box, with other ink in the middle."""
    band = max(2, round(_FRAME_WIDTH * min(piece.shape)))
    middle = (slice(band, -band), slice(band, -band))
    own, other = piece[middle].sum(), (ink & ~piece)[middle].sum()
    if own > _MIDDLE * piece.sum() or other < _FILLED * piece.sum():
        return False
    along = (0, 0, 1, 1)
    sides = (piece[:band], piece[-band:], piece[:, :band], piece[:, -band:])
    return all(side.any(axis=axis).mean() >= FRAME for side, axis in zip(sides, along, strict=True))
