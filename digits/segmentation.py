"""From the pieces of a line to digits: which runs of neighbors are one digit each.

A piece is a stroke, or a connected patch of ink, or a part of one; here it is told by its box
alone. Each boundary between two neighbors has odds that a new digit begins there, told by how
far apart they lie and how tall they are. Runs of neighbors that may be one digit are shown to
the network, and those that make the most plausible line are chosen: so "11" is two digits, and
a 4 of two strokes is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from digits.lines import hull, line_height
from digits.reading import Box

MOST_PIECES = 4
"""Pieces that one digit may consist of: a 5 with its cap, a 4 broken twice."""

STRAIGHTEN = 0.5
"""Share of the slant that is taken out before distances are told. All of it would tear apart
the digits of those who slant only some of their strokes."""

# The odds that a boundary parts two digits, a logistic regression on 1,939 boundaries within the
# digits of 30 people and 271 between those of 60 (7 and none fall on the wrong side); lengths are
# shares of the height of both neighbors together, or of what is usual in the line.
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
