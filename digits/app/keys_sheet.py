"""The sheet of all keys, in a window beside the program's."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from tkinter import ttk

from digits.app import theme
from digits.app.about import SideWindow

Row = tuple[str, str]

MOST_ROWS = 20
"""With more, headings included, sections stand side by side: a screen may be low."""


class KeysSheet(SideWindow):
    """A table of labels and keys for each section; rows are (section, label, keys)."""

    def __init__(self, parent: tk.Misc, rows: Iterable[tuple[str, str, str]]) -> None:
        super().__init__(parent, "Keys")
        self.sections: dict[str, list[Row]] = {}
        for section, label, keys in rows:
            self.sections.setdefault(section, []).append((label, keys))
        for number, sections in enumerate(_columns(self.sections)):
            column = ttk.Frame(self.body)
            column.pack(side="left", anchor="n", padx=("28p" if number else 0, 0))
            self._fill(column, sections)
        self.appear()

    def _fill(self, column: ttk.Frame, sections: list[str]) -> None:
        """Put sections under each other; one grid, so that all keys of a column are in line."""
        line = 0
        for section in sections:
            heading = ttk.Label(column, text=section, font=theme.BOLD)
            heading.grid(
                row=line, column=0, columnspan=2, sticky="w", pady=("12p" if line else 0, "3p")
            )
            line += 1
            for label, keys in self.sections[section]:
                ttk.Label(column, text=label).grid(row=line, column=0, sticky="w", pady="1.5p")
                shown = ttk.Label(column, text=keys, style=f"{theme.MUTED}.TLabel")
                shown.grid(row=line, column=1, sticky="w", padx=("20p", 0), pady="1.5p")
                line += 1


def _columns(sections: dict[str, list[Row]]) -> list[list[str]]:
    """The names of the sections for one column, or for two of about the same height."""
    heights = {section: 1 + len(rows) for section, rows in sections.items()}
    names, whole = list(sections), sum(heights.values())
    if whole <= MOST_ROWS or len(names) < 2:
        return [names]
    cut = min(
        range(len(names) - 1, 0, -1),  # of two, the one with more on the left
        key=lambda count: max(left := sum(heights[name] for name in names[:count]), whole - left),
    )
    return [names[:cut], names[cut:]]
