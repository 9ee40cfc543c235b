"""Type and lengths. All of them are in points, so that they grow with the resolution."""

from __future__ import annotations

import tkinter as tk
from tkinter import font

SMALL, BOLD, LARGE, STRONG, HUGE = (
    f"Digits{name}" for name in ("Small", "Bold", "Large", "Strong", "Huge")
)
"""Fonts beside TkDefaultFont, of the same family."""

USUAL_SIZE = 11
"""Of TkDefaultFont on X11, where Tk knows no setting of the desktop."""

SIZES = {SMALL: 10, BOLD: 10, LARGE: 13, STRONG: 13, HUGE: 76}
"""Of the other fonts beside the usual size."""


def pixels(widget: tk.Misc, distance: str) -> int:
    """A distance such as "12p" in pixels of this screen."""
    return max(1, widget.winfo_pixels(distance))


def base_size(system: str, own: int) -> int:
    """The size of plain letters: on Windows and macOS Tk takes its own from the system."""
    return USUAL_SIZE if system == "x11" else own


def sizes(base: int) -> dict[str, int]:
    """The sizes of the fonts beside TkDefaultFont, in proportion to it."""
    return {name: round(size * base / USUAL_SIZE) for name, size in SIZES.items()}


def make_fonts(window: tk.Tk) -> None:
    """Make the program's fonts, of the family of TkDefaultFont."""
    default = font.nametofont("TkDefaultFont", root=window)
    family = default.actual("family")
    base = base_size(window.tk.call("tk", "windowingsystem"), default.actual("size"))
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont"):
        font.nametofont(name, root=window).configure(family=family, size=base)
    for name, size in sizes(base).items():
        weight = "bold" if name in (BOLD, STRONG, HUGE) else "normal"
        window.tk.call("font", "create", name, "-family", family, "-size", size, "-weight", weight)
