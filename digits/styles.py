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


STYLES = (
    # Slashed as by programmers and engineers; begun or closed inside.
    Style(
        0,
        "slashed",
        (
            ((0.5, 0), (0.1, 0.25), (0.1, 0.75), (0.5, 1), (0.85, 0.75), (0.85, 0.25), (0.45, 0.0)),
            ((0.05, 0.98), (0.9, 0.02)),
        ),
    ),
    Style(
        0,
        "closed inside",
        (((0.55, 0.05), (0.1, 0.35), (0.1, 0.8), (0.4, 1), (0.75, 0.7), (0.6, 0.2), (0.3, 0.15)),),
    ),
    Style(
        0,
        "begun inside",
        (
            (
                (0.6, 0.0),
                (0.2, 0.2),
                (0.05, 0.6),
                (0.35, 1.0),
                (0.75, 0.75),
                (0.7, 0.35),
                (0.4, 0.18),
                (0.2, 0.35),
            ),
        ),
    ),
    Style(
        0,
        "loop at the top",
        (
            (
                (0.25, 0.12),
                (0.1, 0.5),
                (0.2, 0.95),
                (0.55, 0.95),
                (0.7, 0.5),
                (0.55, 0.1),
                (0.3, 0.08),
                (0.45, 0.25),
                (0.75, 0.1),
            ),
        ),
    ),
    # The long upstroke of continental Europe (DIN 16552 teaches it), also as a roof.
    Style(1, "long upstroke", (((0.0, 0.45), (0.45, 0.0), (0.4, 1.0)),), curved=False),
    Style(1, "longer upstroke", (((0.0, 0.7), (0.5, 0.0), (0.55, 1.0)),), curved=False),
    Style(1, "flat upstroke", (((0.0, 0.38), (0.55, 0.0), (0.4, 1.0)),), curved=False),
    Style(1, "round top", (((0.0, 0.5), (0.35, 0.1), (0.5, 0.02), (0.5, 0.3), (0.4, 1.0)),)),
    Style(1, "narrow loop", (((0.3, 0.4), (0.45, 0.0), (0.42, 0.4), (0.35, 1.0)),)),
    Style(
        1,
        "hook and base",
        (((0.1, 0.25), (0.45, 0.0), (0.45, 1.0)), ((0.0, 1.0), (0.9, 0.98))),
        curved=False,
    ),
    Style(1, "steep upstroke", (((0.2, 0.45), (0.42, 0.0), (0.35, 1.0)),), curved=False),
    Style(1, "bent upstroke", (((0.0, 0.42), (0.3, 0.22), (0.5, 0.0), (0.45, 0.3), (0.38, 1.0)),)),
    Style(
        1,
        "flag and base",
        (((0.1, 0.3), (0.4, 0.1), (0.45, 0.0), (0.42, 0.95)), ((0.1, 0.97), (0.8, 1.0))),
    ),
    Style(1, "spur at the foot", (((0.35, 0.0), (0.18, 1.0), (0.36, 0.78)),), curved=False),
    Style(1, "short spur", (((0.5, 0.0), (0.2, 0.98), (0.28, 0.84)),), curved=False),
    Style(1, "upstroke from the foot", (((0.0, 0.95), (0.5, 0.0), (0.42, 1.0)),), curved=False),
    # Looped at the foot, or angular like a Z.
    Style(
        2,
        "looped foot",
        (
            (
                *((0.1, 0.25), (0.4, 0.0), (0.7, 0.2), (0.5, 0.6), (0.15, 0.95), (0.05, 0.85)),
                *((0.25, 0.8), (0.55, 0.98), (0.85, 0.9)),
            ),
        ),
    ),
    Style(2, "like a Z", (((0.05, 0.1), (0.65, 0.0), (0.0, 1.0), (0.75, 0.95)),), curved=False),
    # A flat top, as against the forgery of a 1 or an 8; a small notch.
    Style(
        3,
        "flat top",
        (((0.0, 0.02), (0.65, 0.0), (0.3, 0.4), (0.62, 0.62), (0.45, 0.97), (0.0, 0.92)),),
        curved=False,
    ),
    Style(
        3,
        "flat top, round belly",
        (
            (
                *((0.0, 0.03), (0.35, 0.02), (0.65, 0.0), (0.5, 0.2), (0.3, 0.4), (0.6, 0.5)),
                *((0.65, 0.75), (0.4, 1.0), (0.0, 0.92)),
            ),
        ),
    ),
    Style(
        3,
        "small notch",
        (
            (
                *((0.0, 0.12), (0.35, 0.0), (0.6, 0.12), (0.45, 0.4), (0.38, 0.45), (0.6, 0.6)),
                *((0.5, 0.9), (0.15, 1.0)),
            ),
        ),
    ),
    Style(
        3,
        "shallow waist",
        (
            (
                (0.0, 0.15),
                (0.3, 0.0),
                (0.58, 0.12),
                (0.5, 0.38),
                (0.4, 0.45),
                (0.58, 0.62),
                (0.45, 0.88),
                (0.1, 1.0),
            ),
        ),
    ),
    Style(
        3,
        "narrow, tail bent in",
        (
            (
                (0.05, 0.12),
                (0.35, 0.0),
                (0.55, 0.12),
                (0.35, 0.42),
                (0.52, 0.55),
                (0.5, 0.8),
                (0.3, 0.98),
                (0.05, 0.9),
            ),
        ),
    ),
    Style(
        3,
        "slanted top bar",
        (
            (
                (0.05, 0.1),
                (0.6, 0.0),
                (0.28, 0.42),
                (0.5, 0.5),
                (0.58, 0.75),
                (0.38, 0.98),
                (0.05, 1.0),
            ),
        ),
    ),
    # Open above, or in one line like lightning (both common where 4 is taught open).
    Style(
        4,
        "open",
        (((0.25, 0.0), (0.0, 0.6), (0.75, 0.58)), ((0.55, 0.3), (0.5, 1.0))),
        curved=False,
    ),
    Style(
        4,
        "open, low stem",
        (((0.3, 0.0), (0.1, 0.35), (0.0, 0.68), (0.5, 0.65)), ((0.48, 0.42), (0.42, 1.0))),
    ),
    Style(4, "lightning", (((0.45, 0.0), (0.0, 0.5), (0.65, 0.42), (0.5, 1.0)),), curved=False),
    Style(
        4,
        "lightning, bent back",
        (((0.7, 0.1), (0.35, 0.0), (0.0, 0.42), (0.1, 0.5), (0.65, 0.35), (0.6, 0.6), (0.5, 1.0)),),
    ),
    Style(
        4,
        "open, short stem",
        (((0.25, 0.0), (0.05, 0.72), (0.7, 0.68)), ((0.45, 0.5), (0.4, 1.0))),
        curved=False,
    ),
    Style(
        4,
        "open, stem far right",
        (((0.2, 0.0), (0.08, 0.45), (0.15, 0.62), (0.6, 0.5)), ((0.65, 0.1), (0.5, 1.0))),
    ),
    Style(
        4,
        "pointed bowl",
        (((0.5, 0.0), (0.05, 0.4), (0.12, 0.5), (0.6, 0.38)), ((0.62, 0.18), (0.48, 1.0))),
        curved=False,
    ),
    Style(
        4,
        "one line, bowl bent in",
        (
            (
                (0.45, 0.0),
                (0.2, 0.2),
                (0.05, 0.42),
                (0.25, 0.5),
                (0.6, 0.3),
                (0.62, 0.25),
                (0.55, 0.6),
                (0.45, 1.0),
            ),
        ),
    ),
    Style(
        4,
        "one line, loop at the stem",
        (
            (
                (0.35, 0.0),
                (0.12, 0.4),
                (0.05, 0.68),
                (0.35, 0.7),
                (0.6, 0.5),
                (0.5, 0.42),
                (0.42, 0.7),
                (0.38, 1.0),
            ),
        ),
    ),
    Style(
        5,
        "long cap",
        (
            ((0.2, 0.0), (0.15, 0.38), (0.5, 0.4), (0.6, 0.7), (0.35, 1.0), (0.0, 0.92)),
            ((0.2, 0.0), (0.95, 0.02)),
        ),
    ),
    Style(
        5,
        "one line",
        (((0.7, 0.0), (0.3, 0.05), (0.1, 0.35), (0.5, 0.45), (0.6, 0.75), (0.3, 1.0), (0.0, 0.9)),),
    ),
    Style(
        5,
        "cap above a short neck",
        (
            ((0.22, 0.05), (0.2, 0.3), (0.5, 0.38), (0.6, 0.7), (0.35, 0.98), (0.0, 0.95)),
            ((0.15, 0.03), (0.9, 0.0)),
        ),
    ),
    Style(
        5,
        "cap, neck leaning",
        (
            ((0.35, 0.0), (0.2, 0.3), (0.5, 0.42), (0.52, 0.75), (0.25, 1.0), (0.0, 0.95)),
            ((0.0, 0.05), (0.85, 0.0)),
        ),
    ),
    Style(
        5,
        "cap apart",
        (
            ((0.2, 0.18), (0.18, 0.42), (0.5, 0.45), (0.6, 0.75), (0.3, 1.0), (0.0, 0.95)),
            ((0.25, 0.02), (0.8, 0.0)),
        ),
    ),
    Style(
        6,
        "tiny loop",
        (
            (
                (0.5, 0.0),
                (0.15, 0.45),
                (0.05, 0.85),
                (0.25, 1.0),
                (0.4, 0.85),
                (0.25, 0.75),
                (0.1, 0.85),
            ),
        ),
    ),
    # The bar, from France to Russia; with a serif; with a bent back.
    Style(
        7,
        "crossed",
        (((0.0, 0.02), (0.7, 0.0), (0.3, 1.0)), ((0.1, 0.5), (0.75, 0.48))),
        curved=False,
    ),
    Style(
        7,
        "crossed, serif",
        (((0.0, 0.2), (0.05, 0.02), (0.7, 0.02), (0.3, 1.0)), ((0.1, 0.52), (0.75, 0.45))),
        curved=False,
    ),
    Style(
        7,
        "crossed, round",
        (
            ((0.0, 0.12), (0.2, 0.0), (0.55, 0.05), (0.6, 0.2), (0.4, 0.55), (0.3, 1.0)),
            ((0.0, 0.6), (0.4, 0.52), (0.8, 0.58)),
        ),
    ),
    Style(
        7,
        "crossed low",
        (
            ((0.0, 0.1), (0.1, 0.0), (0.65, 0.02), (0.45, 0.45), (0.3, 1.0)),
            ((0.0, 0.68), (0.75, 0.62)),
        ),
        curved=False,
    ),
    Style(
        7,
        "crossed low, round",
        (
            ((0.0, 0.15), (0.2, 0.0), (0.55, 0.05), (0.5, 0.35), (0.3, 0.75), (0.28, 1.0)),
            ((0.05, 0.7), (0.35, 0.62), (0.75, 0.68)),
        ),
    ),
    Style(
        7,
        "crossed, wavy top",
        (
            ((0.0, 0.15), (0.15, 0.02), (0.4, 0.1), (0.65, 0.0), (0.42, 0.5), (0.35, 1.0)),
            ((0.1, 0.6), (0.7, 0.52)),
        ),
    ),
    Style(
        7,
        "crossed, bar tied on",
        (
            (
                (0.0, 0.1),
                (0.3, 0.0),
                (0.6, 0.05),
                (0.45, 0.45),
                (0.3, 0.98),
                (0.2, 0.85),
                (0.1, 0.6),
                (0.4, 0.55),
                (0.75, 0.6),
            ),
        ),
    ),
    Style(
        8,
        "begun with an S",
        (
            (
                *((0.65, 0.08), (0.3, 0.0), (0.12, 0.2), (0.4, 0.45), (0.62, 0.75), (0.35, 1.0)),
                *((0.1, 0.8), (0.35, 0.5), (0.65, 0.2), (0.68, 0.02)),
            ),
        ),
    ),
    Style(
        8,
        "two circles",
        (
            ((0.4, 0.0), (0.15, 0.22), (0.4, 0.45), (0.65, 0.22), (0.4, 0.0)),
            ((0.4, 0.45), (0.08, 0.72), (0.4, 1.0), (0.72, 0.72), (0.4, 0.45)),
        ),
    ),
    Style(
        8,
        "open top",
        (
            (
                *((0.15, 0.05), (0.2, 0.3), (0.55, 0.6), (0.5, 0.95), (0.2, 0.95), (0.15, 0.65)),
                *((0.5, 0.35), (0.65, 0.02)),
            ),
        ),
    ),
    Style(
        8,
        "ends apart",
        (
            (
                (0.7, 0.15),
                (0.4, 0.0),
                (0.15, 0.2),
                (0.4, 0.42),
                (0.6, 0.75),
                (0.3, 1.0),
                (0.08, 0.75),
                (0.4, 0.45),
                (0.75, 0.28),
            ),
        ),
    ),
    Style(
        8,
        "begun in the middle",
        (
            (
                (0.0, 0.42),
                (0.35, 0.42),
                (0.6, 0.2),
                (0.4, 0.0),
                (0.2, 0.18),
                (0.45, 0.5),
                (0.55, 0.85),
                (0.3, 1.0),
                (0.15, 0.8),
                (0.35, 0.5),
                (0.65, 0.38),
            ),
        ),
    ),
    Style(
        8,
        "narrow below",
        (
            (
                (0.6, 0.05),
                (0.25, 0.0),
                (0.1, 0.25),
                (0.45, 0.5),
                (0.5, 0.85),
                (0.35, 1.0),
                (0.25, 0.85),
                (0.4, 0.5),
                (0.7, 0.1),
            ),
        ),
    ),
    Style(
        8,
        "top like a 2",
        (
            (
                (0.1, 0.2),
                (0.3, 0.0),
                (0.58, 0.12),
                (0.4, 0.42),
                (0.08, 0.8),
                (0.25, 1.0),
                (0.55, 0.85),
                (0.4, 0.55),
                (0.12, 0.25),
            ),
        ),
    ),
    # The curled tail, and the foot that runs to the left.
    Style(
        9,
        "curled tail",
        (
            (
                *((0.6, 0.1), (0.3, 0.0), (0.12, 0.2), (0.3, 0.38), (0.58, 0.15), (0.62, 0.5)),
                *((0.6, 0.85), (0.35, 1.0), (0.0, 0.9)),
            ),
        ),
    ),
    Style(
        9,
        "round tail",
        (
            (
                *((0.68, 0.08), (0.35, 0.0), (0.12, 0.2), (0.35, 0.4), (0.66, 0.15), (0.75, 0.65)),
                *((0.5, 0.97), (0.05, 0.9)),
            ),
        ),
    ),
    Style(
        9,
        "long foot",
        (
            (
                *((0.55, 0.08), (0.25, 0.02), (0.12, 0.2), (0.3, 0.35), (0.55, 0.12), (0.55, 0.45)),
                *((0.65, 0.85), (0.5, 0.95), (0.0, 1.0)),
            ),
        ),
    ),
    Style(
        9,
        "open bowl",
        (
            (
                (0.72, 0.05),
                (0.3, 0.0),
                (0.1, 0.2),
                (0.35, 0.38),
                (0.66, 0.28),
                (0.62, 0.72),
                (0.35, 1.0),
                (0.0, 0.9),
            ),
        ),
    ),
    Style(
        9,
        "open bowl, corner",
        (
            (
                (0.68, 0.03),
                (0.2, 0.05),
                (0.12, 0.3),
                (0.45, 0.35),
                (0.68, 0.2),
                (0.66, 0.6),
                (0.5, 0.95),
                (0.05, 0.95),
            ),
        ),
    ),
    Style(
        9,
        "flat bowl",
        (
            (
                (0.6, 0.08),
                (0.3, 0.03),
                (0.12, 0.18),
                (0.4, 0.22),
                (0.65, 0.05),
                (0.5, 0.5),
                (0.2, 1.0),
            ),
        ),
    ),
    Style(
        9,
        "tail curled up",
        (
            (
                (0.6, 0.1),
                (0.3, 0.0),
                (0.14, 0.2),
                (0.35, 0.36),
                (0.6, 0.12),
                (0.62, 0.5),
                (0.5, 0.92),
                (0.22, 0.98),
                (0.15, 0.8),
                (0.4, 0.65),
            ),
        ),
    ),
    Style(
        9,
        "small loop, long tail",
        (
            (
                (0.5, 0.06),
                (0.3, 0.0),
                (0.15, 0.12),
                (0.3, 0.26),
                (0.52, 0.1),
                (0.5, 0.5),
                (0.35, 1.0),
            ),
        ),
    ),
    Style(
        9,
        "loop crossed by the tail",
        (
            (
                (0.55, 0.3),
                (0.6, 0.1),
                (0.35, 0.0),
                (0.12, 0.18),
                (0.3, 0.4),
                (0.5, 0.3),
                (0.42, 0.6),
                (0.35, 1.0),
            ),
        ),
    ),
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
