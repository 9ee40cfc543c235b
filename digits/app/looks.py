"""Light or dark: as the person chose, or as the system is."""

from __future__ import annotations

import tkinter as tk

from digits.app import theme
from digits.app.keeper import Keeper
from digits.app.system_look import SystemLook

LABELS = {"system": "Look of the system", "light": "Light", "dark": "Dark"}


ASK_MS = 1500
"""How long after the window got the keyboard the system is asked, in milliseconds: at the start
the network is loading then."""


class Looks:
    """Three entries of a menu, of which one is chosen; the window follows it at once.

    What the system wants is asked when the window is there and whenever a person comes back to
    it, perhaps from the settings of the system; until the answer the last one holds.
    """

    def __init__(self, window: tk.Tk, menu: tk.Menu, keeper: Keeper) -> None:
        self._window = window
        self._keeper = keeper
        self._system = SystemLook(window, self._on_system)
        self._timer: str | None = None
        self._chosen = tk.StringVar(window, keeper.settings.look)
        menu.add_separator()
        for look, label in LABELS.items():
            menu.add_radiobutton(
                label=label, value=look, variable=self._chosen, command=self._choose
            )
        window.bind("<FocusIn>", self._on_focus, add=True)

    def close(self) -> None:
        """Stop asking the system."""
        if self._timer is not None:
            self._window.after_cancel(self._timer)
        self._system.close()

    def use(self, look: str) -> None:
        """Use a look: "system", "light" or "dark"."""
        self._chosen.set(look)
        self._choose()

    def _choose(self) -> None:
        self._keeper.change(look=self._chosen.get())
        self._show()

    def _on_focus(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._window and self._timer is None:
            self._timer = self._window.after(ASK_MS, self._ask)

    def _ask(self) -> None:
        self._timer = None
        self._system.ask()

    def _on_system(self, dark: bool) -> None:
        self._keeper.change(system_dark=dark)
        self._show()

    def _show(self) -> None:
        if theme.look(self._window) != self._keeper.look:
            theme.use(self._window, self._keeper.look)
