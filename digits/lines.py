"""Lines of writing: which boxes stand in one line, and which of them are only marks.

A box is that of a stroke or of a patch of ink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from digits.errors import PictureError
from digits.reading import Box

MOST_IN_ALL = 1000
"""Pieces that are read at once; numbers have some dozens, and time and memory grow with the
square."""

GROUPS_APART = 1.2
"""Gap between groups of digits, in line heights; it is also twice the usual gap, at least."""

SPECK = 0.12
"""A piece with no side longer than this share of the line's height is a speck."""

MARK = 0.3
"""A piece lower than this share of the line's height may be a comma or a dash."""

_BESIDE = 0.35  # share of the smaller height by which neighbors in a line overlap at least
_TOUCHING = 0.1  # of the taller one's height: apart by less, one above the other is one digit
_NEAR = 0.25  # likewise, where together they are no taller than other digits
_NO_TALLER = 1.4
_WHOLE = 0.7  # of the tallest other box: as tall as that, a box is a digit and no part of one
_ACROSS = 0.3  # share of its width by which a bar lies above or below a tall box
_FOOT = 0.25  # share of a tall box at whose foot a comma lies
_CAP = 0.15  # a cap is nearer to its 5, in line heights


def hull(boxes: Sequence[Box]) -> Box:
    """Return the box around all boxes."""
    top, left, bottom, right = zip(*boxes, strict=True)
    return Box(min(top), min(left), max(bottom), max(right))


def distances(box: Box, others: Sequence[Box]) -> np.ndarray:
    """Return the distances of a box to others, (n,); 0 where they touch."""
    top, left, bottom, right = np.array(others, np.float64).reshape(-1, 4).T
    down = np.maximum(top - box.bottom, box.top - bottom).clip(min=0)
    aside = np.maximum(left - box.right, box.left - right).clip(min=0)
    return np.hypot(down, aside)


def line_height(boxes: Sequence[Box]) -> float:
    """Return how tall the digits in a line of boxes are."""
    # No NumPy: a line has few boxes, and thousands of pictures are read one after the other.
    heights = [box.bottom - box.top for box in boxes]
    least = max(heights) / 2
    tall = sorted(height for height in heights if height >= least)
    return float(tall[(len(tall) - 1) // 2] + tall[len(tall) // 2]) / 2 or 1.0


# Lines


def check_count(pieces: int) -> None:
    """Raise ``PictureError`` where there are more pieces than ``MOST_IN_ALL``."""
    if pieces > MOST_IN_ALL:
        raise too_many()


def too_many() -> PictureError:
    """Return the error that says that no number has so much ink."""
    return PictureError(
        f"There are more than {MOST_IN_ALL:,} separate pieces of ink, too many for numbers; "
        "give only the part with the digits."
    )


def in_lines(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the numbers of the boxes line by line, top to bottom, each from left to right.

    A box belongs to the line whose latest boxes it stands beside, so that lines may slope.
    Boxes that stand close one above the other, such as the loops of an 8 or a 5 and its cap, are in
    one line, and what is small belongs to the nearest tall box. Raises ``PictureError`` where
    there are more than ``MOST_IN_ALL``.
    """
    if len(boxes) < 2:
        return [[0]] if boxes else []
    check_count(len(boxes))
    stacks = _stacks(boxes)
    hulls = [hull([boxes[i] for i in stack]) for stack in stacks]
    heights = np.array([one.bottom - one.top for one in hulls])
    tall = heights >= np.median(heights[heights >= heights.max() / 4]) / 2
    lines: list[list[int]] = []
    for number in sorted(np.flatnonzero(tall).tolist(), key=lambda i: hulls[i].left):
        beside = [_beside(hulls[number], [hulls[i] for i in line[-2:]]) for line in lines]
        if max(beside, default=0) > _BESIDE:
            lines[int(np.argmax(beside))].append(number)
        else:
            lines.append([number])
    lines.sort(key=lambda line: np.mean([hulls[i].top + hulls[i].bottom for i in line]))
    _add_small(lines, hulls, np.flatnonzero(~tall).tolist())
    members = [[i for number in line for i in stacks[number]] for line in lines]
    return [sorted(line, key=lambda i: boxes[i].left + boxes[i].right) for line in members]


def _add_small(lines: list[list[int]], hulls: Sequence[Box], small: Sequence[int]) -> None:
    """Add every small box to the line with the nearest tall one."""
    tall = [(k, hulls[i]) for k, line in enumerate(lines) for i in line]
    places = [box for _, box in tall]
    for number in small:
        nearest = int(np.argmin(distances(hulls[number], places)))
        lines[tall[nearest][0]].append(number)


def _stacks(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the numbers of the boxes, those that stand close one above the other together."""
    top, left, bottom, right = np.array(boxes, np.float64).T[:, :, np.newaxis]
    common = np.minimum(right, right.T) - np.maximum(left, left.T)
    apart = np.maximum(top, top.T) - np.minimum(bottom, bottom.T)
    over = common >= np.minimum(right - left, (right - left).T) / 2
    near = apart <= _NEAR * np.maximum(bottom - top, (bottom - top).T)
    tallest = np.argsort((top - bottom).ravel(), kind="stable")[:3].tolist()
    stack = np.arange(len(boxes))
    for one, other in np.argwhere(np.triu(over & near, 1)):
        if stack[one] != stack[other] and _are_one_digit(boxes, one, other, tallest):
            stack[stack == stack[one]] = stack[other]
    return [np.flatnonzero(stack == number).tolist() for number in dict.fromkeys(stack)]


def _are_one_digit(boxes: Sequence[Box], one: int, other: int, tallest: Sequence[int]) -> bool:
    """Tell whether two boxes, one above the other, are so near or so small as parts are.

    ``tallest`` are the numbers of the three tallest boxes: one of them is none of these two.
    """
    upper, lower = sorted((boxes[one], boxes[other]))
    rest = [boxes[i].bottom - boxes[i].top for i in tallest if i not in (one, other)]
    apart = lower.top - upper.bottom
    shorter = min(upper.bottom - upper.top, lower.bottom - lower.top)
    if apart > 0 and rest and shorter > _WHOLE * max(rest):
        return False  # two digits, one in the line below the other
    height = max(upper.bottom, lower.bottom) - upper.top
    if height <= _NO_TALLER * max(rest, default=height):
        return True
    taller = max(upper.bottom - upper.top, lower.bottom - lower.top)
    return apart <= _TOUCHING * taller


def _beside(box: Box, others: Sequence[Box]) -> float:
    """Return the share of the smaller height by which a box overlaps the others on average."""
    top = sum(other.top for other in others) / len(others)
    bottom = sum(other.bottom for other in others) / len(others)
    common = min(bottom, box.bottom) - max(top, box.top)
    smaller = min(bottom - top, box.bottom - box.top)
    return float(common / smaller) if smaller > 0 else float(common >= 0)


def without_marks(
    boxes: Sequence[Box], is_ring: Callable[[int], bool] = lambda _: False
) -> list[int]:
    """Return the numbers of the boxes of a line that are no specks, commas or dashes.

    ``is_ring`` tells of the box with a number whether it holds a closed line: a 0, however small.
    """
    if len(boxes) == 1:
        return [0]
    height = line_height(boxes)
    tall = [box for box in boxes if box.bottom - box.top >= MARK * height]
    return [
        i
        for i, box in enumerate(boxes)
        if box in tall
        or not _is_mark(box, tall, height)
        or (box.bottom - box.top >= SPECK * height and is_ring(i))
    ]


def _is_mark(box: Box, tall: Sequence[Box], height: float) -> bool:
    """Tell whether a low box is no part of a tall one: neither its cap nor a bar across it."""
    width = box.right - box.left
    if not tall or max(width, box.bottom - box.top) < SPECK * height:
        return bool(tall)
    apart = distances(box, tall)
    nearest = tall[int(np.argmin(apart))]
    is_small = max(width, box.bottom - box.top) < MARK * height
    if is_small and box.top > nearest.bottom - _FOOT * (nearest.bottom - nearest.top):
        return True
    across = max(min(other.right, box.right) - max(other.left, box.left) for other in tall)
    if across >= _ACROSS * width:
        return False
    is_high = (box.top + box.bottom) / 2 < nearest.top + height / 3
    return not (is_high and apart.min() < _CAP * height)


def group_starts(boxes: Sequence[Box]) -> list[bool]:
    """Return of each digit in a line whether a new group begins with it."""
    lefts, rights = np.array([(box.left, box.right) for box in boxes]).T
    gaps = lefts[1:] - rights[:-1]
    usual = float(np.median(gaps)) if gaps.size > 2 else 0.0
    enough = max(GROUPS_APART * line_height(boxes), 2 * usual)
    return [False, *(gaps > enough).tolist()]
