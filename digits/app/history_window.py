"""What was read in this session, in a window of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digits.app import sentences, theme
from digits.app.about import SideWindow
from digits.session import Entry

COLUMNS = {"time": ("Time", "64p"), "source": ("From", "170p"), "number": ("Number", "170p")}
DRAWING = "Drawing"
ROWS = 10


class HistoryWindow(SideWindow):
    """A table of the numbers, the newest first; each can be opened again, all be saved."""

    def __init__(
        self,
        parent: tk.Misc,
        entries: Sequence[Entry],
        on_open: Callable[[Entry], None],
        on_export: Callable[[], None],
    ) -> None:
        super().__init__(parent, "Readings of this session")
        self._entries = list(reversed(entries))
        self._on_open = on_open
        self.buttons = self._make_buttons(on_export)
        self.table = self._make_table()
        self.appear()
        if entries:
            self.table.focus_set()

    def open(self) -> None:
        """Open the entry that is selected, and close the window."""
        if selected := self.table.selection():
            entry = self._entries[int(selected[0])]
            self.close()
            self._on_open(entry)

    def _make_buttons(self, on_export: Callable[[], None]) -> dict[str, ttk.Button]:
        row = ttk.Frame(self.body)
        row.pack(side="bottom", anchor="w", pady=("9p", 0))
        buttons = {}
        for name, action in {"Open": self.open, "Export as CSV…": on_export}.items():
            buttons[name] = ttk.Button(row, text=name, command=action)
            buttons[name].pack(side="left", padx=(0, "6p"))
            if not self._entries:
                buttons[name].state(["disabled"])
        if not self._entries:
            ttk.Label(row, text=sentences.NO_HISTORY).pack(side="left")
        return buttons

    def _make_table(self) -> ttk.Treeview:
        table = ttk.Treeview(
            self.body, columns=tuple(COLUMNS), show="headings", height=ROWS, selectmode="browse"
        )
        for name, (label, width) in COLUMNS.items():
            table.heading(name, text=label, anchor="w")
            table.column(name, width=theme.pixels(self, width), anchor="w")
        for index, entry in enumerate(self._entries):
            table.insert("", "end", iid=str(index), values=_row(entry))
        if self._entries:
            table.selection_set("0")
            table.focus("0")
        table.bind("<Return>", lambda _: self.open())
        table.bind("<Double-1>", self._on_double_click)
        scrollbar = ttk.Scrollbar(self.body, command=table.yview)
        table.configure(yscrollcommand=scrollbar.set)
        scrollbar.pack(side="right", fill="y")
        table.pack(side="left", fill="both", expand=True)
        return table

    def _on_double_click(self, event: tk.Event[tk.Misc]) -> None:
        if self.table.identify_row(event.y):  # not on a heading
            self.open()


def _row(entry: Entry) -> tuple[str, str, str]:
    picture = entry.page.picture
    source = DRAWING if picture is None else sentences.name_of(picture)
    return entry.time.strftime("%H:%M:%S"), source, str(entry.readings).replace("\n", " / ")
