"""Patches: connected pieces of ink, and the lines of writing that they make up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import cv2
import numpy as np

from digits.digit_image import from_ink
from digits.lines import (
    MOST_IN_ALL,
    check_count,
    hull,
    in_lines,
    line_height,
    too_many,
    without_marks,
)
from digits.reading import Box
from digits.segmentation import STRAIGHTEN, Line, Run

VALLEY = 0.8
"""Where two digits touch, their outline is lower than this share of what it is on both sides
(0.65, 0.8 and 0.9 read 353, 371 and 377 of 540 amounts; 0.9 was not tried on the other sets).
Measured by the line's height instead, small zeros were cut through the middle."""

HOLE = 0.1
"""Share of its box that the paper inside a ring covers at least."""

MOST_AREA = 8
"""The boxes of all patches together may be this many times as large as the picture."""

_REACH = 0.12  # of the line's height: a valley is the lowest place this far to both sides, ...
_SLOPES = 0.6  # ... and its slopes rise within this
_MARGIN = 0.15  # likewise: nearer to its end a piece is not cut
_NARROW = 0.5  # of the line's height: a patch as narrow as this holds no two digits


class Patch(NamedTuple):
    """Connected ink, float32 (height, width), without what else lies in its box."""

    box: Box
    ink: np.ndarray


class Piece(NamedTuple):
    """A patch or a part of one, told apart by the number of its patch, ``origin``.

    ``upright`` is where its box would lie if the writing did not slant.
    """

    patch: Patch
    upright: Box
    origin: int


def lines_of_ink(ink: np.ndarray) -> list[Line]:
    """Return the lines, top to bottom, of ink, float32 (height, width) in [0, 1].

    Raises ``PictureError`` where it has more pieces than are read.
    """
    patches = list(islice(connected(ink), MOST_IN_ALL + 1))  # one too many is enough to know
    boxes = [patch.box for patch in patches]
    lines: list[Line] = []
    for numbers in in_lines(boxes):
        lines.append(line_of(pieces_in(digits_among([patches[i] for i in numbers]))))
        check_count(sum(len(line.upright) for line in lines))
    return lines


def connected(ink: np.ndarray) -> Iterator[Patch]:
    """Yield every connected piece of ink; refuse more than memory should hold."""
    is_ink, area = ink > 0, 0
    for first, end in _bands(is_ink):
        band = is_ink[first:end].view(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(band)
        for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), start=1):
            inside = slice(top, top + height), slice(left, left + width)
            area += height * width
            if area > MOST_AREA * ink.size:  # hatching, whose boxes all overlap
                raise too_many()
            own = ink[first:end][inside] * (labels[inside] == number)
            yield Patch(Box(first + top, left, first + top + height, left + width), own)


def _bands(is_ink: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the first row and the end of what blank rows part; to skip those saves time."""
    has_ink = np.concatenate([[False], is_ink.any(axis=1), [False]])
    edges = np.flatnonzero(has_ink[1:] != has_ink[:-1]).tolist()
    yield from zip(edges[::2], edges[1::2], strict=True)


def together(patches: Sequence[Patch]) -> Patch:
    """Return several patches as one."""
    box = hull([patch.box for patch in patches])
    ink = np.zeros((int(box.bottom - box.top), int(box.right - box.left)), np.float32)
    for (top, left, bottom, right), own in patches:
        rows = slice(int(top - box.top), int(bottom - box.top))
        columns = slice(int(left - box.left), int(right - box.left))
        ink[rows, columns] = np.maximum(ink[rows, columns], own)
    return Patch(box, ink)


def digits_among(patches: Sequence[Patch]) -> list[Patch]:
    """Return the patches of a line that are no specks, commas or dashes."""
    kept = without_marks([patch.box for patch in patches], lambda k: is_ring(patches[k]))
    return [patches[k] for k in kept]


def is_ring(patch: Patch) -> bool:
    """Tell whether ink closes around a good part of its box, as a 0 does."""
    paper = np.pad(patch.ink == 0, 1, constant_values=True).astype(np.uint8)
    _, pieces = cv2.connectedComponents(paper, connectivity=4)
    inside = np.bincount(pieces.ravel())[2:]  # 0 is ink, 1 the paper around it
    return bool(inside.max(initial=0) >= HOLE * patch.ink.size)


def pieces_in(patches: Sequence[Patch]) -> list[Piece]:
    """Return the patches of a line, cut wherever two digits may touch, from left to right."""
    slant = slant_of_ink(patches)
    height = line_height([patch.box for patch in patches])
    pieces = [
        Piece(part, _upright(part, slant * STRAIGHTEN), number)
        for number, patch in enumerate(patches)
        for part in cut(patch, height, slant)
    ]
    return sorted(pieces, key=lambda piece: piece.upright.left + piece.upright.right)


def line_of(pieces: Sequence[Piece]) -> Line:
    """Return the pieces of a line as one that can be read."""

    def digit(run: Run) -> tuple[Box, np.ndarray]:
        patch = together([piece.patch for piece in pieces[run.start : run.end]])
        return patch.box, from_ink(patch.ink)

    neighbors = pairwise(pieces)
    return Line(
        upright=[piece.upright for piece in pieces],
        connected=[one.origin == other.origin for one, other in neighbors],
        digit=digit,
    )


def slant_of_ink(patches: Sequence[Patch]) -> float:
    """Return how many columns the steep strokes go to the right for each row down."""
    across = along = 0.0
    for patch in patches:
        ink = cv2.copyMakeBorder(patch.ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
        right, down = cv2.Sobel(ink, cv2.CV_32F, 1, 0), cv2.Sobel(ink, cv2.CV_32F, 0, 1)
        steep = np.abs(right) > np.abs(down)
        across -= float((right * down)[steep].sum())
        along += float((right**2)[steep].sum())
    return across / max(along, 1e-9)


def _upright(patch: Patch, slant: float) -> Box:
    """Return the box of a patch as if it did not slant."""
    rows, columns = np.nonzero(patch.ink)
    columns = columns + patch.box.left - slant * (rows + patch.box.top)
    return patch.box._replace(left=float(columns.min()), right=float(columns.max()) + 1)


# Digits that touch


def cut(patch: Patch, height: float, slant: float) -> list[Patch]:
    """Return a patch in parts, cut along the slant wherever two digits may touch."""
    rows, columns = np.nonzero(patch.ink)
    places = columns - slant * rows
    places = (places - places.min()).astype(int)
    if places.max() < _NARROW * height:
        return [patch]
    part = np.searchsorted(_valleys(places, rows, height), places, side="right")
    return [
        _part(patch, rows[inside], columns[inside])
        for inside in (part == number for number in np.unique(part))
    ]


def _part(patch: Patch, rows: np.ndarray, columns: np.ndarray) -> Patch:
    """Return the part of a patch that consists of some of its pixels."""
    top, left, bottom, right = rows.min(), columns.min(), rows.max() + 1, columns.max() + 1
    ink = np.zeros((bottom - top, right - left), np.float32)
    ink[rows - top, columns - left] = patch.ink[rows, columns]
    first = patch.box
    return Patch(
        Box(
            first.top + int(top),
            first.left + int(left),
            first.top + int(bottom),
            first.left + int(right),
        ),
        ink,
    )


def _valleys(places: np.ndarray, rows: np.ndarray, height: float) -> np.ndarray:
    """Return where along a line two digits may touch: the places of its lowest outline.

    ``places`` (whole numbers from 0 on) and ``rows`` tell of every pixel of a piece where it
    lies, and ``height`` is the line's.
    """
    count = int(places.max()) + 1
    top, bottom = np.full(count, rows.max()), np.full(count, rows.min())
    np.minimum.at(top, places, rows)
    np.maximum.at(bottom, places, rows)
    # A column: OpenCV 4 takes an array of one dimension for a column, OpenCV 5 for a row.
    tall = (bottom - top + 1).clip(min=0).astype(np.float32)[:, np.newaxis]
    calm = cv2.blur(tall, (1, 3))
    reach = max(1, round(_REACH * height))
    lowest = cv2.erode(calm, np.ones((2 * reach + 1, 1)))
    low = np.flatnonzero((calm == lowest) & (tall < VALLEY * _lower_slope(tall, height)))
    margin = round(_MARGIN * height)
    low = low[(low >= margin) & (low < count - margin)]
    plateaus = np.split(low, np.flatnonzero(np.diff(low) > 1) + 1) if low.size else []
    return np.array([int(np.median(plateau)) for plateau in plateaus], int)


def _lower_slope(tall: np.ndarray, height: float) -> np.ndarray:
    """Return how tall the outline, (n, 1), gets near each place, on the side of less."""
    side = round(_SLOPES * height) + 1
    kernel = np.ones((side, 1))
    before = cv2.dilate(tall, kernel, anchor=(0, side - 1))
    return np.minimum(before, cv2.dilate(tall, kernel, anchor=(0, 0)))
