"""A number of several digits, as large as its place allows."""

from tkinter import font

import fakes
import pytest

from digits.app import theme
from digits.app.number import CHOSEN, DIGIT_CLICKED, DOUBT, Number

WIDTH, HEIGHT = 290, 130


@pytest.fixture
def number(root):
    number = Number(root)
    number.place(x=0, y=0, width=WIDTH, height=HEIGHT)
    root.geometry(f"{WIDTH}x{HEIGHT}")
    root.update()
    return number


def letters(number):
    """The text widget in which the number stands."""
    (text,) = (child for child in number.winfo_children() if child.winfo_class() == "Text")
    return text


def tagged(number, tag):
    """What is marked with a tag."""
    text = letters(number)
    ranges = [str(index) for index in text.tag_ranges(tag)]
    return [text.get(*span) for span in zip(ranges[::2], ranges[1::2], strict=True)]


def in_sight(number, place):
    number.update()
    return letters(number).bbox(f"1.0+{place}c") is not None


def show(number, *args):
    number.show(fakes.readings(*args))
    number.update()


@pytest.mark.parametrize("text", ["47", "20 24", "0171 2345\n11 987\n4", "1\n" * 5 + "1"])
def test_the_whole_number_is_shown_with_its_groups_and_lines(number, text):
    show(number, text)
    assert letters(number).get("1.0", "end-1c") == text
    assert in_sight(number, 0)
    assert in_sight(number, len(text) - 1)
    assert not number.scrolls


def test_few_digits_are_as_large_as_a_single_one_and_more_are_smaller(number):
    largest = font.nametofont(theme.HUGE, root=number).cget("size")
    sizes = []
    for text in ("47", "123456", "123456789", "123456789 123456789"):
        show(number, text)
        sizes.append(number.points)
    assert sizes[0] == largest
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 4


def test_no_letters_are_smaller_than_other_text(number):
    show(number, "1234567890" * 50)
    assert number.points == font.nametofont("TkDefaultFont", root=number).cget("size")


def test_what_does_not_fit_can_be_scrolled_to(number):
    text = "\n".join(["2024"] * 100)
    show(number, text)
    assert number.scrolls
    assert in_sight(number, 0)
    assert not in_sight(number, len(text) - 1)
    letters(number).yview_moveto(1)
    assert in_sight(number, len(text) - 1)


def test_a_shorter_number_needs_no_scrollbar_any_more(number):
    show(number, "\n".join(["2024"] * 100))
    show(number, "2024")
    assert not number.scrolls


def test_a_larger_place_makes_the_letters_larger(number):
    show(number, "1234567890")
    before = number.points
    number.place(width=2 * WIDTH, height=HEIGHT)
    number.update()
    assert number.points > before


@pytest.mark.parametrize("text", ["7" * 60, "7\n" * 6 + "7", "31415 92653 58979\n" * 20 + "7"])
def test_at_any_size_it_comes_to_rest(number, text):
    number.show(fakes.readings(text))
    number.choose(6)
    for width, height in ((277, 130), (290, 38), (600, 133), (290, 500), (13, 9), (290, 130)):
        number.place(width=width, height=height)
        number.update()  # ends
        assert letters(number).winfo_height() == height
        assert letters(number).bbox(f"{CHOSEN}.first") or height < 19


def test_no_number_asks_for_room(number):
    before = number.winfo_reqwidth(), number.winfo_reqheight()
    show(number, "\n".join(["1234567890" * 9] * 9))
    assert (number.winfo_reqwidth(), number.winfo_reqheight()) == before


def test_a_digit_that_is_not_sure_is_marked_by_a_line_too(number):
    show(number, "20 24\n17", [1, 5])
    assert tagged(number, DOUBT) == ["0", "7"]
    assert letters(number).tag_cget(DOUBT, "underline") == "1"


def test_the_chosen_digit_is_marked_and_brought_into_sight(number):
    text = "\n".join(["2024"] * 100 + ["5"])
    show(number, text)
    number.choose(400)
    assert tagged(number, CHOSEN) == ["5"]
    assert in_sight(number, len(text) - 1)
    number.choose(0)
    assert tagged(number, CHOSEN) == ["2"]
    assert in_sight(number, 0)


@pytest.mark.parametrize("index", [0, 150, 203, 399])
def test_no_line_is_cut_where_the_chosen_digit_is_shown(number, index):
    show(number, "\n".join(["2024"] * 100))
    number.choose(index)
    number.update()
    text = letters(number)
    top, bottom = (text.dlineinfo(f"@0,{y}") for y in (0, HEIGHT))
    pad = int(text["pady"])
    assert top[1] == pad
    assert bottom[1] + bottom[3] <= HEIGHT - pad


def test_a_click_says_which_digit_it_hit(number):
    show(number, "20 24\n17")
    clicks = []
    number.bind(DIGIT_CLICKED, lambda _: clicks.append(number.clicked))
    for place in (0, 3, 7):
        click(number, place)
    assert clicks == [0, 2, 5]


def test_a_click_beside_the_digits_says_nothing(number):
    show(number, "20 24\n17")
    clicks = []
    number.bind(DIGIT_CLICKED, clicks.append)
    click(number, 2)  # the blank
    click(number, 5)  # behind the end of the line
    assert clicks == []


def click(number, place):
    text = letters(number)
    x, y, width, height = text.bbox(f"1.0+{place}c")
    middle = {"x": x + width // 2, "y": y + height // 2}
    text.event_generate("<Button-1>", **middle)
    text.event_generate("<ButtonRelease-1>", **middle)


def test_nobody_can_type_into_it(number):
    show(number, "2024")
    letters(number).focus_force()
    letters(number).event_generate("<Key-5>")
    assert letters(number).get("1.0", "end-1c") == "2024"
