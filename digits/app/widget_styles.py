"""The styles of the ttk widgets in one look: flat, and with a ring where the keyboard is."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from tkinter import font, ttk
from typing import Any

from digits.app import shapes
from digits.app.measures import HUGE, SMALL, STRONG, pixels
from digits.app.palette import BAD, GOOD, MUTED, WAIT, Palette
from digits.app.shapes import Stencil

PARENT = "clam"
"""The theme of Tk that lets all its colors be set, on every system."""

Layout = list[tuple[str, Any]]

EDGE = "1.5p"
"""The room for the edge of a button, and the thickness of the ring."""


@dataclass(frozen=True)
class Stencils:
    """The shapes of what ttk cannot draw at every size."""

    box: Stencil
    box_edge: Stencil
    check: Stencil
    disc: Stencil
    disc_edge: Stencil
    dot: Stencil
    groove: Stencil
    knob: Stencil


def cut_stencils(window: tk.Misc) -> Stencils:
    """The shapes for the resolution of this screen."""
    side, knob, edge = (pixels(window, distance) for distance in ("12p", "13p", "1p"))
    width, height = pixels(window, "24p"), pixels(window, "3p")
    box, disc = shapes.sheet(side, side, side / 6), shapes.disc(side)
    return Stencils(
        box=shapes.cut(box, side, side),
        box_edge=shapes.cut(shapes.hollow(box, edge), side, side),
        check=shapes.cut(shapes.check(side), side, side),
        disc=shapes.cut(disc, side, side),
        disc_edge=shapes.cut(shapes.hollow(disc, edge), side, side),
        dot=shapes.cut(shapes.smaller(disc, side * 0.3), side, side),
        groove=shapes.cut(shapes.sheet(width, height, height / 2), width, height),
        knob=shapes.cut(shapes.disc(knob), knob, knob),
    )


def make_styles(window: tk.Misc, theme: str, colors: Palette) -> None:
    """Make a theme of ttk with these colors; it is in use then."""
    style = ttk.Style(window)
    style.theme_create(theme, parent=PARENT)
    style.theme_use(theme)
    sheet = _StyleSheet(window, style, theme, colors, cut_stencils(window))
    sheet.style_everything()
    sheet.style_labels()
    sheet.make_rings()
    sheet.style_buttons()
    sheet.style_tool_buttons()
    sheet.style_choices()
    sheet.style_fields()
    sheet.style_scales()
    sheet.style_tables()
    sheet.style_tabs()
    sheet.style_scrollbars()
    sheet.style_separators()


@dataclass(frozen=True)
class _StyleSheet:
    """Sets the styles of the theme in use, one kind of widget after the other."""

    window: tk.Misc
    style: ttk.Style
    theme: str
    colors: Palette
    stencils: Stencils

    def style_everything(self) -> None:
        """What a widget has whose own style says nothing else."""
        colors = self.colors
        self.style.configure(
            ".",
            background=colors.desk,
            foreground=colors.text,
            font="TkDefaultFont",
            bordercolor=colors.line,
            lightcolor=colors.desk,
            darkcolor=colors.desk,
            troughcolor=colors.track,
            fieldbackground=colors.sheet,
            selectbackground=colors.chosen,
            selectforeground=colors.text,
            selectborderwidth=0,
            insertcolor=colors.text,
            insertwidth=self._pixels("1p"),
            arrowcolor=colors.muted,
            focuscolor=colors.accent,
        )
        disabled = [("disabled", colors.disabled)]
        self.style.map(".", foreground=disabled, arrowcolor=disabled)
        self.style.configure("Sheet.TFrame", background=colors.sheet)

    def style_labels(self) -> None:
        """Labels, and each kind once more in the color of every mood: ``bad.Strong.TLabel``."""
        configure, sheet = self.style.configure, self.colors.sheet
        configure("TLabel", padding=0, borderwidth=0)
        configure("Sheet.TLabel", background=sheet)
        configure("Caption.TLabel", background=sheet, foreground=self.colors.muted, font=SMALL)
        configure("Strong.TLabel", background=sheet, font=STRONG)
        configure("Digit.TLabel", background=sheet, font=HUGE)
        for color in (GOOD, WAIT, BAD, MUTED):
            for label in ("TLabel", "Sheet.TLabel", "Strong.TLabel"):
                configure(f"{color}.{label}", foreground=getattr(self.colors, color))

    def make_rings(self) -> None:
        """The ring around what the keyboard reaches; ttk's own is a dotted line, a pixel wide."""
        thickness, side = self._pixels(EDGE), self._pixels("24p")
        for name, color in (("ring", self.colors.accent), ("accent.ring", self.colors.on_accent)):
            image = self._name(name)
            self.style.element_create(
                name,
                "image",
                shapes.empty(self.window, f"{image}-off", side),
                ("focus", shapes.frame(self.window, image, side, thickness, color)),
                border=2 * thickness,
                padding=thickness,
                sticky="nswe",
                width=0,  # as small as what is in it
                height=0,
            )

    def style_buttons(self) -> None:
        colors, style = self.colors, self.style
        inside = ("Button.padding", "Button.label")
        style.layout("TButton", _framed("Button.border", *inside))
        style.layout("Accent.TButton", _nested("Button.border", "accent.ring", *inside))
        words = _nested("Menubutton.padding", "Menubutton.label")
        arrow = ("Menubutton.indicator", {"side": "right", "sticky": ""})
        style.layout("TMenubutton", _framed("Menubutton.border", inside=[arrow, *words]))
        # The ring of the main button lies inside of its edge, and all are to be of one size.
        edge, across, down = self._edge(), self._pixels("9p"), self._pixels("6p")
        style.configure("TButton", padding=(across + edge, down + edge), anchor="center", width=0)
        style.configure("Accent.TButton", padding=(across, down))
        style.configure("Small.TButton", padding=("8p", "3.5p"))
        style.configure("TMenubutton", padding=("8p", "5p"), arrowsize=self._pixels("4p"))
        for name in ("TButton", "TMenubutton"):
            self._color_button(name, colors.sheet, colors.button_over, colors.text, colors.line)
        self._color_button(
            "Accent.TButton", colors.accent, colors.accent_over, colors.on_accent, colors.accent
        )

    def _color_button(self, name: str, face: str, over: str, text: str, edge: str) -> None:
        self.style.configure(
            name,
            relief="raised",
            borderwidth=EDGE,
            background=face,
            foreground=text,
            bordercolor=edge,
            lightcolor=face,
            darkcolor=face,
            focuscolor=face,
        )
        faces = [("disabled", self.colors.desk), ("pressed", over), ("active", over)]
        self.style.map(
            name,
            background=faces,
            lightcolor=faces,
            darkcolor=faces,
            focuscolor=faces,
            bordercolor=[("disabled", self.colors.line)],
            foreground=[("disabled", self.colors.disabled)],
        )

    def style_tool_buttons(self) -> None:
        """Buttons without an edge; one that is switched on has a frame."""
        parts = ("Toolbutton.border", "ring", "Toolbutton.padding", "Toolbutton.label")
        self.style.layout("Toolbutton", _nested(*parts))
        self.style.configure(
            "Toolbutton",
            anchor="center",
            padding=("6p", "4p"),
            relief="flat",
            borderwidth=EDGE,
            bordercolor=self.colors.accent,
        )
        self.style.map("Toolbutton", relief=[("selected", "solid")])
        for name, ground in (("", self.colors.desk), ("Sheet.", self.colors.sheet)):
            self.style.configure(f"{name}Toolbutton", background=ground)
            self.style.map(
                f"{name}Toolbutton",
                background=[
                    ("disabled", ground),
                    ("selected", self.colors.chosen),
                    ("pressed", self.colors.button_over),
                    ("active", self.colors.button_over),
                ],
            )

    def style_choices(self) -> None:
        """Check boxes and radio buttons: an outline that is filled, and marked, when chosen."""
        cut = self.stencils
        self._make_indicator("Checkbutton", cut.box, cut.box_edge, cut.check)
        self._make_indicator("Radiobutton", cut.disc, cut.disc_edge, cut.dot)
        for name in ("Checkbutton", "Radiobutton"):
            mark = _nested(f"{name}.mark")
            box = (f"{name}.box", {"side": "left", "sticky": "", "children": mark})
            inside = [box, *_nested(f"{name}.label")]
            self.style.layout(f"T{name}", _nested("ring", f"{name}.padding", inside=inside))
            self.style.configure(f"T{name}", padding=("2p", "1p"))
            self.style.configure(f"Sheet.T{name}", background=self.colors.sheet)

    def _make_indicator(self, kind: str, box: Stencil, edge: Stencil, mark: Stencil) -> None:
        colors, paint = self.colors, self._paint
        width = box.width + self._pixels("5p")  # with the gap before the words
        self.style.element_create(
            f"{kind}.box",
            "image",
            paint(f"{kind}-off", edge, colors.muted),
            ("disabled", "selected", paint(f"{kind}-on-disabled", box, colors.disabled)),
            ("disabled", paint(f"{kind}-off-disabled", edge, colors.disabled)),
            ("selected", "active", paint(f"{kind}-on-over", box, colors.accent_over)),
            ("selected", paint(f"{kind}-on", box, colors.accent)),
            ("active", paint(f"{kind}-off-over", edge, colors.accent)),
            width=width,
            padding=0,
            sticky="w",
        )
        self.style.element_create(
            f"{kind}.mark",
            "image",
            shapes.empty(self.window, self._name(f"{kind}-no-mark"), box.width),
            ("disabled", "selected", paint(f"{kind}-mark-disabled", mark, colors.desk)),
            ("selected", paint(f"{kind}-mark", mark, colors.on_accent)),
            width=width,
            padding=0,
            sticky="w",
        )

    def style_fields(self) -> None:
        """What one types or chooses words in."""
        colors = self.colors
        # Tk gives a field an edge of two pixels at any resolution, which its padding makes up for.
        across, down = self._pixels("5.5p"), self._pixels("4.5p")
        self.style.layout("TEntry", _framed("Entry.field", "Entry.padding", "Entry.textarea"))
        field = _nested("Combobox.field", "Combobox.padding", "Combobox.textarea")
        arrow = ("Combobox.downarrow", {"side": "right", "sticky": "ns"})
        self.style.layout("TCombobox", _nested("ring", inside=[arrow, *field]))
        for name, edge in (("TEntry", 0), ("TCombobox", 2), ("TSpinbox", 2)):
            self.style.configure(
                name,
                padding=(across - edge, down - edge),
                background=colors.sheet,
                bordercolor=colors.bar,
                lightcolor=colors.sheet,
                darkcolor=colors.sheet,
                arrowsize=self._pixels("9p"),
            )
            grounds = [("disabled", colors.desk), ("readonly", colors.desk)]
            self.style.map(name, background=grounds, fieldbackground=grounds, lightcolor=grounds)
        self.style.map("TSpinbox", bordercolor=[("focus", colors.accent)])

    def style_scales(self) -> None:
        """A knob on a thin groove."""
        colors, groove, knob = self.colors, self.stencils.groove, self.stencils.knob
        over = self._paint("knob-over", knob, colors.accent_over)
        self.style.element_create(
            "Horizontal.Scale.trough",
            "image",
            self._paint("groove", groove, colors.bar),
            border=(groove.height, 0),
            padding=0,
            sticky="we",
        )
        self.style.element_create(
            "Horizontal.Scale.slider",
            "image",
            self._paint("knob", knob, colors.accent),
            ("disabled", self._paint("knob-disabled", knob, colors.disabled)),
            ("pressed", over),
            ("active", over),
        )
        slider = ("Horizontal.Scale.slider", {"side": "left", "sticky": ""})
        self.style.layout(
            "Horizontal.TScale", _nested("ring", "Horizontal.Scale.trough", inside=[slider])
        )
        self.style.configure("Sheet.Horizontal.TScale", background=colors.sheet)

    def style_tables(self) -> None:
        colors, letters = self.colors, font.nametofont("TkDefaultFont", root=self.window)
        parts = ("Treeview.field", "Treeview.padding", "Treeview.treearea")
        self.style.layout("Treeview", _framed(*parts))
        self.style.configure(
            "Treeview",
            background=colors.sheet,
            bordercolor=colors.line,
            lightcolor=colors.sheet,
            darkcolor=colors.sheet,
            rowheight=letters.metrics("linespace") + self._pixels("6p"),
            indent=self._pixels("14p"),
        )
        gaps = (self._pixels("3p"), 0, self._pixels("3p"), 0)
        self.style.configure("Item", indicatorsize=self._pixels("9p"), indicatormargins=gaps)
        self.style.map(
            "Treeview",
            background=[("selected", colors.chosen)],
            foreground=[("disabled", colors.disabled), ("selected", colors.text)],
        )
        self.style.configure(
            "Heading",
            font="TkHeadingFont",
            padding=("4p", "3p"),
            relief="flat",
            background=colors.track,
        )
        self.style.map("Heading", background=[("active", colors.button_over)])

    def style_tabs(self) -> None:
        colors = self.colors
        parts = ("Notebook.tab", "ring", "Notebook.padding", "Notebook.label")
        self.style.layout("TNotebook.Tab", _nested(*parts))
        self.style.configure("TNotebook.Tab", padding=("10p", "4p"))
        self.style.map(
            "TNotebook.Tab",
            background=[("selected", colors.desk), ("active", colors.button_over),
                        ("", colors.track)],
            lightcolor=[("selected", colors.desk), ("", colors.track)],
            foreground=[("disabled", colors.disabled), ("selected", colors.text),
                        ("", colors.muted)],
        )  # fmt: skip

    def style_scrollbars(self) -> None:
        """A plain bar in a groove, without grip and arrows."""
        colors = self.colors
        for way in ("Horizontal", "Vertical"):
            bar = f"{way}.Scrollbar"
            self.style.layout(f"{way}.TScrollbar", _nested(f"{bar}.trough", f"{bar}.thumb"))
        self.style.configure(
            "TScrollbar",
            background=colors.bar,
            troughcolor=colors.track,
            bordercolor=colors.track,
            lightcolor=colors.bar,
            darkcolor=colors.bar,
            arrowcolor=colors.muted,
            relief="flat",
            gripcount=0,
            arrowsize=self._pixels("9p"),
        )
        faces = [("disabled", colors.track), ("active", colors.muted)]
        self.style.map("TScrollbar", background=faces, lightcolor=faces, darkcolor=faces)
        self.style.configure(
            "TProgressbar",
            background=colors.accent,
            bordercolor=colors.track,
            lightcolor=colors.accent,
            darkcolor=colors.accent,
        )

    def style_separators(self) -> None:
        """One line, where ttk's own is a groove."""
        side = self._pixels("0.75p")
        line = shapes.frame(self.window, self._name("line"), side, side, self.colors.line)
        self.style.element_create("Separator.separator", "image", line)

    def _edge(self) -> int:
        """The room that Tk gives the edge of a button, in pixels: never less than two."""
        return max(self._pixels(EDGE), 2)

    def _pixels(self, distance: str) -> int:
        return pixels(self.window, distance)

    def _paint(self, name: str, stencil: Stencil, color: str) -> str:
        return shapes.image(self.window, self._name(name), stencil, color)

    def _name(self, name: str) -> str:
        """The name of an image, which no other look has."""
        return f"{self.theme}-{name}"


def _framed(frame: str, *elements: str, inside: Layout | None = None) -> Layout:
    """A layout in which the ring lies on the edge of a frame."""
    return [(frame, {"sticky": "nswe"}), *_nested("ring", *elements, inside=inside)]


def _nested(*elements: str, inside: Layout | None = None) -> Layout:
    """A layout in which each element fills the one before it."""
    layout = inside or []
    for element in reversed(elements):
        options = {"sticky": "nswe", "children": layout} if layout else {"sticky": "nswe"}
        layout = [(element, options)]
    return layout
