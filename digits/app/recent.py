"""The menu of the pictures that were opened last."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path

from digits.app import sentences
from digits.app.keeper import Keeper

LABEL = "Open recent"
NONE = "No picture yet"
PLACE = 1
"""Where it stands in its menu: after the command that opens files."""


class RecentMenu(tk.Menu):
    """Offers the pictures by name, the newest first, with the key of their number."""

    def __init__(self, menu: tk.Menu, keeper: Keeper, on_open: Callable[[Path], None]) -> None:
        super().__init__(menu, tearoff=False)
        self._keeper = keeper
        self._on_open = on_open
        menu.insert_cascade(PLACE, label=LABEL, menu=self)
        self.fill()

    def fill(self) -> None:
        """Show what is in the settings now."""
        self.delete(0, "end")
        for number, name in enumerate(self._keeper.settings.recent, 1):
            path = Path(name)
            self.add_command(
                label=f"{number % 10}  {sentences.name_of(path)}",
                underline=0,
                command=partial(self._on_open, path),
            )
        if not self._keeper.settings.recent:
            self.add_command(label=NONE, state="disabled")
