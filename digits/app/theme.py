"""What the program looks like: a light and a dark look, and the way from one to the other.

Each look is a theme of ttk. When another one is used, ttk draws its own widgets anew and
raises <<ThemeChanged>> on every widget, which lets the others ``follow``. Which look is
used, and with it the colors, is kept by ttk alone.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from tkinter import ttk

from digits.app.measures import (
    BOLD,
    HUGE,
    LARGE,
    SMALL,
    STRONG,
    base_size,
    make_fonts,
    pixels,
    sizes,
)
from digits.app.palette import BAD, DARK, GOOD, LIGHT, MUTED, WAIT, Palette
from digits.app.widget_styles import make_styles

__all__ = [
    "BAD",
    "BOLD",
    "DARK",
    "GOOD",
    "HUGE",
    "LARGE",
    "LIGHT",
    "LOOKS",
    "MUTED",
    "SMALL",
    "STRONG",
    "WAIT",
    "Palette",
    "base_size",
    "color_menus",
    "dress",
    "follow",
    "look",
    "palette",
    "pixels",
    "sizes",
    "use",
]

LOOKS = {"light": LIGHT, "dark": DARK}
THEMES = {look: f"digits-{look}" for look in LOOKS}


def dress(window: tk.Tk, look: str = "light") -> None:
    """Give the window its fonts and a look; the other one is made when it is used first."""
    make_fonts(window)
    _use(window, look)
    follow(window, lambda colors: _recolor(window, colors))


def use(window: tk.Misc, look: str) -> None:
    """Use a look, "light" or "dark". All widgets have its colors as soon as Tk is idle."""
    for widget in _inside(window, "."):
        if window.tk.call("winfo", "class", widget) != "Menu":
            # What was never shown would not hear of it: Tk has not made its window yet.
            window.tk.call("winfo", "id", widget)
    _use(window, look)


def look(widget: tk.Misc) -> str:
    """The look that is used: "light" or "dark"."""
    used = ttk.Style(widget).theme_use()
    return next(look for look, theme in THEMES.items() if theme == used)


def palette(widget: tk.Misc) -> Palette:
    """The colors of the look that is used."""
    return LOOKS[look(widget)]


def follow(widget: tk.Misc, recolor: Callable[[Palette], object]) -> None:
    """Color a widget that ttk does not draw: now, and whenever another look is used."""

    def on_change(event: tk.Event[tk.Misc]) -> None:
        if event.widget is widget:  # a window hears of the widgets in it too
            recolor(palette(widget))

    recolor(palette(widget))
    widget.bind("<<ThemeChanged>>", on_change, add=True)


def _use(window: tk.Misc, look: str) -> None:
    style, theme = ttk.Style(window), THEMES[look]
    if theme not in style.theme_names():
        make_styles(window, theme, LOOKS[look])
    style.theme_use(theme)


def _recolor(window: tk.Tk, colors: Palette) -> None:
    window.configure(background=colors.desk)
    color_menus(window)


def color_menus(window: tk.Misc) -> None:
    """Color all menus that are there, and through the option database those to come."""
    colors = palette(window)
    options = {
        "background": colors.desk,
        "foreground": colors.text,
        "activeBackground": colors.track,
        "activeForeground": colors.text,
        "disabledForeground": colors.disabled,
        "selectColor": colors.text,
        "relief": "flat",
        "activeBorderWidth": "0",
    }
    for option, setting in options.items():
        window.option_add(f"*Menu.{option}", setting)
    for widget in _inside(window, "."):
        if window.tk.call("winfo", "class", widget) == "Menu":
            for option, setting in options.items():
                window.tk.call(widget, "configure", f"-{option.lower()}", setting)


def _inside(window: tk.Misc, path: str) -> Iterator[str]:
    """The names of a widget and of all in it. Tk's own are among them, unknown to Python."""
    yield path
    for child in window.tk.splitlist(window.tk.call("winfo", "children", path)):
        yield from _inside(window, str(child))
