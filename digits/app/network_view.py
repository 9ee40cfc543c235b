"""What the network saw of one digit."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from digits.app import theme
from digits.app.photo import fitted, photo
from digits.reading import SIDE

if TYPE_CHECKING:
    import numpy as np


class NetworkView(tk.Canvas):
    """The digit image, enlarged with hard pixels to at least a certain side."""

    def __init__(self, parent: tk.Misc, least_side: int) -> None:
        super().__init__(parent, background=theme.TRACK, borderwidth=0, highlightthickness=0)
        self.request_room(least_side)

    def request_room(self, least_side: int) -> None:
        """Ask for a square of at least this side; what was shown is gone."""
        self._side = -(-least_side // SIDE) * SIDE  # whole pixels for each of the image
        self.configure(width=self._side, height=self._side)
        self.clear()

    def show(self, image: np.ndarray) -> None:
        """Show a digit image, float (28, 28) in [0, 1], white on black as the network has it."""
        gray = (image.clip(0, 1) * 255).round().astype("uint8")
        self.clear()
        self._photo = photo(self, fitted(gray, self._side))  # Tk shows it while it is kept
        self.create_image(0, 0, image=self._photo, anchor="nw")

    def clear(self) -> None:
        """Show an empty square."""
        self.delete("all")
