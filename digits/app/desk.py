"""The desk: the drawing pad, square at any size of the window, its tools and its buttons."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digits.app import theme
from digits.app.commands import CLEAR, RECOGNIZE, REDO, UNDO, UPLOAD, Command
from digits.app.pad import Pad
from digits.app.tools import Tools

BUTTONS = (RECOGNIZE, CLEAR, UNDO, REDO, UPLOAD)
USUAL_SIDE, LEAST_SIDE = "360p", "240p"


class Desk(ttk.Frame):
    """Holds the tools, the pad and a button per command, as large as its place allows.

    ``buttons`` finds a button by the event that it raises.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._block = ttk.Frame(self)
        self.tools = Tools(self._block)
        self.pad = Pad(self._block)
        self._row = ttk.Frame(self._block)
        self.buttons = {command.event: self._button(command) for command in BUTTONS}
        self._arrange()
        self.bind("<Configure>", lambda _: self._fit())

    def request_room(self, side: str) -> None:
        """Ask for a place in which the pad has this side and every label is whole."""
        self.update_idletasks()  # Tk knows then how much room the rows want
        width, height = self._size(theme.pixels(self, side))
        self.configure(width=width, height=height)

    def allow(self, command: Command, on: bool) -> None:
        """Let the button of a command be pressed, or show that there is nothing to do."""
        self.buttons[command.event].state(["!disabled" if on else "disabled"])

    def _button(self, command: Command) -> ttk.Button:
        return ttk.Button(
            self._row,
            text=command.label,
            style="Accent.TButton" if command is RECOGNIZE else "TButton",
            command=lambda: self.event_generate(command.event),
        )

    def _arrange(self) -> None:
        gap = theme.pixels(self, "6p")
        for column, button in enumerate(self.buttons.values()):
            button.grid(row=0, column=column, sticky="ew", padx=(gap if column else 0, 0))
            self._row.columnconfigure(column, weight=1)
        self.tools.place(relx=0, y=0, relwidth=1)
        self._row.place(relx=0, rely=1, anchor="sw", relwidth=1)
        self.request_room(USUAL_SIDE)

    def _fit(self) -> None:
        """Make the pad the largest square that leaves room for the tools and the buttons."""
        room_across, room_down = self.winfo_width(), self.winfo_height()
        side = max(1, min(room_across, room_down - self._above() - self._below()))
        width, height = self._size(side)
        self.pad.place(x=(width - side) // 2, y=self._above(), width=side, height=side)
        self._block.place(
            x=(room_across - width) // 2,  # whole pixels: Tk rounds relx=0.5 out of the window
            y=(room_down - height) // 2,
            width=width,
            height=height,
        )

    def _size(self, side: int) -> tuple[int, int]:
        """Width and height with a pad of this side; the rows of buttons may be wider."""
        rows = max(self._row.winfo_reqwidth(), self.tools.winfo_reqwidth())
        return max(side, rows), self._above() + side + self._below()

    def _above(self) -> int:
        """The height of the tools and the gap below them."""
        return self.tools.winfo_reqheight() + theme.pixels(self, "8p")

    def _below(self) -> int:
        """The height of the buttons and the gap above them."""
        return self._row.winfo_reqheight() + theme.pixels(self, "10p")
