"""What the program looks like: readable, and in proportion on any screen."""

import re
import tkinter as tk
from tkinter import font, ttk

import pytest

from digits.app import theme

WRITTEN = [  # letters and what they stand on
    (theme.TEXT, theme.DESK),
    (theme.TEXT, theme.SHEET),
    (theme.MUTED, theme.DESK),
    (theme.MUTED, theme.SHEET),
    (theme.SHEET, theme.ACCENT),
    (theme.SHEET, theme.ACCENT_DARK),
    (theme.GOOD, theme.SHEET),
    (theme.WAIT, theme.SHEET),
    (theme.BAD, theme.SHEET),
    (theme.TEXT, theme.CHOSEN),
    (theme.WAIT, theme.CHOSEN),
]


@pytest.fixture
def window():
    window = tk.Tk()
    theme.dress(window)
    yield window
    window.update_idletasks()
    window.destroy()


def luminance(color):
    """How bright a color looks, 0 to 1 (WCAG 2's relative luminance)."""
    parts = [int(part, 16) / 255 for part in re.findall("[0-9a-f]{2}", color)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """How well two colors are told apart, 1 to 21 (WCAG 2's contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("letters", "ground"), WRITTEN)
def test_letters_stand_out_from_their_ground(letters, ground):
    assert contrast(letters, ground) >= 4.5


def test_the_stated_contrasts_are_true():
    assert contrast(theme.MUTED, theme.DESK) == pytest.approx(5.6, abs=0.05)
    assert contrast(theme.ACCENT, theme.SHEET) == pytest.approx(6.5, abs=0.05)


def test_all_fonts_are_of_one_family(window):
    names = (theme.SMALL, theme.BOLD, theme.LARGE, theme.STRONG, theme.HUGE, "TkDefaultFont")
    families = {font.nametofont(name, root=window).actual("family") for name in names}
    assert len(families) == 1
    assert set(names) <= set(font.names(window))


def test_every_style_of_the_program_has_its_look(window):
    style = ttk.Style(window)
    assert style.lookup("Digit.TLabel", "font") == theme.HUGE
    assert style.lookup("Accent.TButton", "background") == theme.ACCENT
    assert style.lookup("TButton", "background") == theme.SHEET
    assert style.lookup("TButton", "bordercolor", ["focus"]) == theme.TEXT
    assert window["background"] == theme.DESK


def test_a_distance_in_points_grows_with_the_resolution_of_the_screen(window):
    window.tk.call("tk", "scaling", 1.0)  # one pixel a point
    assert theme.pixels(window, "12p") == 12
    window.tk.call("tk", "scaling", 2.0)
    assert theme.pixels(window, "12p") == 24


def test_a_distance_is_at_least_a_pixel(window):
    assert theme.pixels(window, "0.1p") == 1
