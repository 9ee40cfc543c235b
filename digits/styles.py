"""Ways of writing digits that MNIST never saw, as strokes of our own.

MNIST was written in one country. Elsewhere a 1 has a long upstroke, a 7 a bar, a 9 a curled
tail. Each style below is a digit as a few strokes through points, in a square of side 1, x
right, y down. ``draw`` bends, stretches and slants them at random and draws them with the code
that draws a person's strokes, so that the network can learn them beside MNIST.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from digits.digit_image import from_strokes
from digits.reading import SIDE

Points = tuple[tuple[float, float], ...]


class Style(NamedTuple):
    """One way to write a digit; ``curved`` strokes are smooth, others have corners."""

    digit: int
    name: str
    strokes: tuple[Points, ...]
    curved: bool = True


def _style(digit: int, name: str, *strokes: str, curved: bool = True) -> Style:
    """Return a style whose strokes are written as ``"x,y x,y ..."`` in hundredths."""
    points = ((point.split(",") for point in stroke.split()) for stroke in strokes)
    whole = tuple(tuple((int(x) / 100, int(y) / 100) for x, y in stroke) for stroke in points)
    return Style(digit, name, whole, curved)


STYLES = (
    # Slashed as by programmers and engineers; begun or closed inside.
    _style(0, "slashed", "50,0 10,25 10,75 50,100 85,75 85,25 45,0", "5,98 90,2"),
    _style(0, "closed inside", "55,5 10,35 10,80 40,100 75,70 60,20 30,15"),
    _style(0, "begun inside", "60,0 20,20 5,60 35,100 75,75 70,35 40,18 20,35"),
    _style(0, "loop at the top", "25,12 10,50 20,95 55,95 70,50 55,10 30,8 45,25 75,10"),
    _style(0, "runs on to the right", "60,8 20,10 5,55 35,98 70,65 60,12 75,16 100,10"),
    # The long upstroke of continental Europe (DIN 16552 teaches it), also as a roof.
    _style(1, "long upstroke", "0,45 45,0 40,100", curved=False),
    _style(1, "longer upstroke", "0,70 50,0 55,100", curved=False),
    _style(1, "flat upstroke", "0,38 55,0 40,100", curved=False),
    _style(1, "round top", "0,50 35,10 50,2 50,30 40,100"),
    _style(1, "narrow loop", "30,40 45,0 42,40 35,100"),
    _style(1, "hook and base", "10,25 45,0 45,100", "0,100 90,98", curved=False),
    _style(1, "steep upstroke", "20,45 42,0 35,100", curved=False),
    _style(1, "bent upstroke", "0,42 30,22 50,0 45,30 38,100"),
    _style(1, "flag and base", "10,30 40,10 45,0 42,95", "10,97 80,100"),
    _style(1, "spur at the foot", "35,0 18,100 36,78", curved=False),
    _style(1, "short spur", "50,0 20,98 28,84", curved=False),
    _style(1, "upstroke from the foot", "0,95 50,0 42,100", curved=False),
    _style(1, "loop like an l", "10,62 45,12 40,0 28,22 30,72 42,100"),
    _style(1, "round upstroke like an n", "0,60 18,15 42,0 55,18 50,100"),
    # Looped at the foot, or angular like a Z.
    _style(2, "looped foot", "10,25 40,0 70,20 50,60 15,95 5,85 25,80 55,98 85,90"),
    _style(2, "like a Z", "5,10 65,0 0,100 75,95", curved=False),
    _style(
        2, "closed head, looped foot", "40,38 18,25 20,6 48,0 64,16 50,55 12,95 5,85 28,82 75,100"
    ),
    _style(
        2,
        "round head, looped foot",
        "35,40 10,28 20,5 55,0 75,20 60,50 15,92 0,85 25,80 60,98 90,92",
    ),
    _style(
        2, "head closed at the stem", "55,38 25,40 12,18 40,0 68,14 60,45 25,80 5,96 30,90 80,98"
    ),
    # A flat top, as against the forgery of a 1 or an 8; a small notch.
    _style(3, "flat top", "0,2 65,0 30,40 62,62 45,97 0,92", curved=False),
    _style(3, "flat top, round belly", "0,3 35,2 65,0 50,20 30,40 60,50 65,75 40,100 0,92"),
    _style(3, "small notch", "0,12 35,0 60,12 45,40 38,45 60,60 50,90 15,100"),
    _style(3, "shallow waist", "0,15 30,0 58,12 50,38 40,45 58,62 45,88 10,100"),
    _style(3, "narrow, tail bent in", "5,12 35,0 55,12 35,42 52,55 50,80 30,98 5,90"),
    _style(3, "slanted top bar", "5,10 60,0 28,42 50,50 58,75 38,98 5,100"),
    # Open above, or in one line like lightning (both common where 4 is taught open).
    _style(4, "open", "25,0 0,60 75,58", "55,30 50,100", curved=False),
    _style(4, "open, low stem", "30,0 10,35 0,68 50,65", "48,42 42,100"),
    _style(4, "lightning", "45,0 0,50 65,42 50,100", curved=False),
    _style(4, "lightning, bent back", "70,10 35,0 0,42 10,50 65,35 60,60 50,100"),
    _style(4, "open, short stem", "25,0 5,72 70,68", "45,50 40,100", curved=False),
    _style(4, "stem below the bar", "20,0 5,70 55,60", "52,58 42,100", curved=False),
    _style(4, "open, stem far right", "20,0 8,45 15,62 60,50", "65,10 50,100"),
    _style(4, "pointed bowl", "50,0 5,40 12,50 60,38", "62,18 48,100", curved=False),
    _style(4, "one line, bowl bent in", "45,0 20,20 5,42 25,50 60,30 62,25 55,60 45,100"),
    _style(4, "one line, loop at the stem", "35,0 12,40 5,68 35,70 60,50 50,42 42,70 38,100"),
    _style(4, "like an h", "42,0 15,55 10,68 45,50 56,56 45,100"),
    _style(4, "left stroke long", "45,0 5,75 75,62", "58,45 45,95", curved=False),
    _style(5, "long cap", "20,0 15,38 50,40 60,70 35,100 0,92", "20,0 95,2"),
    _style(5, "one line", "70,0 30,5 10,35 50,45 60,75 30,100 0,90"),
    _style(5, "cap above a short neck", "22,5 20,30 50,38 60,70 35,98 0,95", "15,3 90,0"),
    _style(5, "cap, neck leaning", "35,0 20,30 50,42 52,75 25,100 0,95", "0,5 85,0"),
    _style(5, "cap apart", "20,18 18,42 50,45 60,75 30,100 0,95", "25,2 80,0"),
    _style(6, "tiny loop", "50,0 15,45 5,85 25,100 40,85 25,75 10,85"),
    # The bar, from France to Russia; with a serif; with a bent back.
    _style(7, "crossed", "0,2 70,0 30,100", "10,50 75,48", curved=False),
    _style(7, "crossed, serif", "0,20 5,2 70,2 30,100", "10,52 75,45", curved=False),
    _style(7, "crossed, round", "0,12 20,0 55,5 60,20 40,55 30,100", "0,60 40,52 80,58"),
    _style(7, "crossed low", "0,10 10,0 65,2 45,45 30,100", "0,68 75,62", curved=False),
    _style(7, "crossed, no serif", "25,8 70,0 35,100", "5,52 80,45", curved=False),
    _style(7, "crossed low, round", "0,15 20,0 55,5 50,35 30,75 28,100", "5,70 35,62 75,68"),
    _style(7, "crossed, wavy top", "0,15 15,2 40,10 65,0 42,50 35,100", "10,60 70,52"),
    _style(7, "crossed, bar tied on", "0,10 30,0 60,5 45,45 30,98 20,85 10,60 40,55 75,60"),
    _style(7, "crossed, small top", "22,8 50,0 35,100", "0,48 85,40", curved=False),
    _style(7, "crossed, hooked top", "10,22 25,5 55,0 58,22 35,100", "12,55 78,46"),
    _style(8, "begun with an S", "65,8 30,0 12,20 40,45 62,75 35,100 10,80 35,50 65,20 68,2"),
    _style(8, "two circles", "40,0 15,22 40,45 65,22 40,0", "40,45 8,72 40,100 72,72 40,45"),
    _style(8, "open top", "15,5 20,30 55,60 50,95 20,95 15,65 50,35 65,2"),
    _style(8, "ends apart", "70,15 40,0 15,20 40,42 60,75 30,100 8,75 40,45 75,28"),
    _style(
        8,
        "begun in the middle",
        "0,42 35,42 60,20 40,0 20,18 45,50 55,85 30,100 15,80 35,50 65,38",
    ),
    _style(8, "narrow below", "60,5 25,0 10,25 45,50 50,85 35,100 25,85 40,50 70,10"),
    _style(8, "top like a 2", "10,20 30,0 58,12 40,42 8,80 25,100 55,85 40,55 12,25"),
    # The curled tail, and the foot that runs to the left.
    _style(9, "curled tail", "60,10 30,0 12,20 30,38 58,15 62,50 60,85 35,100 0,90"),
    _style(9, "round tail", "68,8 35,0 12,20 35,40 66,15 75,65 50,97 5,90"),
    _style(9, "long foot", "55,8 25,2 12,20 30,35 55,12 55,45 65,85 50,95 0,100"),
    _style(9, "open bowl", "72,5 30,0 10,20 35,38 66,28 62,72 35,100 0,90"),
    _style(9, "open bowl, corner", "68,3 20,5 12,30 45,35 68,20 66,60 50,95 5,95"),
    _style(9, "flat bowl", "60,8 30,3 12,18 40,22 65,5 50,50 20,100"),
    _style(9, "tail curled up", "60,10 30,0 14,20 35,36 60,12 62,50 50,92 22,98 15,80 40,65"),
    _style(9, "small loop, long tail", "50,6 30,0 15,12 30,26 52,10 50,50 35,100"),
    _style(9, "loop crossed by the tail", "55,30 60,10 35,0 12,18 30,40 50,30 42,60 35,100"),
    _style(9, "loop above the stem", "42,44 16,30 18,8 45,0 68,12 62,34 40,46 32,60 42,100"),
    _style(9, "like a mirrored P", "45,45 65,30 66,10 40,0 14,10 16,32 42,42 30,70 22,100"),
    _style(9, "like a rho", "40,42 20,30 22,10 50,0 72,14 66,34 42,46 28,65 15,100"),
    _style(9, "like a rho, bent foot", "45,40 20,34 15,12 45,0 72,12 68,36 40,45 36,70 58,100"),
    _style(9, "like a rho, open", "12,32 22,8 50,0 70,14 62,36 35,46 30,70 42,100"),
    _style(9, "hooked loop, stem below", "30,26 15,18 30,2 60,0 72,18 50,40 30,48 40,75 32,100"),
)
"""The page of styles."""

JITTER = 0.05  # standard deviation of a point, where the digit is 1 high
STRETCH = 0.3  # relative, of the width, to each side
SLANT = 0.35  # columns per row, mostly to the right
PENS = (1.2, 3.2)  # widths in pixels of the digit image

_PIECES = 6  # straight pieces between two points of a curved stroke


def draw(style: Style, rng: np.random.Generator) -> np.ndarray:
    """Return a digit image, float32 (28, 28) in [0, 1], of a style in a hand of its own."""
    stretch = rng.uniform(1 - STRETCH, 1 + STRETCH)
    slant = rng.uniform(-SLANT / 2, SLANT)
    hand = np.array([[stretch, 0], [-slant, 1]])
    strokes = []
    for points in style.strokes:
        bent = np.array(points) + rng.normal(0, JITTER, (len(points), 2))
        strokes.append((smooth(bent) if style.curved else bent) @ hand)
    return from_strokes(strokes, pen_width=rng.uniform(*PENS))


def draw_many(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return ``count`` digit images of random styles, (count, 28, 28), and their labels."""
    chosen = [STYLES[number] for number in rng.integers(len(STYLES), size=count)]
    images = np.array([draw(style, rng) for style in chosen], np.float32).reshape(-1, SIDE, SIDE)
    return images, np.array([style.digit for style in chosen], np.uint8)


def smooth(points: np.ndarray) -> np.ndarray:
    """Return a smooth curve through points (n, 2): a Catmull-Rom spline (1974)."""
    if len(points) < 3:
        return points
    padded = np.concatenate([points[:1], points, points[-1:]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, _PIECES, endpoint=False)[:, np.newaxis, np.newaxis]
    curve = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )  # (pieces, n - 1, 2)
    return np.concatenate([curve.swapaxes(0, 1).reshape(-1, 2), points[-1:]])
