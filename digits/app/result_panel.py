"""The result: the digit, how sure the network is, and what it saw."""

from __future__ import annotations

import tkinter as tk
from tkinter import font, ttk

import numpy as np

from digits.app import theme
from digits.app.photo import fitted, photo
from digits.reading import SIDE, Reading, percent

NO_READING = "Nothing read yet"
NO_SHARE = "–"


class ResultPanel(tk.Frame):
    """Shows one reading, or that there is none."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(
            parent,
            background=theme.SHEET,
            highlightthickness=1,
            highlightbackground=theme.LINE,
            padx="18p",
            pady="16p",
        )
        self._digit = ttk.Label(self, style="Digit.TLabel", anchor="center")
        self._sureness = ttk.Label(self, style="Strong.TLabel")
        self._caption = ttk.Label(self, text="What the network saw", style="Caption.TLabel")
        self._view = NetworkView(self, least_side=self._caption.winfo_reqwidth())
        self._bars = Bars(self)
        self._arrange()
        self.clear()

    @property
    def digit(self) -> str:
        """The digit on display, or nothing."""
        return str(self._digit["text"])

    @property
    def sureness(self) -> str:
        """The sentence on display about how sure the network is."""
        return str(self._sureness["text"])

    def show(self, reading: Reading) -> None:
        """Show a reading."""
        word = "Sure" if reading.sure else "Not sure"
        self._digit.configure(text=reading.digit)
        self._sureness.configure(
            text=f"{word}: {percent(reading.confidence)}",
            foreground=theme.GOOD if reading.sure else theme.WAIT,
        )
        self._view.show(reading.image)
        self._bars.show(reading.probabilities)

    def clear(self) -> None:
        """Show that nothing was read."""
        self._digit.configure(text="")
        self._sureness.configure(text=NO_READING, foreground=theme.MUTED)
        self._view.clear()
        self._bars.show(np.zeros(10))

    def _arrange(self) -> None:
        digit_caption = ttk.Label(self, text="Digit", style="Caption.TLabel")
        digit_caption.grid(row=0, column=0, sticky="w")
        self._caption.grid(row=0, column=1, sticky="w")
        self._digit.grid(row=1, column=0, sticky="w", pady=("4p", 0))
        self._view.grid(row=1, column=1, sticky="w", pady=("8p", 0))
        self._sureness.grid(row=2, column=0, columnspan=2, sticky="w", pady=("10p", "12p"))
        self._bars.grid(row=3, column=0, columnspan=2, sticky="nsew")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)


class NetworkView(tk.Canvas):
    """The digit image, enlarged with hard pixels to at least a certain side."""

    def __init__(self, parent: tk.Misc, least_side: int) -> None:
        self._side = -(-least_side // SIDE) * SIDE  # whole pixels for each of the image
        super().__init__(
            parent,
            width=self._side,
            height=self._side,
            background=theme.TRACK,
            borderwidth=0,
            highlightthickness=0,
        )

    def show(self, image: np.ndarray) -> None:
        """Show a digit image, float (28, 28) in [0, 1], white on black as the network has it."""
        gray = np.rint(np.clip(image, 0, 1) * 255).astype(np.uint8)
        self.clear()
        self._photo = photo(self, fitted(gray, self._side))  # Tk shows it while it is kept
        self.create_image(0, 0, image=self._photo, anchor="nw")

    def clear(self) -> None:
        """Show an empty square."""
        self.delete("all")


class Bars(tk.Canvas):
    """Ten probabilities as bars with their digits and percentages, the best one in bold."""

    def __init__(self, parent: tk.Misc) -> None:
        bold = font.Font(root=parent, name=theme.BOLD, exists=True)
        super().__init__(
            parent,
            width=theme.pixels(parent, "210p"),
            height=10 * bold.metrics("linespace"),
            background=theme.SHEET,
            borderwidth=0,
            highlightthickness=0,
        )
        self._text_width = bold.measure("100.0 %") + theme.pixels(self, "8p")
        self._probabilities = np.zeros(10)
        self.bind("<Configure>", lambda _: self._draw())

    def show(self, probabilities: np.ndarray) -> None:
        """Show probabilities; ten zeros are an empty scale."""
        self._probabilities = probabilities
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        best = int(self._probabilities.argmax()) if self._probabilities.any() else None
        for digit, probability in enumerate(self._probabilities):
            self._draw_bar(digit, float(probability), emphasized=digit == best)

    def _draw_bar(self, digit: int, probability: float, *, emphasized: bool) -> None:
        name = theme.BOLD if emphasized else theme.SMALL
        color = theme.TEXT if emphasized else theme.MUTED
        left, right = theme.pixels(self, "18p"), self.winfo_width() - self._text_width
        step = self.winfo_height() / 10
        middle, half = (digit + 0.5) * step, min(step * 0.28, theme.pixels(self, "6p"))
        self.create_text(0, middle, text=digit, anchor="w", font=name, fill=color)
        self._draw_box(left, right, middle, half, theme.TRACK)
        share = percent(probability) if self._probabilities.any() else NO_SHARE
        if probability:
            end = left + (right - left) * probability
            if end - left >= 1:  # less than a pixel would look like more
                self._draw_box(left, end, middle, half, theme.ACCENT if emphasized else theme.BAR)
        self.create_text(self.winfo_width(), middle, text=share, anchor="e", font=name, fill=color)

    def _draw_box(self, left: float, right: float, middle: float, half: float, color: str) -> None:
        self.create_rectangle(left, middle - half, right, middle + half, fill=color, width=0)
