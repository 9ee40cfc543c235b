"""What the panel says about what was read, and about one digit of it."""

from dataclasses import replace
from tkinter import font, ttk

import fakes
import numpy as np
import pytest

from digits.app import theme
from digits.app.bars import NO_SHARE
from digits.app.chooser import NOTHING, ONE
from digits.app.commands import COPY
from digits.app.result_panel import DIGIT_CHOSEN, NO_READING, ResultPanel
from digits.reading import Box, Readings


@pytest.fixture
def panel(root):
    panel = ResultPanel(root)
    panel.pack()
    root.update()
    return panel


def part(panel, name):
    """One of the panel's parts, by the name of its class."""
    return next(child for child in panel.winfo_children() if type(child).__name__ == name)


def texts(panel):
    """What stands beside the bars, with its font."""
    bars = part(panel, "Bars")
    items = [item for item in bars.find_all() if bars.type(item) == "text"]
    return {bars.itemcget(item, "text"): bars.itemcget(item, "font") for item in items}


def inside(panel):
    """How many of the three pictures of the look inside are there, from left to right."""
    return [bool(view.find_all()) for view in part(panel, "Inside").views]


def placed(text, doubtful=(), *, shift=0.0):
    """Readings side by side; digits at other places are other digits."""
    return Readings(
        replace(reading, box=Box(0, 30 * index + shift, 28, 30 * index + 28 + shift))
        for index, reading in enumerate(fakes.readings(text, doubtful))
    )


def show(panel, *args):
    panel.show(placed(*args))
    panel.update()


# Nothing


def assert_nothing_is_shown(panel):
    assert panel.number == panel.digit == ""
    assert panel.reading is panel.chosen is None
    assert panel.sureness == NO_READING
    assert part(panel, "Chooser").name == NOTHING
    assert set(texts(panel)) == {*"0123456789", NO_SHARE}
    assert inside(panel) == [False, False, False]
    assert panel.copy.instate(["disabled"])


def test_an_empty_panel_is_calm(panel):
    assert_nothing_is_shown(panel)


@pytest.mark.parametrize("text", ["7", "2024"])
def test_clear_shows_nothing_of_the_reading_before(panel, text):
    show(panel, text)
    panel.show_crop(np.zeros((28, 28, 3), np.uint8))
    panel.explain(np.zeros((28, 28, 3), np.uint8))
    panel.clear()
    assert_nothing_is_shown(panel)


def test_where_nothing_was_read_there_is_no_digit_to_go_to(panel):
    show(panel, "2024")
    panel.clear()
    panel.step(1)
    panel.choose(0)
    assert panel.digit == ""


# One digit


def test_a_reading_shows_its_digit_and_how_sure_it_is(panel):
    show(panel, "7")
    assert panel.number == panel.digit == "7"
    assert panel.sureness == "7, sure (99.0 %)"
    assert part(panel, "Chooser").name == ONE
    assert texts(panel)["7"] == theme.BOLD
    assert inside(panel) == [False, True, False]  # crop and explanation come from elsewhere


def test_an_unsure_reading_says_so_in_words(panel):
    show(panel, "7", [0])
    assert panel.sureness == "Probably a 7, maybe an 8 (75.0 %)"


def test_a_corrected_digit_says_who_said_it(panel):
    (reading,) = placed("7", [0])
    panel.show(Readings([replace(reading, correction=1, sure=True)]))
    assert panel.number == panel.digit == "1"
    assert panel.sureness == "1, as you said"


def test_the_look_inside_is_shown_as_it_comes(panel):
    show(panel, "7")
    panel.show_crop(np.zeros((28, 28, 3), np.uint8))
    panel.explain(np.zeros((panel.inside_side, panel.inside_side, 3), np.uint8))
    assert inside(panel) == [True, True, True]
    show(panel, "8")
    assert inside(panel)[2] is False  # that was of another digit


# Several digits


def test_a_number_is_shown_whole(panel):
    show(panel, "2024 11\n987")
    assert panel.number == "2024 11\n987"
    assert panel.copy.instate(["!disabled"])


@pytest.mark.parametrize(
    ("text", "doubtful", "sentence", "color"),
    [
        ("2024", [], "Sure of every digit", theme.LIGHT.good),
        ("2024", [1], "Not sure of 1 of 4 digits", theme.LIGHT.wait),
        ("20 24\n171", [1, 6], "Not sure of 2 of 7 digits", theme.LIGHT.wait),
        ("", [], NO_READING, theme.LIGHT.muted),
    ],
)
def test_how_sure_a_number_is_is_said_in_words_and_a_color(panel, text, doubtful, sentence, color):
    show(panel, text, doubtful)
    assert panel.sureness == sentence
    assert sentence_color(panel) == color


def sentence_color(panel):
    (label,) = (child for child in panel.grid_slaves() if "text" in child.keys()  # noqa: SIM118
                and child["text"] == panel.sureness)  # fmt: skip
    return str(ttk.Style(panel).lookup(label["style"], "foreground"))


def test_the_least_sure_digit_is_looked_at_first(panel):
    show(panel, "2024 17", [4])
    assert panel.digit == "1"
    assert part(panel, "Chooser").name == "5th digit: probably a 1, maybe a 2"
    assert texts(panel)["1"] == theme.BOLD
    assert "75.0 %" in texts(panel)


def test_a_digit_that_is_not_sure_comes_before_a_less_probable_one(panel):
    less_probable, doubtful = placed("35", [0])
    panel.show(Readings([replace(less_probable, sure=True), replace(doubtful, sure=False)]))
    assert panel.digit == "5"


def test_steps_go_through_the_digits_and_around(panel):
    show(panel, "271", [0])
    seen = []
    for by in (1, 1, 1, -1):
        panel.step(by)
        seen.append((panel.digit, part(panel, "Chooser").name))
    assert seen == [
        ("7", "2nd digit: 7, sure"),
        ("1", "3rd digit: 1, sure"),
        ("2", "1st digit: probably a 2, maybe a 3"),
        ("1", "3rd digit: 1, sure"),
    ]


def test_a_click_on_a_digit_chooses_it(panel):
    show(panel, "2071")
    number = part(panel, "Number")
    number.clicked = 2
    number.event_generate("<<DigitClicked>>")
    assert panel.digit == "7"


def test_a_digit_that_is_not_there_cannot_be_chosen(panel):
    show(panel, "20", [0])
    panel.choose(2)
    assert panel.chosen == 0


# What the person chose


def test_the_chosen_digit_stays_chosen_when_it_is_read_anew(panel):
    show(panel, "2071", [0])
    panel.choose(2)
    panel.show(placed("2081", [0], shift=1.0))
    assert panel.chosen == 2
    assert panel.digit == "8"


def test_it_stays_chosen_when_digits_come_before_it(panel):
    show(panel, "20")
    panel.choose(1)
    panel.show(Readings([*placed("7", [0], shift=300.0), *placed("20")]))
    assert panel.chosen == 2


def test_when_the_chosen_digit_is_gone_the_least_sure_one_is_looked_at(panel):
    show(panel, "2071")
    panel.choose(3)
    panel.show(placed("207", [1]))
    assert panel.chosen == 1


def test_a_digit_that_nobody_chose_gives_way_to_a_less_sure_one(panel):
    show(panel, "2071", [0])
    panel.show(placed("2071", [2]))
    assert panel.chosen == 2


def test_after_nothing_was_read_nothing_is_left_of_the_choice(panel):
    show(panel, "2071", [0])
    panel.choose(2)
    panel.clear()
    show(panel, "2071", [0])
    assert panel.chosen == 0


# What it says upward


def test_each_choice_and_each_new_reading_raises_an_event(panel):
    chosen = []
    panel.bind(DIGIT_CHOSEN, lambda _: chosen.append(panel.chosen))
    show(panel, "20", [1])
    panel.choose(0)
    panel.step(1)
    panel.show(placed("20"))
    panel.clear()
    assert chosen == [1, 0, 1, 1, None]


def test_the_button_raises_the_command_to_copy(panel):
    raised = []
    panel.bind(COPY.event, raised.append)
    panel.copy.invoke()
    assert raised == []
    show(panel, "7")
    panel.copy.invoke()
    assert len(raised) == 1


# Its room


def test_the_keyboard_reaches_the_buttons_that_can_be_pressed(panel):
    show(panel, "2024")
    assert reached(panel) == [panel.correct, panel.copy]
    panel.clear()
    assert reached(panel) == []


def reached(panel):
    """What the tab key reaches in the panel, from the first to the last."""
    found = []
    widget = panel.tk_focusNext()
    while str(widget).startswith(str(panel)) and widget is not panel and widget not in found:
        found.append(widget)
        widget = widget.tk_focusNext()
    return found


def test_every_reading_looks_the_same_after_another(panel):
    show(panel, "7")
    places = [(str(child), child.winfo_geometry()) for child in panel.grid_slaves()]
    show(panel, "2024\n17")
    show(panel, "7")
    assert [(str(child), child.winfo_geometry()) for child in panel.grid_slaves()] == places


@pytest.mark.parametrize(
    "text", ["11", "2024", "03012 987654\n2024\n7", "7" * 40, "7\n" * 400 + "7"]
)
def test_no_number_moves_the_window_and_everything_is_whole(panel, text):
    before = panel.winfo_geometry(), panel.winfo_toplevel().winfo_geometry()
    show(panel, text)
    assert (panel.winfo_geometry(), panel.winfo_toplevel().winfo_geometry()) == before
    for child in panel.grid_slaves():
        assert child.winfo_width() >= child.winfo_reqwidth()
        assert child.winfo_height() >= child.winfo_reqheight()
        assert child.winfo_y() + child.winfo_height() <= panel.winfo_height()
        assert child.winfo_x() + child.winfo_width() <= panel.winfo_width()
    line = font.nametofont("TkDefaultFont", root=panel).metrics("linespace")
    assert part(panel, "Number").winfo_height() >= 4 * line


@pytest.mark.parametrize("likely", [(3, 5, 8), (8, 8, 8)])
def test_the_longest_words_about_a_digit_have_room(panel, likely):
    """As "23rd digit: perhaps a 3 or a 5 or an 8"."""
    readings = list(placed("1" * 23))
    probabilities = np.full(10, 0.01, np.float32)
    for digit, probability in zip(likely, (0.45, 0.3, 0.2), strict=True):
        probabilities[digit] = probability
    readings[22] = replace(readings[22], probabilities=probabilities, sure=False)
    panel.show(Readings(readings))
    panel.update()
    chooser = part(panel, "Chooser")
    assert panel.chosen == 22
    assert chooser.winfo_width() >= chooser.winfo_reqwidth()


def test_it_follows_the_look(panel, root):
    show(panel, "2024", [1])
    theme.use(root, "dark")
    root.update()
    assert panel["background"] == theme.DARK.sheet
    assert sentence_color(panel) == theme.DARK.wait
