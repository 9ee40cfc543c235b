"""The row above the pad: pen or eraser, how wide, and whether to read while drawing."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digits.app import theme
from digits.app.commands import ERASER, LIVE
from digits.stroke import PEN_WIDTH, PEN_WIDTHS

WIDTH_CHOSEN = "<<WidthChosen>>"
"""Raised when the pen's width was moved; ``width`` is the new one, in pad units."""

PEN_STEP = 2.0
"""How much one step of the commands changes the width, in pad units."""


class Tools(ttk.Frame):
    """Shows which tool is in the hand, and lets it be changed."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._erasing = False
        self._tool = tk.StringVar(self, "pen")
        self._width = tk.DoubleVar(self, PEN_WIDTH)
        self._live = tk.BooleanVar(self, True)
        self.pen = self._tool_button("Pen", "pen")
        self.eraser = self._tool_button("Eraser", "eraser")
        self._name = ttk.Label(self, text="Width", style=f"{theme.MUTED}.TLabel")
        self.scale = ttk.Scale(
            self,
            from_=PEN_WIDTHS[0],
            to=PEN_WIDTHS[1],
            variable=self._width,
            length="72p",
            command=lambda _: self.event_generate(WIDTH_CHOSEN),
        )
        self.live = ttk.Checkbutton(
            self,
            text=LIVE.label,
            variable=self._live,
            command=lambda: self.event_generate(LIVE.event),
        )
        self._arrange()

    @property
    def width(self) -> float:
        """The width that the slider stands at, in pad units."""
        return self._width.get()

    def show(self, *, erasing: bool, width: float, live: bool) -> None:
        """Show what is in the hand; this raises nothing."""
        self._erasing = erasing
        self._tool.set("eraser" if erasing else "pen")
        self._width.set(width)
        self._live.set(live)

    def _tool_button(self, label: str, tool: str) -> ttk.Radiobutton:
        return ttk.Radiobutton(
            self,
            text=label,
            value=tool,
            variable=self._tool,
            style="Toolbutton",
            command=self._take,
        )

    def _take(self) -> None:
        """Raise the command, unless the tool that was pressed is already in the hand."""
        if (self._tool.get() == "eraser") != self._erasing:
            self.event_generate(ERASER.event)

    def _arrange(self) -> None:
        gap = theme.pixels(self, "6p")
        self.pen.pack(side="left")
        self.eraser.pack(side="left", padx=(gap // 2, gap * 2))
        self._name.pack(side="left", padx=(0, gap))
        self.scale.pack(side="left")
        self.live.pack(side="right", padx=(gap, 0))
