"""Lines that were printed or ruled across a picture: find them, take them away, mend the pen."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.polynomial import Polynomial

THIN = 25
"""A rule is at least so many times as long as it is thick."""

SPAN = 0.6
"""Share of the picture's width that a rule spans at least."""

LONG, LONG_ACROSS = 2.0, 1.5
"""A rule is so many times as long as the rest of the ink is tall, less when it runs from border
to border: else it may be a 7's bar or a thin 1."""

RULED = 3
"""From so many rules on, a page is ruled: no digit has so many long bars."""

_BAR = 40  # part of the picture's width: a rule, tilted a bit, has level bars of that length
_SEEN, _SEEN_ACROSS = 0.9, 0.7  # share of its length over which a rule is seen
_END = 0.02  # of the picture's width: so near to the border a rule ends there
_NEAR = 1.5  # pixels: so near to its middle a rule is seen
_ROUNDS = 8  # of fitting a rule
_FITTED = 20_000  # pixels, at most, that a rule is fitted to: a large dark area has millions
_DARK = 0.5  # share of a picture that bars cover at most: else they are a dark area or noise
_SLOPE = 0.15  # no rule is steeper
_SLOPES, _VOTES = 81, 2000  # slopes that are tried, and pixels that vote for one
_BEYOND = 0.15  # of its length: so far a rule may go on unseen, among digits
_TALL = 6  # times as tall as a rule is thick: else it is dust
_REACH = 12  # no rule is thicker than twice that: a dark area is
_THICKER = 1.6  # where the pen runs along a rule, the ink is so many times as thick
_DARKER = 1.4  # or as dark
_TOOTH = 1.8  # a comb's tooth is no wider than so many times the line it stands on is thick, ...
_TOOTH_TALL = 3  # ... so many times as tall as that at least, ...
_ALIKE = 0.25  # ... and its height differs by this share from that of the teeth at the ends
_EVEN = 0.25  # teeth, three at least, stand evenly: their distances differ by so much at most
_LOW = 0.6  # of their distance: taller teeth may be 1s
_MOST = 80  # pieces in one direction that may hold rules, and rules among them, ...
_JOINED = 50  # ... and rules in one piece, so that no picture takes long


class Rule(NamedTuple):
    """A thin line across a picture, straight or a little bent."""

    left: int
    right: int
    middle: Polynomial
    """The row of each column."""
    thickness: float
    across: bool
    """Whether it runs from border to border."""

    @property
    def length(self) -> int:
        """Along the picture's width."""
        return self.right - self.left


def without_rules(ink: np.ndarray, darkness: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 (height, width) of 0 and 1, without rules.

    ``darkness`` is uint8. Where the pen crosses a rule, or is thicker or darker, it stays.
    """
    level, upright = find_rules(ink), find_rules(ink.T)
    if not level and not upright:
        return ink
    rest = ink & ~_drawn(level, ink.shape) & ~_drawn(upright, ink.T.shape).T
    page = len(level) >= RULED
    level = level if page or _are_long(level, rest) else []
    if not page and not _are_long(upright, rest.T):
        upright = _at_the_ends(upright, level)
    pen = float(np.percentile(darkness[rest > 0], 90)) if rest.any() else 0.0
    teeth = _teeth(level, rest)
    ink = _taken_away(level, ink, darkness, pen) & ~teeth
    return np.ascontiguousarray(_taken_away(upright, ink.T, darkness.T, pen).T)


def find_rules(ink: np.ndarray) -> list[Rule]:
    """Return the thin lines that run across most of the picture's width."""
    width = ink.shape[1]
    length = max(12, width // _BAR) | 1
    if width < 3 * length:
        return []
    # The bars of a tilted line are short; they are longer if it is thicker.
    thick = cv2.dilate(np.ascontiguousarray(ink), np.ones((3, 1), np.uint8))
    bars = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    if not 0 < cv2.countNonZero(bars) <= _DARK * bars.size:
        return []
    linked = cv2.dilate(bars, np.ones((3, length), np.uint8))
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(linked)
    wide = np.flatnonzero(stats[1:, cv2.CC_STAT_WIDTH] >= SPAN * width) + 1
    found: list[Rule] = []
    for piece in wide[:_MOST]:
        top, high = stats[piece, [cv2.CC_STAT_TOP, cv2.CC_STAT_HEIGHT]]
        part = slice(top, top + high)
        rows, columns = np.nonzero((pieces[part] == piece) & (bars[part] > 0))
        found += _rules_among(ink, rows + top, columns)
        if len(found) >= _MOST:
            break
    return found


def _rules_among(ink: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> list[Rule]:
    """Return the rules among these pixels, which digits may have joined."""
    found: list[Rule] = []
    while len(found) < _JOINED and columns.size and np.ptp(columns) >= SPAN * ink.shape[1]:
        rule = _fitted(ink, rows, columns)
        if rule is None:
            break
        found.append(rule)
        rest = _distances(rule.middle, rows, columns) > rule.thickness / 2 + 2
        rows, columns = rows[rest], columns[rest]
    return found


def _distances(middle: Polynomial, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return how far above or below the line each pixel lies."""
    at = middle(np.arange(columns.max(initial=0) + 1))  # far fewer columns than pixels
    return np.abs(rows - at[columns])


def _straight(rows: np.ndarray, columns: np.ndarray) -> Polynomial:
    """Return the straight line, level but for a small slope, that passes most pixels."""
    few = slice(None, None, 1 + rows.size // _VOTES)
    slopes = np.linspace(-_SLOPE, _SLOPE, _SLOPES)
    offsets = np.rint(rows[few] - slopes[:, np.newaxis] * columns[few]).astype(int)
    least = offsets.min()
    # One count for all slopes, each with a stretch of its own.
    stretch = int(np.ptp(offsets)) + 1
    votes = np.bincount((offsets - least + stretch * np.arange(_SLOPES)[:, np.newaxis]).ravel())
    best = np.flatnonzero(votes == votes.max())  # many in a thick bar, so take the middle one
    slope, offset = divmod(int(best[best.size // 2]), stretch)
    return Polynomial([float(offset + least), slopes[slope]])


def _bent(rows: np.ndarray, columns: np.ndarray) -> Polynomial:
    """Return the line, straight or a little bent, that passes most pixels."""
    middle = _straight(rows, columns)
    few = slice(None, None, 1 + rows.size // _FITTED)
    rows, columns = rows[few], columns[few]
    for _ in range(_ROUNDS):  # what lies beside a rule counts less and less
        weights = 1 / np.maximum(_distances(middle, rows, columns), 0.5)
        middle = _fit(rows, columns, weights**2)
    return middle


def _fit(rows: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> Polynomial:
    """Return the parabola with the least squares.

    Of thousands of pixels, ``Polynomial.fit`` takes several times as long.
    """
    width = columns.max()
    powers = (columns / width) ** np.arange(3)[:, np.newaxis]
    weighted = weights * powers
    best = np.linalg.lstsq(weighted @ powers.T, weighted @ rows, rcond=None)[0]
    return Polynomial(best / width ** np.arange(3))


def _fitted(ink: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> Rule | None:
    """Return the rule that most of these pixels lie on, or None if they are no thin line."""
    middle = _bent(rows, columns)
    near = _distances(middle, rows, columns) <= _NEAR
    seen = np.unique(columns[near])
    if not seen.size:
        return None
    left, right = int(seen[0]), int(seen[-1]) + 1
    across = left < _END * ink.shape[1] and right > (1 - _END) * ink.shape[1]
    rule = Rule(left, right, middle, _thickness(ink, middle(seen), seen), across)
    is_seen = seen.size >= (_SEEN_ACROSS if across else _SEEN) * rule.length
    is_level = abs(middle(right) - middle(left)) <= _SLOPE * rule.length
    is_long = rule.length >= max(THIN * rule.thickness, SPAN * ink.shape[1])
    is_thin = rule.thickness <= 2 * _REACH
    return rule if is_seen and is_level and is_long and is_thin else None


def _thickness(ink: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> float:
    """Return how thick the ink on these pixels is in most columns."""
    centers = np.clip(np.rint(rows).astype(int), 0, ink.shape[0] - 1)
    deep = centers + np.arange(-_REACH, _REACH + 1)[:, np.newaxis]
    inside = (deep >= 0) & (deep < ink.shape[0])
    runs = inside & (ink[np.clip(deep, 0, ink.shape[0] - 1), columns] > 0)
    above = np.logical_and.accumulate(runs[_REACH::-1]).sum(axis=0)
    below = np.logical_and.accumulate(runs[_REACH:]).sum(axis=0)
    thick = np.where(np.maximum(above, below) > _REACH, np.inf, above + below - 1)
    return max(1.0, float(np.median(thick)))


def _are_long(rules: list[Rule], rest: np.ndarray) -> bool:
    """Tell whether all are much longer than the tallest piece of the other ink, if any."""
    stats = cv2.connectedComponentsWithStats(np.ascontiguousarray(rest))[2]
    tallest = stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0)
    return all(
        tallest >= _TALL * rule.thickness
        and rule.length >= (LONG_ACROSS if rule.across else LONG) * tallest
        for rule in rules
    )


def _at_the_ends(upright: list[Rule], level: list[Rule]) -> list[Rule]:
    """Return the upright rules at the ends of level ones: the sides of a frame."""
    return [
        side
        for side in upright
        for rule in level
        if min(
            abs(side.middle((side.left + side.right) / 2) - end) for end in (rule.left, rule.right)
        )
        < rule.length / 20
    ]


def _teeth(level: list[Rule], rest: np.ndarray) -> np.ndarray:
    """Return uint8 (height, width), 1 on the teeth of combs, as forms have them for digits.

    Teeth are upright bars that stand on a level rule or hang from it, one at each of its ends and
    others as tall, evenly, between them. They are low for their distance, or digits of another
    height stand among them: else they may be 1s. ``rest`` is the ink without the rules.
    """
    if not level:
        return np.zeros_like(rest)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(rest))
    left, top, width, height = stats[:, :4].T
    middle = left + width / 2
    is_tooth, reach = np.zeros(len(stats), np.uint8), 0
    for rule in level:
        rows, near = rule.middle(middle), 2 * rule.thickness + 4
        meets = np.minimum(np.abs(top + height - rows), np.abs(top - rows)) < rule.thickness / 2 + 3
        bar = (width <= _TOOTH * rule.thickness + 2) & (height >= _TOOTH_TALL * width)
        bars = np.flatnonzero(meets & bar)
        ends = [bars[np.abs(middle[bars] - end) < near] for end in (rule.left, rule.right)]
        if not (ends[0].size and ends[1].size):
            continue
        tall = np.median(height[np.concatenate(ends)])
        comb = bars[np.abs(height[bars] - tall) <= _ALIKE * tall]
        steps = np.diff(np.sort(middle[comb]))
        if steps.size < 2 or np.ptp(steps) > _EVEN * np.median(steps):
            continue  # the two 1s of an underlined 1991
        among = (left > rule.left) & (left + width < rule.right) & (height > tall / 2)
        among &= (top < (top + height)[comb].max()) & (top + height > top[comb].min())
        among[comb] = False
        # As tall as the digits among them and near to each other, they are the 1s of 11111.
        digits = height[among]
        is_low = tall <= _LOW * np.median(steps)
        if is_low or (digits.size and abs(np.median(digits) - tall) > _ALIKE * tall):
            is_tooth[comb], reach = 1, max(reach, round(near))
    # as far as the other side of the rule, where a tooth crosses it like a pen
    return cv2.dilate(is_tooth[pieces], np.ones((2 * reach + 1, 3), np.uint8))


def _drawn(rules: list[Rule], shape: tuple[int, ...]) -> np.ndarray:
    """Return uint8 (height, width), 1 on the rules and a little around them."""
    drawn = np.zeros(shape, np.uint8)
    for rule in rules:
        thickness = round(rule.thickness) + 3
        beyond = round(_BEYOND * rule.length)
        columns = np.arange(max(0, rule.left - beyond), min(shape[1], rule.right + beyond))
        tops = np.rint(rule.middle(columns) - (thickness - 1) / 2).astype(int)
        for rows in tops + np.arange(thickness)[:, np.newaxis]:
            inside = (rows >= 0) & (rows < shape[0])
            drawn[rows[inside], columns[inside]] = 1
    return drawn


def _taken_away(
    rules: list[Rule], ink: np.ndarray, darkness: np.ndarray, pen_darkness: float
) -> np.ndarray:
    """Return the ink without the rules, but with the pen that crosses them."""
    if not rules:
        return ink
    rest = np.ascontiguousarray(ink & ~_drawn(rules, ink.shape))
    thickness = max(rule.thickness for rule in rules)
    # The pen goes on at both sides of the rule, ...
    gap = round(thickness) + 6 | 1
    across = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap))
    pen: np.ndarray = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, across)
    rule_darkness = float(np.median(_on(rules, darkness)))
    if pen_darkness > _DARKER * rule_darkness:  # ... or is darker ...
        also: np.ndarray = (darkness > (rule_darkness + pen_darkness) / 2).astype(np.uint8)
    else:  # ... or makes it thicker.
        upright = np.ones((round(_THICKER * thickness) + 1, 1), np.uint8)
        also = cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_OPEN, upright)
    return rest | (ink & (pen | also))


def _on(rules: list[Rule], image: np.ndarray) -> np.ndarray:
    """Return the values along the middle of the rules."""
    columns = [np.arange(rule.left, rule.right) for rule in rules]
    rows = [np.rint(rule.middle(along)) for rule, along in zip(rules, columns, strict=True)]
    inside = np.clip(np.concatenate(rows).astype(int), 0, image.shape[0] - 1)
    return image[inside, np.concatenate(columns)]
