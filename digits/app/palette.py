"""The colors of the program, by what they are for, once for each look."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, WAIT, BAD = "good", "wait", "bad"
"""Moods: names of the colors that say how things stand. A word or a sign always says it too."""

MUTED = "muted"
"""The color of what is said in passing."""


@dataclass(frozen=True)
class Palette:
    """The colors of one look."""

    desk: str  # behind everything
    sheet: str  # what one draws on and reads from
    line: str
    text: str
    muted: str
    accent: str
    accent_over: str  # the same under the mouse
    on_accent: str  # letters on either
    track: str  # the groove in which a bar lies
    bar: str  # a bar that is not the longest
    chosen: str  # behind the digit of a number that is looked at
    pen: str
    good: str
    wait: str
    bad: str
    button_over: str  # a button under the mouse
    disabled: str


LIGHT = Palette(
    desk="#f3f4f7",
    sheet="#ffffff",
    line="#d5d9e0",
    text="#1a1d23",
    muted="#596273",  # 5.6 to 1 on the desk
    accent="#2457c5",  # 6.5 to 1 on a sheet
    accent_over="#1b4399",
    on_accent="#ffffff",
    track="#e8ebf0",
    bar="#8393b2",  # 3.1 to 1 on a sheet
    chosen="#dbe6fb",
    pen="#14171c",
    good="#1d7a46",
    wait="#945800",  # 4.6 to 1 on what is chosen
    bad="#b3261e",
    button_over="#eceff5",
    disabled="#9aa2b1",
)

DARK = Palette(
    desk="#13161c",
    sheet="#1c2029",
    line="#363d4a",
    text="#e4e8ef",
    muted="#a0a9b8",  # 6.9 to 1 on a sheet
    accent="#7ba4f5",  # 6.6 to 1 on a sheet
    accent_over="#9dbcfa",
    on_accent="#0d1322",
    track="#2a303c",
    bar="#63718d",  # 3.3 to 1 on a sheet
    chosen="#2c4068",
    pen="#f4f6fa",
    good="#8fe3b0",  # the brightest of the moods, and the bad one the darkest
    wait="#e3b04b",  # 5.2 to 1 on what is chosen
    bad="#f47c72",
    button_over="#272d39",
    disabled="#6c7584",
)
