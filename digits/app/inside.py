"""The look inside: a digit on the pad, what the network saw of it, and what it looked at."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING

from digits.app import theme
from digits.app.photo import fitted, photo
from digits.reading import SIDE

if TYPE_CHECKING:
    import numpy as np

NAMES = ("Your digit", "Network's view", "For, against")
"""What stands under the three pictures."""

LEAST_SIDE = "76p"


class Inside(ttk.Frame):
    """Three small pictures of one digit, with a name under each.

    The last one shows what speaks for the digit in blue and what speaks against it in orange;
    it comes a moment later than the others.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, style="Sheet.TFrame")
        self.side = -(-theme.pixels(self, LEAST_SIDE) // SIDE) * SIDE  # whole pixels for each
        self.views = [self._view() for _ in NAMES]
        self._photos: dict[tk.Canvas, tk.PhotoImage] = {}  # Tk shows one while it is kept
        for column, (view, name) in enumerate(zip(self.views, NAMES, strict=True)):
            view.grid(row=0, column=column)
            ttk.Label(self, text=name, style="Caption.TLabel").grid(row=1, column=column)
            self.columnconfigure(column, weight=1, uniform="view")
        theme.follow(self, self._recolor)

    @property
    def explained(self) -> bool:
        """Whether the last picture is there."""
        return bool(self.views[2].find_all())

    def show(self, image: np.ndarray) -> None:
        """Show a digit image, float (28, 28) in [0, 1], white on black as the network has it."""
        gray = (image.clip(0, 1) * 255).round().astype("uint8")
        self._put(self.views[1], fitted(gray, self.side))
        self._clear(self.views[2])

    def show_crop(self, crop: np.ndarray) -> None:
        """Show the digit on the pad, uint8 (n, n, 3)."""
        self._put(self.views[0], fitted(crop, self.side))

    def show_explanation(self, picture: np.ndarray) -> None:
        """Show what speaks for and against the digit, uint8 (side, side, 3)."""
        self._put(self.views[2], fitted(picture, self.side))

    def clear(self) -> None:
        """Show three empty squares."""
        for view in self.views:
            self._clear(view)

    def _view(self) -> tk.Canvas:
        return tk.Canvas(
            self, width=self.side, height=self.side, borderwidth=0, highlightthickness=1
        )

    def _put(self, view: tk.Canvas, picture: np.ndarray) -> None:
        self._clear(view)
        self._photos[view] = photo(view, picture)
        view.create_image(1, 1, image=self._photos[view], anchor="nw")  # inside the edge

    def _clear(self, view: tk.Canvas) -> None:
        view.delete("all")
        self._photos.pop(view, None)

    def _recolor(self, colors: theme.Palette) -> None:
        for view in self.views:
            view.configure(background=colors.track, highlightbackground=colors.line)
