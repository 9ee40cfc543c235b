"""Arrays as images that Tk can show. Tk reads PPM itself, so no other library is needed."""

from __future__ import annotations

import tkinter as tk

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


def _nearest(length: int, scale: float) -> np.ndarray:
    """For each pixel of the scaled length, the index of the pixel it shows."""
    centers = np.arange(max(1, round(length * scale))) + 0.5
    indices: np.ndarray = np.clip(centers / scale, 0, length - 1).astype(int)
    return indices
