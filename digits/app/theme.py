"""What the program looks like: colors, type, and the styles of the ttk widgets.

Lengths are in points ("12p"), so that everything grows with the resolution of the screen.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font, ttk

DESK = "#f3f4f7"  # behind everything
SHEET = "#ffffff"  # what one draws on and reads from
LINE = "#d5d9e0"
TEXT = "#1a1d23"
MUTED = "#596273"  # 5.6 to 1 on DESK
ACCENT = "#2457c5"  # 6.5 to 1 on SHEET
ACCENT_DARK = "#1b4399"
TRACK = "#e8ebf0"
BAR = "#a9b6cf"  # a bar that is not the longest
CHOSEN = "#dbe6fb"  # behind the digit of a number that is looked at
PEN = "#14171c"

GOOD = "#1d7a46"
WAIT = "#945800"  # 4.5 to 1 on CHOSEN
BAD = "#b3261e"

SMALL, BOLD, LARGE, STRONG, HUGE = (
    f"Digits{name}" for name in ("Small", "Bold", "Large", "Strong", "Huge")
)
"""Fonts beside TkDefaultFont, of the same family."""


def dress(window: tk.Tk) -> None:
    """Give the window its fonts and styles."""
    _make_fonts(window)
    window.configure(background=DESK)
    style = ttk.Style(window)
    style.theme_use("clam")
    style.configure(".", background=DESK, foreground=TEXT, font="TkDefaultFont")
    style.configure("TLabel", padding=0, borderwidth=0)
    style.configure("Sheet.TFrame", background=SHEET)
    style.configure("Sheet.TLabel", background=SHEET)
    style.configure("Caption.TLabel", background=SHEET, foreground=MUTED, font=SMALL)
    style.configure("Strong.TLabel", background=SHEET, font=STRONG)
    style.configure("Digit.TLabel", background=SHEET, font=HUGE)
    _style_buttons(style)
    _style_scrollbars(style, width=pixels(window, "9p"))
    _style_menus(window)


def pixels(widget: tk.Misc, distance: str) -> int:
    """A distance such as "12p" in pixels of this screen."""
    return max(1, round(widget.winfo_fpixels(distance)))


def _make_fonts(window: tk.Tk) -> None:
    base = font.nametofont("TkDefaultFont", root=window)
    family = base.actual("family")
    base.configure(family=family, size=11)
    sizes = {
        SMALL: (10, "normal"),
        BOLD: (10, "bold"),
        LARGE: (13, "normal"),
        STRONG: (13, "bold"),
        HUGE: (76, "bold"),
    }
    for name, (size, weight) in sizes.items():
        window.tk.call("font", "create", name, "-family", family, "-size", size, "-weight", weight)
    for name in ("TkTextFont", "TkMenuFont", "TkHeadingFont"):
        font.nametofont(name, root=window).configure(family=family, size=11)


def _style_menus(window: tk.Tk) -> None:
    """Menus are not ttk widgets; the option database reaches them all."""
    colors = {"background": DESK, "activeBackground": TRACK}
    colors |= {"foreground": TEXT, "activeForeground": TEXT}
    for option, setting in {**colors, "relief": "flat", "activeBorderWidth": "0"}.items():
        window.option_add(f"*Menu.{option}", setting)


def _style_scrollbars(style: ttk.Style, width: int) -> None:
    """A plain bar in a groove, without grip."""
    style.configure(
        "TScrollbar",
        background=BAR,
        troughcolor=TRACK,
        bordercolor=TRACK,
        lightcolor=BAR,
        darkcolor=BAR,
        arrowcolor=MUTED,
        relief="flat",
        gripcount=0,
        arrowsize=width,
    )
    style.map("TScrollbar", background=[("disabled", TRACK), ("active", MUTED)])


def _style_buttons(style: ttk.Style) -> None:
    style.configure("TButton", relief="raised", anchor="center", padding=("10p", "7p"), width=0)
    style.configure("Small.TButton", padding=("8p", "3p"))
    _color(style, "TButton", face=SHEET, over="#eceff5", text=TEXT, edge=LINE)
    _color(style, "Accent.TButton", face=ACCENT, over=ACCENT_DARK, text=SHEET, edge=ACCENT)


def _color(style: ttk.Style, name: str, *, face: str, over: str, text: str, edge: str) -> None:
    """Color a button; where the keyboard is, its edge is dark."""
    style.configure(
        name,
        background=face,
        foreground=text,
        bordercolor=edge,
        lightcolor=face,
        darkcolor=face,
        focuscolor=face,
    )
    style.map(
        name,
        background=[("disabled", DESK), ("pressed", over), ("active", over)],
        lightcolor=[("disabled", DESK), ("pressed", over), ("active", over)],
        darkcolor=[("disabled", DESK), ("pressed", over), ("active", over)],
        focuscolor=[("pressed", over), ("active", over)],
        foreground=[("disabled", "#9aa2b1")],
        bordercolor=[("focus", TEXT)],
    )
