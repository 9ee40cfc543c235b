"""What the program looks like: readable in both looks, and in proportion on any screen."""

import dataclasses
import re
import tkinter as tk
from itertools import combinations, pairwise
from tkinter import font, ttk

import fakes
import numpy as np
import pytest
from PIL import ImageGrab

from digits.app import theme

LOOKS = {"light": theme.LIGHT, "dark": theme.DARK}

WRITTEN = [  # letters and what they stand on
    *(("text", ground) for ground in ("desk", "sheet", "track", "chosen", "button_over")),
    *(("muted", ground) for ground in ("desk", "sheet", "track", "button_over")),
    *((mood, ground) for mood in ("good", "wait", "bad") for ground in ("desk", "sheet")),
    (theme.WAIT, "chosen"),
    ("on_accent", "accent"),
    ("on_accent", "accent_over"),
]  # fmt: skip

SHOWN = [  # what else must be seen, and what it lies on
    ("bar", "sheet"),
    ("accent", "sheet"),
    ("accent", "desk"),
    ("accent", "track"),
    ("pen", "sheet"),
]

both_looks = pytest.mark.parametrize("look", LOOKS)


@pytest.fixture
def window(root):
    return root


# Colors


def luminance(color):
    """How bright a color looks, 0 to 1 (WCAG 2's relative luminance)."""
    parts = [int(part, 16) / 255 for part in re.findall("[0-9a-f]{2}", color)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """How well two colors are told apart, 1 to 21 (WCAG 2's contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@both_looks
@pytest.mark.parametrize(("letters", "ground"), WRITTEN)
def test_letters_stand_out_from_their_ground(look, letters, ground):
    colors = LOOKS[look]
    assert contrast(getattr(colors, letters), getattr(colors, ground)) >= 4.5


@both_looks
@pytest.mark.parametrize(("part", "ground"), SHOWN)
def test_what_is_no_letter_stands_out_too(look, part, ground):
    colors = LOOKS[look]
    assert contrast(getattr(colors, part), getattr(colors, ground)) >= 3


def test_in_the_dark_the_moods_differ_in_brightness_for_who_sees_no_color():
    for one, other in combinations((theme.GOOD, theme.WAIT, theme.BAD), 2):
        assert contrast(getattr(theme.DARK, one), getattr(theme.DARK, other)) >= 1.3


def test_the_stated_contrasts_are_true():
    light, dark = theme.LIGHT, theme.DARK
    assert contrast(light.muted, light.desk) == pytest.approx(5.6, abs=0.05)
    assert contrast(light.accent, light.sheet) == pytest.approx(6.5, abs=0.05)
    assert contrast(light.bar, light.sheet) == pytest.approx(3.1, abs=0.05)
    assert contrast(light.wait, light.chosen) == pytest.approx(4.6, abs=0.05)
    assert contrast(dark.muted, dark.sheet) == pytest.approx(6.9, abs=0.05)
    assert contrast(dark.accent, dark.sheet) == pytest.approx(6.6, abs=0.05)
    assert contrast(dark.bar, dark.sheet) == pytest.approx(3.3, abs=0.05)
    assert contrast(dark.wait, dark.chosen) == pytest.approx(5.2, abs=0.05)


def test_no_two_looks_share_a_color_of_a_part():
    light, dark = dataclasses.asdict(theme.LIGHT), dataclasses.asdict(theme.DARK)
    assert [part for part in light if light[part] == dark[part]] == []


# Switching


def test_a_window_is_light_at_first(window):
    assert theme.look(window) == "light"
    assert theme.palette(window) is theme.LIGHT


@both_looks
def test_a_window_can_be_dressed_in_either_look(make_window, look):
    window = make_window(look=look)
    inside = ttk.Frame(window)
    assert theme.look(inside) == look
    assert theme.palette(inside) is LOOKS[look]
    assert window["background"] == LOOKS[look].desk


def test_a_look_that_is_not_there_is_refused(window):
    with pytest.raises(KeyError):
        theme.use(window, "gaudy")
    assert theme.look(window) == "light"


def test_each_window_has_its_own_look(make_window):
    one, other = make_window(), make_window()
    theme.use(other, "dark")
    assert (theme.look(one), theme.look(other)) == ("light", "dark")


def everything(app, path="."):
    """The names of a widget and of all in it as Tk knows them; Python does not know all."""
    yield path
    for child in app.tk.splitlist(app.tk.call("winfo", "children", path)):
        yield from everything(app, str(child))


def colors_of(app, path):
    """All colors with which a widget is drawn, each by what it is for."""
    kind = str(app.tk.call("winfo", "class", path))
    options = options_of(app, path)
    if "-style" in options:
        return ttk_colors(app, options["-style"] or kind)
    found = {name: value for name, value in options.items() if "ground" in name.lower()}
    found |= {name: value for name, value in options.items() if "color" in name.lower()}
    if kind == "Canvas":
        for place, item in enumerate(app.tk.splitlist(app.tk.call(path, "find", "all"))):
            if app.tk.call(path, "type", item) != "image":
                found[place] = str(app.tk.call(path, "itemcget", item, "-fill"))
    if kind == "Text":
        for tag in app.tk.splitlist(app.tk.call(path, "tag", "names")):
            for name in ("-foreground", "-background"):
                found[tag, name] = str(app.tk.call(path, "tag", "cget", tag, name))
    return found


def options_of(app, path):
    options = (app.tk.splitlist(one) for one in app.tk.splitlist(app.tk.call(path, "configure")))
    return {str(one[0]): str(one[-1]) for one in options if len(one) > 2}


def ttk_colors(app, name):
    style = ttk.Style(app)
    states = ([], ["disabled"], ["focus"], ["active"], ["selected"])
    options = ("background", "foreground", "bordercolor", "lightcolor", "troughcolor")
    found = {(option, *state): str(style.lookup(name, option, state))
             for option in options for state in states}  # fmt: skip
    return {key: value for key, value in found.items() if value}


def all_colors(app):
    app.update()
    return {path: colors_of(app, path) for path in everything(app)}


def busy(app, draw):
    """Let the program show all it can show at once."""
    draw(app.pad, [(140, 60), (140, 140), (140, 220)])
    app.result.show(fakes.readings("2024\n17", doubtful=[1]))
    app.update()


def test_every_widget_changes_its_colors_with_the_look_and_back(app, draw):
    busy(app, draw)
    light = all_colors(app)
    assert len(light) > 25
    app.looks.use("dark")
    dark = all_colors(app)
    assert [path for path in light if light[path] == dark[path]] == []
    app.looks.use("light")
    assert all_colors(app) == light


@both_looks
def test_nothing_keeps_a_color_of_the_other_look(app, draw, look):
    (other,) = set(LOOKS) - {look}
    app.looks.use(other)
    app.update()
    busy(app, draw)
    app.looks.use(look)
    strange = set(dataclasses.astuple(LOOKS[other])) - set(dataclasses.astuple(LOOKS[look]))
    strange |= {"black", "#000000", "white", "#d9d9d9", "#ececec", "#c3c3c3"}  # Tk's own
    strange -= set(dataclasses.astuple(LOOKS[look]))
    found = {(path, part) for path, colors in all_colors(app).items()
             for part, color in colors.items() if color.lower() in strange}  # fmt: skip
    # What is never drawn: the edge of a widget that has none, the cursor of what nobody types in.
    unseen = {"-highlightbackground", "-highlightcolor", "-insertbackground"}
    unseen |= {"-selectbackground", "-selectforeground"}  # of a canvas
    assert sorted(one for one in found if one[1] not in unseen) == []


def test_what_was_never_shown_before_the_switch_has_its_look_too(app, draw, wait_until):
    app.looks.use("dark")
    app.update()
    busy(app, draw)
    wait_until(app, lambda: app.result.explained)
    app.pad.zoom_to_fit()  # drawn anew: smooth edges differ by a few grays where the pen joined
    before = np.asarray(pixels_of(app))
    app.looks.use("light")
    app.update()
    app.looks.use("dark")
    wait_until(app, lambda: app.result.explained)
    assert np.array_equal(np.asarray(pixels_of(app)), before)


def test_a_switch_changes_neither_type_nor_size(app, draw):
    def measures():
        app.update()
        places = {path: str(app.tk.call("winfo", "geometry", path)) for path in everything(app)}
        return places, {name: font.nametofont(name, root=app).actual() for name in font.names(app)}

    busy(app, draw)
    before = measures()
    app.looks.use("dark")
    assert measures() == before
    app.looks.use("light")
    assert measures() == before


def test_a_widget_made_after_the_switch_has_the_new_colors(window):
    theme.use(window, "dark")
    window.update()
    menu = tk.Menu(window)
    assert str(menu["background"]) == theme.DARK.desk
    assert str(menu["foreground"]) == theme.DARK.text


def test_menus_at_any_depth_are_recolored(window):
    bar = tk.Menu(window)
    window.configure(menu=bar)
    popup = tk.Menu(ttk.Button(window))
    inner = tk.Menu(popup)
    theme.use(window, "dark")
    window.update()
    for menu in (bar, popup, inner):
        assert str(menu["background"]) == theme.DARK.desk
        assert str(menu["activebackground"]) == theme.DARK.track
        assert str(menu["activeforeground"]) == str(menu["selectcolor"]) == theme.DARK.text


def test_what_follows_the_look_is_colored_at_once_and_at_every_switch(window):
    frame = tk.Frame(window)
    inside = tk.Frame(frame)
    seen = []
    theme.follow(frame, seen.append)
    assert seen == [theme.LIGHT]
    window.update()
    theme.use(window, "dark")
    window.update()
    assert inside.winfo_exists()
    assert seen[-1] is theme.DARK


# Type


def test_all_fonts_are_of_one_family(window):
    names = (theme.SMALL, theme.BOLD, theme.LARGE, theme.STRONG, theme.HUGE, "TkDefaultFont")
    families = {font.nametofont(name, root=window).actual("family") for name in names}
    assert len(families) == 1
    assert set(names) <= set(font.names(window))


@pytest.mark.parametrize(
    ("system", "own", "base"),
    [("x11", 10, 11), ("win32", 9, 9), ("win32", 12, 12), ("aqua", 13, 13)],
)
def test_the_size_of_letters_is_the_systems_where_tk_knows_it(system, own, base):
    assert theme.base_size(system, own) == base


def test_the_sizes_keep_their_ratios():
    assert theme.sizes(11) == {
        theme.SMALL: 10, theme.BOLD: 10, theme.LARGE: 13, theme.STRONG: 13, theme.HUGE: 76
    }  # fmt: skip
    for base in (9, 13, 22):
        for name, size in theme.sizes(base).items():
            assert size == pytest.approx(theme.sizes(11)[name] * base / 11, abs=0.51)


# Styles


@both_looks
def test_every_style_of_the_program_has_its_look(make_window, look):
    window, colors = make_window(look=look), LOOKS[look]
    style = ttk.Style(window)
    assert style.lookup("Digit.TLabel", "font") == theme.HUGE
    assert style.lookup("Accent.TButton", "background") == colors.accent
    assert style.lookup("Accent.TButton", "foreground") == colors.on_accent
    assert style.lookup("TButton", "background") == colors.sheet
    assert style.lookup("TButton", "background", ["active"]) == colors.button_over
    assert style.lookup("TButton", "foreground", ["disabled"]) == colors.disabled
    for mood in (theme.GOOD, theme.WAIT, theme.BAD, theme.MUTED):
        for kind in ("TLabel", "Sheet.TLabel", "Strong.TLabel"):
            assert style.lookup(f"{mood}.{kind}", "foreground") == getattr(colors, mood)
    assert style.lookup(f"{theme.BAD}.Strong.TLabel", "font") == theme.STRONG


WIDGETS = {
    "button": lambda window: ttk.Button(window, text="Words"),
    "accent": lambda window: ttk.Button(window, text="Words", style="Accent.TButton"),
    "small": lambda window: ttk.Button(window, text="Words", style="Small.TButton"),
    "tool": lambda window: ttk.Button(window, text="Words", style="Toolbutton"),
    "tool that is on": lambda window: switched_on(window),
    "check": lambda window: ttk.Checkbutton(window, text="Words"),
    "radio": lambda window: ttk.Radiobutton(window, text="Words"),
    "entry": lambda window: ttk.Entry(window),
    "scale": lambda window: ttk.Scale(window),
    "table": lambda window: ttk.Treeview(window, columns=("one",), height=9),
    "tabs": lambda window: tabs(window),
    "scrollbar": lambda window: ttk.Scrollbar(window, orient="horizontal"),
    "menu button": lambda window: ttk.Menubutton(window, text="Words"),
    "choice": lambda window: ttk.Combobox(window),
}


def switched_on(window):
    button = ttk.Checkbutton(window, text="Words", style="Toolbutton")
    button.state(["!alternate", "selected"])
    return button


def tabs(window):
    book = ttk.Notebook(window)
    for name in ("One", "Two"):
        book.add(ttk.Frame(book, height="50p"), text=name)
    return book


def heights(window):
    made = {name: make(window) for name, make in WIDGETS.items()}
    for widget in made.values():
        widget.pack()
    window.update()
    return {name: widget.winfo_reqheight() for name, widget in made.items()}


@pytest.mark.parametrize("scaling", [1.5, 3.0])
def test_heights_grow_with_the_resolution_of_the_screen(make_window, scaling):
    before, after = heights(make_window(1.0)), heights(make_window(scaling))
    grown = {name: after[name] / before[name] for name in WIDGETS}
    assert grown == pytest.approx(dict.fromkeys(WIDGETS, scaling), rel=0.1)


@pytest.mark.parametrize("scaling", [1.0, 1.33, 1.5, 2.0, 3.0])
def test_the_main_button_is_as_large_as_the_others(make_window, scaling):
    window = make_window(scaling)
    plain, main = (WIDGETS[name](window) for name in ("button", "accent"))
    assert (plain.winfo_reqwidth(), plain.winfo_reqheight()) == (
        main.winfo_reqwidth(),
        main.winfo_reqheight(),
    )


@pytest.mark.parametrize("scaling", [1.0, 1.5, 3.0])
def test_the_rows_of_a_table_have_room_for_their_letters(make_window, scaling):
    window = make_window(scaling)
    height = int(ttk.Style(window).lookup("Treeview", "rowheight"))
    assert height >= font.nametofont("TkDefaultFont", root=window).metrics("linespace")


def pixels_of(widget):
    """A picture of a widget as it is on the screen."""
    widget.update()
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    box = (left, top, left + widget.winfo_width(), top + widget.winfo_height())
    return ImageGrab.grab(bbox=box, xdisplay=widget.winfo_screen()[: -len(".0")])


def differing(one, other):
    """How many pixels differ clearly."""
    one, other = (np.asarray(picture.convert("RGB")).reshape(-1, 3) for picture in (one, other))
    changed = (one != other).any(axis=1)
    pairs = zip(one[changed], other[changed], strict=True)
    return sum(contrast(hexadecimal(before), hexadecimal(after)) >= 3 for before, after in pairs)


def hexadecimal(pixel):
    return "#" + bytes(pixel).hex()


@both_looks
@pytest.mark.parametrize("name", sorted(WIDGETS.keys() - {"scrollbar"}))
def test_where_the_keyboard_is_can_be_seen(make_window, look, name):
    window = make_window(look=look)
    widget = WIDGETS[name](window)
    widget.pack(padx=20, pady=20)
    before = pixels_of(widget)
    widget.state(["focus"])
    # At least a line as long as the widget is high on two sides.
    assert differing(before, pixels_of(widget)) >= 2 * min(before.size)


@pytest.mark.parametrize("name", ["check", "radio"])
@both_looks
def test_what_is_chosen_can_be_seen(make_window, look, name):
    window = make_window(look=look)
    widget = WIDGETS[name](window)
    widget.state(["!alternate", "!selected"])
    widget.pack()
    before = pixels_of(widget)
    widget.state(["selected"])
    assert differing(before, pixels_of(widget)) >= 20


# Lengths


def test_a_distance_in_points_grows_with_the_resolution_of_the_screen(window):
    window.tk.call("tk", "scaling", 1.0)  # one pixel a point
    assert theme.pixels(window, "12p") == 12
    window.tk.call("tk", "scaling", 2.0)
    assert theme.pixels(window, "12p") == 24


def test_a_distance_is_at_least_a_pixel(window):
    assert theme.pixels(window, "0.1p") == 1


def test_lengths_follow_each_other(make_window):
    lengths = [theme.pixels(make_window(scaling), "9p") for scaling in (1.0, 1.5, 3.0)]
    assert all(one < other for one, other in pairwise(lengths))
