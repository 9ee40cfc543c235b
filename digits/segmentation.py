"""From pieces to digits: which pieces make up a line, and which runs of a line are one digit.

A piece is a stroke, or a connected patch of ink, or a part of one; here it is told by its box
alone. Pieces are sorted into lines. Each boundary between two neighbors in a line has odds that
a new digit begins there, told by how far apart they lie and how tall they are. Runs of
neighbors that may be one digit are shown to the network, and those that make the most plausible
line are chosen: so "11" is two digits, and a 4 of two strokes is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digits.errors import PictureError
from digits.reading import Box

MOST_IN_ALL = 1000
"""Pieces that are read at once; numbers have some dozens, and time and memory grow with the
square."""

MOST_PIECES = 4
"""Pieces that one digit may consist of: a 5 with its cap, a 4 broken twice."""

STRAIGHTEN = 0.5
"""Share of the slant that is taken out before distances are told. All of it would tear apart
the digits of those who slant only some of their strokes."""

# The odds that a boundary parts two digits, a logistic regression on 1,921 digits of two
# strokes by 30 people and 271 boundaries in numbers by 60 people (8 and 2 of them fall on the
# wrong side); lengths are shares of the height of both neighbors together.
GAP, STEP, SMALLER, JOINED = 9.0, 10.0, 12.0, 12.0
TALL_ENOUGH = 0.8  # of the smaller neighbor; beyond it height tells nothing more

CONNECTED = 7.0
"""Log-odds against a cut through connected ink."""

WIDE, WIDEST, WIDEST_CONNECTED = 15.0, 0.9, 1.3
"""Log-odds against a run, for each time that its height fits into what it is too wide."""

FLAT, FLATTEST = 20.0, 0.4
"""Log-odds against a digit of its own, for each line height by which it is too low."""

SKIP, LOW = -4.0, 0.5
"""Log-odds that a piece lower than this share of the line's height belongs to no digit."""

EVIDENCE = 4.0
"""How many times the network counts beside the geometry (of 1 to 5, tried on amounts)."""

NOTHING = 0.12
"""Confidence of a network that saw no digit: little above a tenth."""

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
_ACROSS = 0.3  # share of its width by which a bar lies above or below a tall box
_FOOT = 0.25  # share of a tall box at whose foot a comma lies
_CAP = 0.15  # a cap is nearer to its 5, in line heights
_HOPELESS = -12.0  # log-odds below which a run is not worth a look
_LEAST = 1e-4  # a probability below this says no more than this


class Run(NamedTuple):
    """Pieces ``start`` to ``end - 1`` of a line as one digit, and its log-odds to be one."""

    start: int
    end: int
    odds: float


class Line(NamedTuple):
    """A line of writing in pieces, from left to right.

    ``upright`` holds the boxes of the pieces as if the writing did not slant; ``connected``
    tells of each boundary between two pieces whether it is a cut through connected ink; and
    ``digit`` gives of a run the box where it was written and the digit image.
    """

    upright: list[Box]
    connected: list[bool]
    digit: Callable[[Run], tuple[Box, np.ndarray]]


# Boxes


def hull(boxes: Sequence[Box]) -> Box:
    """Return the box around all boxes."""
    top, left, bottom, right = zip(*boxes, strict=True)
    return Box(min(top), min(left), max(bottom), max(right))


def distance(one: Box, other: Box) -> float:
    """Return the distance between two boxes; 0 where they touch."""
    down = max(0.0, one.top - other.bottom, other.top - one.bottom)
    right = max(0.0, one.left - other.right, other.left - one.right)
    return float(np.hypot(down, right))


def line_height(boxes: Sequence[Box]) -> float:
    """Return how tall the digits in a line of boxes are."""
    heights = np.array([box.bottom - box.top for box in boxes])
    return float(np.median(heights[heights >= heights.max() / 2])) or 1.0


# Lines


def in_lines(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the numbers of the boxes line by line, top to bottom, each from left to right.

    A box belongs to the line whose latest boxes it stands beside, so that lines may slope.
    Boxes that touch one above the other, such as the loops of an 8 or a 5 and its cap, are in
    one line, and what is small belongs to the nearest tall box. Raises ``PictureError`` where
    there are more than ``MOST_IN_ALL``.
    """
    if not boxes:
        return []
    if len(boxes) > MOST_IN_ALL:
        raise PictureError(
            f"There are more than {MOST_IN_ALL:,} separate pieces of ink, too many for numbers; "
            "give only the part with the digits."
        )
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
    places = np.array([box for _, box in tall])
    for number in small:
        top, left, bottom, right = hulls[number]
        down = np.maximum(top - places[:, 2], places[:, 0] - bottom).clip(min=0)
        aside = np.maximum(left - places[:, 3], places[:, 1] - right).clip(min=0)
        lines[tall[int(np.argmin(down**2 + aside**2))][0]].append(number)


def _stacks(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the numbers of the boxes, those that touch one above the other together."""
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
    height = max(upper.bottom, lower.bottom) - upper.top
    if height <= _NO_TALLER * max(rest, default=height):
        return True
    taller = max(upper.bottom - upper.top, lower.bottom - lower.top)
    return lower.top - upper.bottom <= _TOUCHING * taller


def _beside(box: Box, others: Sequence[Box]) -> float:
    """Return the share of the smaller height by which a box overlaps the others on average."""
    top = sum(other.top for other in others) / len(others)
    bottom = sum(other.bottom for other in others) / len(others)
    common = min(bottom, box.bottom) - max(top, box.top)
    smaller = min(bottom - top, box.bottom - box.top)
    return float(common / smaller) if smaller > 0 else float(common >= 0)


def without_marks(boxes: Sequence[Box]) -> list[int]:
    """Return the numbers of the boxes of a line that are no specks, commas or dashes."""
    height = line_height(boxes)
    tall = [box for box in boxes if box.bottom - box.top >= MARK * height]
    return [i for i, box in enumerate(boxes) if box in tall or not _is_mark(box, tall, height)]


def _is_mark(box: Box, tall: Sequence[Box], height: float) -> bool:
    """Tell whether a low box is no part of a tall one: neither its cap nor a bar across it."""
    width = box.right - box.left
    if not tall or max(width, box.bottom - box.top) < SPECK * height:
        return bool(tall)
    nearest = min(tall, key=lambda other: distance(box, other))
    is_small = max(width, box.bottom - box.top) < MARK * height
    if is_small and box.top > nearest.bottom - _FOOT * (nearest.bottom - nearest.top):
        return True
    across = max(min(other.right, box.right) - max(other.left, box.left) for other in tall)
    if across >= _ACROSS * width:
        return False
    is_high = (box.top + box.bottom) / 2 < nearest.top + height / 3
    return not (is_high and distance(box, nearest) < _CAP * height)


# Digits


def runs(line: Line) -> list[Run]:
    """Return the runs of the pieces of a line that may be one digit."""
    odds = split_odds(line.upright) - CONNECTED * np.array(line.connected, np.float64)
    ends = np.append(-np.logaddexp(0, -odds), 0)  # log-probability that a digit ends there
    goes_on = -np.logaddexp(0, odds)
    count, height = len(line.upright), line_height(line.upright)
    found = []
    for start in range(count):
        for end in range(start + 1, min(count, start + MOST_PIECES) + 1):
            apart = not all(line.connected[start : end - 1])
            shape = _shape_odds(hull(line.upright[start:end]), height, apart)
            likely = goes_on[start : end - 1].sum() + ends[end - 1] + shape
            found.append(Run(start, end, float(likely)))
    return [run for run in found if run.end == run.start + 1 or run.odds > _HOPELESS]


def split_odds(boxes: Sequence[Box]) -> np.ndarray:
    """Return of each boundary between boxes of a line the log-odds that it parts two digits."""
    top, left, bottom, right = np.array(boxes, np.float64).reshape(-1, 4).T
    both = np.maximum(bottom[1:], bottom[:-1]) - np.minimum(top[1:], top[:-1])
    # A 9 with a long tail is no measure for its neighbors: the line's usual height is.
    both = np.minimum(both, np.median(both)) if both.size else both
    both = np.maximum(both, 1e-6)
    gap = (left[1:] - right[:-1]) / both
    step = np.diff(left + right) / 2 / both
    smaller = np.minimum((bottom - top)[1:], (bottom - top)[:-1]) / both
    return GAP * gap + STEP * step + SMALLER * smaller.clip(max=TALL_ENOUGH) - JOINED


def _shape_odds(box: Box, height: float, apart: bool) -> float:
    """Return the log-odds against a digit in this box, of pieces that lie apart or not."""
    tall = box.bottom - box.top
    wide = (box.right - box.left) / max(tall, 1e-6)
    too_wide = max(0.0, wide - (WIDEST if apart else WIDEST_CONNECTED))
    too_low = max(0.0, FLATTEST - tall / height)
    return -WIDE * too_wide - FLAT * too_low


def skip_odds(line: Line) -> list[float]:
    """Return for each piece of a line the log-odds that it belongs to no digit."""
    height = line_height(line.upright)
    return [SKIP if box.bottom - box.top < LOW * height else -np.inf for box in line.upright]


def most_plausible(
    candidates: Sequence[Run], confidence: Sequence[float], skips: Sequence[float]
) -> list[int]:
    """Return the numbers of the runs that make the most plausible line, from left to right.

    ``confidence`` is the network's in each run, ``skips`` the odds of ``skip_odds``.
    """
    steps = _steps(candidates, confidence, skips)
    best, last = {0: 0.0}, {}
    for k, (start, end, odds) in steps:
        if best[start] + odds > best.get(end, -np.inf):
            best[end], last[end] = best[start] + odds, (k, start)
    chosen, end = [], len(skips)
    while end:
        k, end = last[end]
        chosen.append(k)
    return [k for k in reversed(chosen) if k < len(candidates)]


def shares(
    candidates: Sequence[Run], confidence: Sequence[float], skips: Sequence[float]
) -> np.ndarray:
    """Return of every run its share, 0 to 1, of the plausibility of all ways to divide a line.

    The share of a run is 1 where no way without it is likely.
    """
    steps = _steps(candidates, confidence, skips)
    before, after = np.full((2, len(skips) + 1), -np.inf)  # log-plausibility of what lies there
    before[0] = after[len(skips)] = 0
    for _, (start, end, odds) in steps:
        before[end] = np.logaddexp(before[end], before[start] + odds)
    share = np.zeros(len(candidates) + len(skips))
    for k, (start, end, odds) in reversed(steps):
        after[start] = np.logaddexp(after[start], odds + after[end])
        share[k] = np.exp(min(0.0, before[start] + odds + after[end] - before[len(skips)]))
    return share[: len(candidates)]


def _steps(
    candidates: Sequence[Run], confidence: Sequence[float], skips: Sequence[float]
) -> list[tuple[int, Run]]:
    """Return the numbered steps along a line: runs with the network's word, and skips."""
    steps = [
        run._replace(odds=run.odds + _log_digit(p))
        for run, p in zip(candidates, confidence, strict=True)
    ]
    steps += [Run(k, k + 1, odds) for k, odds in enumerate(skips)]
    return sorted(enumerate(steps), key=lambda step: step[1][:2])


def agreement(line: Line, run: Run, others: Sequence[Run], share: Sequence[float]) -> float:
    """Return the share of the runs, among those that were read alike, that are mostly ``run``.

    A 5 with its cap and the same 5 without it are one digit: neither casts doubt on the other.
    """
    heights = np.array([box.bottom - box.top for box in line.upright])
    own = heights[run.start : run.end].sum()
    total = 0.0
    for other, part in zip(others, share, strict=True):
        start, end = max(run.start, other.start), min(run.end, other.end)
        if start >= end:  # elsewhere in the line, like most
            continue
        if run[:2] == other[:2] or heights[start:end].sum() > own / 2:
            total += part
    return float(min(1.0, total))


def _log_digit(confidence: float) -> float:
    """Return the log-probability that a network with this confidence saw a digit.

    It learned to spread its confidence evenly over all ten where there is none.
    """
    certain = (confidence - NOTHING) / (1 - NOTHING)
    return EVIDENCE * float(np.log(max(certain, _LEAST)))


def group_starts(boxes: Sequence[Box]) -> list[bool]:
    """Return of each digit in a line whether a new group begins with it."""
    lefts, rights = np.array([(box.left, box.right) for box in boxes]).T
    gaps = lefts[1:] - rights[:-1]
    usual = float(np.median(gaps)) if gaps.size > 2 else 0.0
    enough = max(GROUPS_APART * line_height(boxes), 2 * usual)
    return [False, *(gaps > enough).tolist()]
