"""What the panel says about one reading, and about several."""

from tkinter import font

import fakes
import pytest

from digits.app import theme
from digits.app.bars import NO_SHARE
from digits.app.chooser import NEXT_DIGIT, PREVIOUS_DIGIT
from digits.app.result_panel import NO_READING, ResultPanel
from digits.reading import Readings


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


def heading(panel):
    (label,) = panel.grid_slaves(row=0, column=0)
    return label["text"]


def press(panel, event):
    part(panel, "Chooser").buttons[event].invoke()


def show(panel, *args):
    panel.show(fakes.readings(*args))
    panel.update()


# Nothing


def test_an_empty_panel_is_calm(panel):
    assert panel.number == panel.digit == ""
    assert panel.sureness == NO_READING
    assert set(texts(panel)) == {*"0123456789", NO_SHARE}


@pytest.mark.parametrize("text", ["7", "2024"])
def test_clear_shows_nothing_of_the_reading_before(panel, text):
    show(panel, text)
    panel.clear()
    assert panel.number == panel.digit == ""
    assert panel.sureness == NO_READING
    assert heading(panel) == "Digit"
    assert part(panel, "NetworkView").find_all() == ()
    assert set(texts(panel)) == {*"0123456789", NO_SHARE}


def test_a_button_that_is_hidden_by_now_does_nothing(panel):
    show(panel, "2024")
    panel.clear()
    press(panel, NEXT_DIGIT)
    assert panel.digit == ""


# One digit


def test_a_reading_shows_its_digit_and_how_sure_it_is(panel):
    show(panel, "7")
    assert heading(panel) == "Digit"
    assert panel.number == panel.digit == "7"
    assert panel.sureness == "Sure: 99.0 %"
    assert not part(panel, "Number").winfo_ismapped()
    assert not part(panel, "Chooser").winfo_ismapped()


def test_an_unsure_reading_says_so_in_words(panel):
    show(panel, "7", [0])
    assert panel.sureness == "Not sure: 75.0 %"


def test_picture_caption_and_percentages_share_their_edges(panel):
    show(panel, "7")
    view, bars = part(panel, "NetworkView"), part(panel, "Bars")
    (caption,) = panel.grid_slaves(row=0, column=1)
    (numbers,) = (item for item in bars.find_all() if bars.type(item) == "text"
                  and bars.itemcget(item, "text") == "99.0 %")  # fmt: skip
    right = view.winfo_x() + view.winfo_width()
    assert caption.winfo_x() == view.winfo_x()
    assert caption.winfo_x() + caption.winfo_width() <= right
    assert bars.winfo_x() + bars.coords(numbers)[0] == right


def test_letters_start_at_the_edge_of_their_label(panel):
    (caption,) = panel.grid_slaves(row=0, column=1)
    letters = font.Font(root=panel, name=theme.SMALL, exists=True)
    assert caption.winfo_reqwidth() == letters.measure(caption["text"])


# Several digits


def test_a_number_is_shown_whole(panel):
    show(panel, "2024 11\n987")
    assert heading(panel) == "Number"
    assert panel.number == "2024 11\n987"
    assert part(panel, "Number").winfo_ismapped()


@pytest.mark.parametrize(
    ("text", "doubtful", "sentence", "color"),
    [
        ("2024", [], "Sure: every digit", theme.GOOD),
        ("2024", [1], "Not sure: 1 of 4 digits", theme.WAIT),
        ("20 24\n171", [1, 6], "Not sure: 2 of 7 digits", theme.WAIT),
    ],
)
def test_how_sure_a_number_is_is_said_in_words(panel, text, doubtful, sentence, color):
    show(panel, text, doubtful)
    assert panel.sureness == sentence
    assert sentence_color(panel) == color


def sentence_color(panel):
    (label,) = (child for child in panel.grid_slaves() if "text" in child.keys()  # noqa: SIM118
                and child["text"] == panel.sureness)  # fmt: skip
    return str(label["foreground"])


def test_picture_and_bars_are_about_the_least_sure_digit_at_first(panel):
    show(panel, "2024 17", [4])
    assert panel.digit == "1"
    assert part(panel, "Chooser").name == "5th digit, maybe a 1"
    assert texts(panel)["1"] == theme.BOLD
    assert "75.0 %" in texts(panel)
    assert part(panel, "NetworkView").find_all()


def test_a_digit_that_is_not_sure_comes_before_a_less_probable_one(panel):
    sure, doubtful = fakes.reading(3, sure=False), fakes.reading(5)
    object.__setattr__(sure, "sure", True)
    object.__setattr__(doubtful, "sure", False)
    panel.show(Readings([sure, doubtful]))
    assert panel.digit == "5"


def test_the_buttons_step_through_the_digits_and_around(panel):
    show(panel, "271", [0])
    seen = []
    for event in (NEXT_DIGIT, NEXT_DIGIT, NEXT_DIGIT, PREVIOUS_DIGIT):
        press(panel, event)
        seen.append((panel.digit, part(panel, "Chooser").name))
    assert seen == [
        ("7", "2nd digit, a 7"),
        ("1", "3rd digit, a 1"),
        ("2", "1st digit, maybe a 2"),
        ("1", "3rd digit, a 1"),
    ]
    assert texts(panel)["1"] == theme.BOLD


def test_a_click_on_a_digit_chooses_it(panel):
    show(panel, "2071")
    number = part(panel, "Number")
    number.clicked = 2
    number.event_generate("<<DigitClicked>>")
    assert panel.digit == "7"


def test_the_keyboard_reaches_the_buttons_and_only_where_there_are_several_digits(panel):
    show(panel, "2024")
    chooser = part(panel, "Chooser")
    first = panel.tk_focusNext()
    assert [first, first.tk_focusNext()] == list(chooser.buttons.values())
    show(panel, "7")
    assert panel.tk_focusNext() not in chooser.buttons.values()


def test_one_digit_after_a_number_looks_as_it_always_does(panel):
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
    assert part(panel, "Number").winfo_height() >= 4 * other_text(panel)


def other_text(panel):
    return font.nametofont("TkDefaultFont", root=panel).metrics("linespace")
