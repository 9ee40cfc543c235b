"""Frames around ink: one around a number, the boxes of a form, a table's cells, circles."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

FRAME = 0.6
"""Share of each side of its box that a frame covers, at least; a round 0 covers half of it."""

WRITTEN = 0.3
"""Ink in a box or a circle is at least this share as tall as the space in it; the dot of a 0 is
less."""

SLASH = 0.3
"""Ink in a circle is wider than this share of its length: else it is the slash of a 0."""

STEEP = 2.5
"""In a box, a slash or a blot is a 1 if it is so many times as tall as it is wide, ..."""

ALIKE = 0.2
"""... or if another box of this size, but for this share, holds a digit."""

SOLID, COMPACT = 0.7, 0.6
"""A blot in a 0 covers at least this share of its tightest rectangle, a disc 0.79, and is at least
so wide for its length; so thick a digit is a narrow 1 or 8."""

RECTANGLE = 0.85
"""Share of its tightest rectangle that the space in a box fills, at least; a circle's is 0.79."""

CIRCLE = 0.75
"""Share of a circle's height and width that the space in it spans at least."""

TALL = 1.4
"""A circle is less than so many times as tall as it is wide: else it is a 0."""

ROUND = 0.93
"""Share of its convex hull that the space in a circle fills, at least; the outer line of a hollow
8 or 9 has a waist."""

_MIDDLE = 0.1  # share of its ink that a frame has elsewhere, at most
_FILLED = 0.1  # a frame holds so much other ink, of its own
_FRAME_WIDTH = 0.15  # of its shorter side: the lines of a frame, drawn by hand, stay so near
_LEAST_FRAME = 0.4  # of the picture's height and width
_MOST = 3000  # pieces inside others, at most: more are a pattern, and would take long
_MANY = 30_000  # pieces of ink, or holes in it, at most, for the same reason
_DEEP = 8  # large frames, and times as large as the picture are all others together, at most
_LINE = 0.8  # of the shorter side of the space in a box: its sides have straight parts so long
_TILTED = 0.04  # of it: to each side a line is thickened, for a tilted one has short straight parts
_STRAIGHT = 0.6  # share of a box that lies on such parts; of a circle, less does
_REST = 0.25  # of the space's height: as tall is what touches a box and is no part of it


def without_frames(ink: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 of 0 and 1, without frames, boxes and circles drawn around other ink.

    A frame around much of the picture may have gaps, a box or a circle may not.
    """
    large = _without_large_frames(ink)
    return large if _is_grain(large) else _without_boxes(large)


# Boxes and circles


def _is_grain(ink: np.ndarray) -> bool:
    """Tell whether the ink has too many pieces or holes: to follow their outlines takes long."""
    return any(
        cv2.connectedComponents(part, connectivity=ways)[0] > _MANY
        for part, ways in ((ink, 8), (1 - ink, 4))
    )


def _without_boxes(ink: np.ndarray) -> np.ndarray:
    """Return the ink without closed lines around ink that is nearly as tall as they allow."""
    outlines, tree = cv2.findContours(ink, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    around = tree[0, :, 3] if outlines else np.empty(0, int)  # the number of the outline around
    inside = np.flatnonzero((_depths(around) % 2 == 0) & (around >= 0))
    if not 0 < inside.size <= _MOST:
        return ink
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(ink)
    written: dict[int, list[tuple[np.ndarray, int]]] = {}  # into each space, and its pixels
    for number in inside.tolist():
        column, row = outlines[number][0, 0]
        pixels = int(stats[pieces[row, column], cv2.CC_STAT_AREA])
        written.setdefault(int(around[number]), []).append((outlines[number], pixels))
    frames = _frames(outlines, around, written)
    boxes = [cv2.boundingRect(outlines[frame]) for frame in frames]
    if sum(width * height for _, _, width, height in boxes) > _DEEP * ink.size:
        return ink
    stays = ink.copy()
    for (frame, shorter), (left, top, width, height) in zip(frames.items(), boxes, strict=True):
        part = slice(top, top + height), slice(left, left + width)
        column, row = outlines[frame][0, 0]
        own = (pieces[part] == pieces[row, column]).astype(np.uint8)
        stays[part][own > 0] = 0
        stays[part] |= _rest(own, shorter)
    return stays


def _frames(
    outlines: Sequence[np.ndarray],
    around: np.ndarray,
    written: dict[int, list[tuple[np.ndarray, int]]],
) -> dict[int, int]:
    """Return the numbers of the frames, and the shorter side of the smallest space in each."""
    sure: list[int] = []  # numbers of spaces
    doubtful: list[int] = []
    for space, inner in written.items():
        height, _ = _size(outlines[space])
        tall = [each for each in inner if _size(each[0])[0] >= WRITTEN * height]
        if not tall:
            continue
        is_box = _is_rectangle(outlines[space])
        if not is_box and not _is_circle(outlines[space], outlines[around[space]]):
            continue
        if any(_is_digit(*each, is_box=is_box) for each in tall):
            sure.append(space)
        elif is_box:
            doubtful.append(space)
    sizes = np.array([_size(outlines[space]) for space in sure])
    for space in doubtful if sure else []:
        size = _size(outlines[space])
        if (np.abs(sizes - size) <= ALIKE * np.array(size)).all(axis=1).any():
            sure.append(space)
    frames: dict[int, int] = {}
    for space in sure:
        frame, shorter = int(around[space]), min(_size(outlines[space]))
        frames[frame] = min(shorter, frames.get(frame, shorter))
    return frames


def _depths(around: np.ndarray) -> np.ndarray:
    """Return how many outlines lie around each; an even number is ink, an odd one space in it."""
    depths, outer = np.zeros(around.size, int), around
    while (outer >= 0).any():
        depths += outer >= 0
        outer = np.where(outer >= 0, around[outer], -1)
    return depths


def _size(outline: np.ndarray) -> tuple[int, int]:
    """Return the height and the width of an outline."""
    _, _, width, height = cv2.boundingRect(outline)
    return height, width


def _is_rectangle(space: np.ndarray) -> bool:
    """Tell whether a space is that in a box: it fills its tightest rectangle."""
    _, sides, _ = cv2.minAreaRect(space)
    return cv2.contourArea(space) >= RECTANGLE * sides[0] * sides[1]


def _is_circle(space: np.ndarray, frame: np.ndarray) -> bool:
    """Tell whether a space may be that in a circle around ink, and not in a digit's loop."""
    height, width = _size(space)
    return (
        height < TALL * width
        and min(np.divide(_size(space), _size(frame))) >= CIRCLE  # the loop of an 8 or a 9 is less
        and cv2.contourArea(space) >= ROUND * cv2.contourArea(cv2.convexHull(space))
    )


def _is_digit(outline: np.ndarray, pixels: int, is_box: bool) -> bool:
    """Tell whether ink in a frame is neither a slash nor a blot, as a 0 may hold them."""
    height, width = _size(outline)
    if is_box and height >= STEEP * width:
        return True  # a 1
    _, sides, _ = cv2.minAreaRect(outline)
    area = (sides[0] + 1) * (sides[1] + 1)  # an outline runs through the middle of its pixels
    is_blot = pixels >= SOLID * area and min(sides) >= COMPACT * max(sides)
    return min(sides) > SLASH * max(sides) and not is_blot


def _rest(box: np.ndarray, shorter: int) -> np.ndarray:
    """Return of a box or table, uint8 (height, width), what only touches its straight sides."""
    length = max(5, round(_LINE * shorter))
    lines, more = np.zeros_like(box), 2 * max(1, round(_TILTED * shorter)) + 1
    for across, along in (((more, 1), (1, length)), ((1, more), (length, 1))):
        thick = cv2.dilate(box, np.ones(across, np.uint8))
        lines |= cv2.morphologyEx(
            thick,
            cv2.MORPH_OPEN,
            np.ones(along, np.uint8),
            borderType=cv2.BORDER_CONSTANT,
            borderValue=0,  # a 1 ends where the box does
        )
    lines = cv2.dilate(lines, np.ones((3, 3), np.uint8)) & box
    rest = box & ~lines
    if not 0 < cv2.countNonZero(rest) <= (1 - _STRAIGHT) * cv2.countNonZero(box):
        return np.zeros_like(box)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(rest)
    stays = stats[:, cv2.CC_STAT_HEIGHT] >= _REST * shorter
    stays[0] = False  # the paper
    return stays.astype(np.uint8)[pieces]


# Frames around much of a picture


def _without_large_frames(ink: np.ndarray) -> np.ndarray:
    """Return the ink without frames around much of the picture; they may have gaps."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(ink)
    sides = stats[:, [cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH]]
    stays = np.ones(count, np.uint8)
    # All pieces at once: a dithered picture has a hundred thousand.
    large = (sides[1:] >= _LEAST_FRAME * np.array(ink.shape)).all(axis=1)
    if large.sum() > _DEEP:
        return ink  # rings in rings
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
    own, other = piece[middle].sum(), (ink & ~piece)[middle].astype(np.uint8)
    points = cv2.findNonZero(other)
    if own > _MIDDLE * piece.sum() or points is None or len(points) < _FILLED * piece.sum():
        return False
    along = (0, 0, 1, 1)
    sides = (piece[:band], piece[-band:], piece[:, :band], piece[:, -band:])
    return all(
        side.any(axis=axis).mean() >= FRAME for side, axis in zip(sides, along, strict=True)
    ) and _is_digit(points, len(points), is_box=True)
