"""Arrays as images that Tk can show. Tk reads PPM itself, so no other library is needed."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from digits.app.paper import Region


def photo(master: tk.Misc, picture: np.ndarray) -> tk.PhotoImage:
    """A uint8 array, gray (height, width) or RGB (height, width, 3), as an image of Tk."""
    return tk.PhotoImage(master=master, data=_ppm(picture), format="PPM")


def put(image: tk.PhotoImage, picture: np.ndarray, region: Region) -> None:
    """Show a region of a picture, uint8 (height, width, 3), in an image of the same size."""
    left, top, right, bottom = region
    if left < right and top < bottom:
        part = _ppm(picture[top:bottom, left:right])
        image.tk.call(str(image), "put", part, "-format", "PPM", "-to", left, top)


def fitted(picture: np.ndarray, side: int) -> np.ndarray:
    """The picture with its longer side made this many pixels, and every pixel kept hard."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    shown: np.ndarray = picture[_nearest(height, scale)][:, _nearest(width, scale)]
    return shown


def _ppm(picture: np.ndarray) -> bytes:
    height, width = picture.shape[:2]
    kind = "P6" if picture.ndim == 3 else "P5"
    return f"{kind} {width} {height} 255\n".encode() + picture.tobytes()


def _nearest(length: int, scale: float) -> list[int]:
    """For each pixel of the scaled length, the index of the pixel it shows."""
    places = range(max(1, round(length * scale)))
    return [min(int((place + 0.5) / scale), length - 1) for place in places]
