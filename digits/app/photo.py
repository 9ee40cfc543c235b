"""Arrays as images that Tk can show. Tk reads PPM itself, so no other library is needed."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def photo(master: tk.Misc, picture: np.ndarray) -> tk.PhotoImage:
    """A uint8 array, gray (height, width) or RGB (height, width, 3), as an image of Tk."""
    height, width = picture.shape[:2]
    kind = "P6" if picture.ndim == 3 else "P5"
    header = f"{kind} {width} {height} 255\n".encode()
    return tk.PhotoImage(master=master, data=header + picture.tobytes(), format="PPM")


def fitted(picture: np.ndarray, side: int) -> np.ndarray:
    """The picture with its longer side made this many pixels, and every pixel kept hard."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    shown: np.ndarray = picture[_nearest(height, scale)][:, _nearest(width, scale)]
    return shown


def _nearest(length: int, scale: float) -> list[int]:
    """For each pixel of the scaled length, the index of the pixel it shows."""
    places = range(max(1, round(length * scale)))
    return [min(int((place + 0.5) / scale), length - 1) for place in places]
