"""The line at the foot of the window that says what is going on."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk


class StatusLine(ttk.Frame):
    """One sentence, after a dot whose color says whether all is well."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._dot = ttk.Label(self, text="●")
        self._label = ttk.Label(self, style="Status.TLabel")
        self._dot.pack(side="left", anchor="n", padx=(0, "6p"))
        self._label.pack(side="left", fill="x", expand=True)
        self.bind("<Configure>", lambda _: self._wrap())

    @property
    def sentence(self) -> str:
        """The sentence on display."""
        return str(self._label["text"])

    def say(self, sentence: str, color: str) -> None:
        """Show a sentence, with the dot in this color."""
        self._label.configure(text=sentence)
        self._dot.configure(foreground=color)

    def _wrap(self) -> None:
        self._label.configure(wraplength=self.winfo_width() - self._dot.winfo_reqwidth())
