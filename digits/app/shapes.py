"""Small shapes with smooth edges, as images of Tk: ttk's own do not grow with the resolution.

A shape says how far a point is outside of it, in pixels; inside, that is less than nothing.
A stencil is how much of each pixel it covers: found once, and painted in every color.
"""

from __future__ import annotations

import struct
import tkinter as tk
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

Shape = Callable[[float, float], float]


@dataclass(frozen=True)
class Stencil:
    """How much of each pixel is covered, 0 to 255, row by row."""

    width: int
    height: int
    rows: tuple[bytes, ...]


def disc(side: float) -> Shape:
    """A disc that fills a square."""
    return lambda x, y: hypot(x - side / 2, y - side / 2) - side / 2


def sheet(width: float, height: float, radius: float) -> Shape:
    """A rectangle with round corners."""

    def outside(x: float, y: float) -> float:
        across = abs(x - width / 2) - width / 2 + radius
        down = abs(y - height / 2) - height / 2 + radius
        if across > 0 and down > 0:
            return hypot(across, down) - radius
        return max(across, down) - radius

    return outside


def check(side: float) -> Shape:
    """A check mark in a square: two lines with round ends."""
    left, low, right = ((x * side, y * side) for x, y in ((0.25, 0.52), (0.43, 0.7), (0.76, 0.31)))

    def outside(x: float, y: float) -> float:
        return min(_from_line(x, y, left, low), _from_line(x, y, low, right)) - side * 0.065

    return outside


def hollow(shape: Shape, thickness: float) -> Shape:
    """The edge of a shape alone."""

    def outside(x: float, y: float) -> float:
        distance = shape(x, y)
        return max(distance, -thickness - distance)

    return outside


def smaller(shape: Shape, by: float) -> Shape:
    """The inside of a shape, without its edge."""
    return lambda x, y: shape(x, y) + by


def cut(shape: Shape, width: int, height: int) -> Stencil:
    """A stencil of a shape, with smooth edges."""
    across = [x + 0.5 for x in range(width)]
    rows = (bytes([_covered(shape(x, y + 0.5)) for x in across]) for y in range(height))
    return Stencil(width, height, tuple(rows))


def image(window: tk.Misc, name: str, stencil: Stencil, color: str) -> str:
    """Make an image with this name; it lives as long as the window."""
    data = png(stencil, color)
    window.tk.call("image", "create", "photo", name, "-format", "png", "-data", data)
    return name


def empty(window: tk.Misc, name: str, side: int) -> str:
    """Make an image of a square in which there is nothing."""
    window.tk.call("image", "create", "photo", name, "-width", side, "-height", side)
    return name


def frame(window: tk.Misc, name: str, side: int, thickness: int, color: str) -> str:
    """Make an image of the edge of a square."""
    empty(window, name, side)
    near, far = thickness, side - thickness
    for box in ((0, 0, side, near), (0, far, side, side), (0, 0, near, side), (far, 0, side, side)):
        window.tk.call(name, "put", color, "-to", *box)
    return name


def png(stencil: Stencil, color: str) -> bytes:
    """A PNG file of a stencil in one color: a palette of it, from clear to opaque."""
    header = struct.pack(">2I5B", stencil.width, stencil.height, 8, 3, 0, 0, 0)
    parts = {
        b"IHDR": header,
        b"PLTE": bytes.fromhex(color.removeprefix("#")) * 256,
        b"tRNS": bytes(range(256)),
        b"IDAT": zlib.compress(b"".join(b"\0" + row for row in stencil.rows)),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts.items())


def _covered(outside: float) -> int:
    """How much of a pixel is covered whose middle is so far outside."""
    if outside >= 0.5:
        return 0
    return 255 if outside <= -0.5 else round(255 * (0.5 - outside))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _from_line(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    """The distance of a point from a line that has two ends."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    part = ((x - start[0]) * along_x + (y - start[1]) * along_y) / (along_x**2 + along_y**2)
    part = min(max(part, 0), 1)
    return hypot(x - start[0] - part * along_x, y - start[1] - part * along_y)
