"""What the program says about itself, in a window beside its own."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Mapping
from importlib.util import find_spec
from tkinter import ttk

from digits import MODEL_PATH
from digits.app import theme
from digits.app.user_files import log_file, settings_file

PROGRAM = "Handwritten digits"

_LIBRARIES = ("numpy", "onnxruntime", "opencv-python-headless", "pillow")

_OPTIONAL = {
    "drag and drop": ("tkinterdnd2", "Drag and drop is off"),
    "look of the system": ("darkdetect", "The window does not follow the look of the system"),
    "usual folders": ("platformdirs", "Settings are kept in the home folder"),
}
"""Each feature, the package it needs, and what is so without it."""

_MOST_LINES, _MOST_LETTERS = 30, 72


def about_text(missing: Mapping[str, str]) -> str:
    """Return what somebody who helps needs to know; ``missing`` as in ``optional_parts``."""
    python = ".".join(map(str, sys.version_info[:3]))
    lines = [
        PROGRAM,
        "Draw digits, or open a picture of them, and see them read.",
        "",
        f"Python {python}, Tk {tk.Tcl().eval('info patchlevel')}, {sys.platform}",
        ", ".join(map(_with_version, _LIBRARIES)),
        "",
        f"Network: {MODEL_PATH}",
        f"Settings: {settings_file()}",
        f"Log: {log_file()}",
    ]
    if missing:
        lines += ["", *missing.values()]
    return "\n".join(lines)


def optional_parts() -> dict[str, str]:
    """Return the features that are off for want of a package, with a sentence each."""
    return {
        feature: f"{so}: {package} is not installed (pip install {package})."
        for feature, (package, so) in _OPTIONAL.items()
        if find_spec(package) is None
    }


def _with_version(package: str) -> str:
    from importlib import metadata  # here: it takes longer than all the rest of this module

    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:  # it may have come by another way than pip
        return f"{package} (version unknown)"


class SideWindow(tk.Toplevel):
    """A window beside the program's. Escape closes it, and so does its button.

    What it shows goes into ``body``; then ``appear`` puts it in the middle of the program's.
    """

    def __init__(self, parent: tk.Misc, title: str) -> None:
        super().__init__(parent)
        self.withdraw()  # until it is complete and in its place
        self.title(title)
        self._program = parent.winfo_toplevel()
        self.transient(self._program)
        self.protocol("WM_DELETE_WINDOW", self.close)
        whole = ttk.Frame(self, padding="16p")
        whole.pack(fill="both", expand=True)
        self.close_button = ttk.Button(whole, text="Close", command=self.close)
        self.close_button.pack(side="bottom", anchor="e", pady=("12p", 0))
        self.body = ttk.Frame(whole)
        self.body.pack(fill="both", expand=True)
        self.bind("<Escape>", lambda _: self.close())
        self.close_button.bind("<Return>", lambda _: self.close())

    def appear(self) -> None:
        """Show the window, with the keyboard on its button."""
        self.update_idletasks()
        beside = self._program
        across = (beside.winfo_width() - self.winfo_reqwidth()) // 2
        down = (beside.winfo_height() - self.winfo_reqheight()) // 3
        # Not beyond the upper left corner, where the window's frame has its buttons.
        left, top = beside.winfo_rootx() + max(0, across), beside.winfo_rooty() + max(0, down)
        self.geometry(f"+{left}+{top}")
        self.deiconify()
        self.close_button.focus_set()

    def close(self) -> None:
        """Close the window; the keyboard goes back to where it was."""
        before = self._program.focus_lastfor()
        if before is not None:
            before.focus_set()  # first: with its window the keyboard would be lost
        self.destroy()


class AboutWindow(SideWindow):
    """Shows a text that can be selected and copied, but not changed."""

    def __init__(self, parent: tk.Misc, text: str) -> None:
        super().__init__(parent, "About")
        self.text = tk.Text(
            self.body,
            width=_MOST_LETTERS,
            height=min(text.count("\n") + 1, _MOST_LINES),
            wrap="word",
            relief="flat",
            borderwidth=0,
            highlightthickness=theme.pixels(self, "1.5p"),
            padx=theme.pixels(self, "9p"),
            pady=theme.pixels(self, "6p"),
            font="TkDefaultFont",
            cursor="arrow",
            takefocus=True,  # else the keyboard passes over a text that cannot be changed
        )
        self.text.insert("1.0", text)
        self.text.configure(state="disabled")
        self.text.bind("<Button-1>", lambda _: self.text.focus_set())
        self.text.pack(fill="both", expand=True)
        theme.follow(self.text, self._color)
        self.appear()
        self._fit()  # now, for before it appears a text has no width and so no lines

    @property
    def shown(self) -> str:
        """The text."""
        return self.text.get("1.0", "end-1c")

    def _fit(self) -> None:
        """Ask for the room of all lines, as they are broken, as far as a window may be high."""
        self.update_idletasks()
        lines = int(self.tk.call(self.text, "count", "-displaylines", "1.0", "end"))
        self.text.configure(height=min(lines, _MOST_LINES))

    def _color(self, colors: theme.Palette) -> None:
        """Color the text, which is no ttk widget; a ring shows where the keyboard is."""
        self.text.configure(
            background=colors.sheet,
            foreground=colors.text,
            selectbackground=colors.chosen,
            selectforeground=colors.text,
            inactiveselectbackground=colors.chosen,
            highlightbackground=colors.line,
            highlightcolor=colors.accent,
        )
