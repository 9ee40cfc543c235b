"""What the empty pad says: the ways to begin."""

from __future__ import annotations

import tkinter as tk

from digits.app import theme
from digits.app.commands import KEYS, PASTE, UPLOAD, shown_key

TITLE = "Write a number here"
TAG = "welcome"


def draw_welcome(canvas: tk.Canvas, side: int) -> None:
    """Draw the words into the middle of a square canvas; they take no clicks from it."""
    colors = theme.palette(canvas)
    ways = (
        "with the mouse, a pen or a finger",
        "or drop a picture of one here,",
        f"paste it ({shown_key(PASTE, canvas)}) or upload it ({shown_key(UPLOAD, canvas)})",
        f"{shown_key(KEYS, canvas)} shows all keys",
    )
    items = [canvas.create_text(0, 0, text=TITLE, font=theme.STRONG, fill=colors.text)]
    items += [
        canvas.create_text(
            *(0, 0),
            text=way,
            fill=colors.muted,
            width=side * 0.8,
            justify="center",
        )
        for way in ways
    ]
    gap = theme.pixels(canvas, "8p")
    heights = [bottom - top for _, top, _, bottom in map(canvas.bbox, items)]
    top = (side - sum(heights) - gap * (len(items) - 1)) / 2
    for item, height in zip(items, heights, strict=True):
        canvas.coords(item, side / 2, top + height / 2)
        canvas.itemconfigure(item, tags=TAG)
        top += height + gap
