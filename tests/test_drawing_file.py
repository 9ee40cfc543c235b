"""A page as a file: what was saved comes back, and nothing else is opened."""

import json
import math
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from art import any_box
from hypothesis import given
from hypothesis import strategies as st

from digits import drawing_file
from digits.drawing_file import DrawingError, from_json, open_drawing, to_json
from digits.errors import UserError
from digits.reading import Box, Reading, Readings
from digits.sketch import Correction, Page
from digits.stroke import PAD_SIDE, PEN_WIDTHS, as_stroke

STROKE = {"width": 18, "points": [[10, 10], [10.5, 90]]}
CORRECTION = {"box": [10, 10, 90, 10], "digit": 1}
PAGE = Page(
    Path("scans/one.png"),
    (as_stroke([(10, 10), (10.5, 90)]),),
    (Correction(Box(10, 10, 90, 10), 1),),
)
NOTHING = Readings()


def drawing(**changes):
    """Return a drawing as JSON, with some of it replaced."""
    data = json.loads(to_json(PAGE, NOTHING))
    return json.dumps(data | changes)


def same(one, other):
    """Tell whether two pages hold the same, but for a hundredth of a pad unit."""
    return (
        one.picture == other.picture
        and one.corrections == other.corrections
        and len(one.strokes) == len(other.strokes)
        and all(
            a.width == b.width
            and a.points.shape == b.points.shape
            and np.abs(a.points - b.points).max() <= 0.0051
            for a, b in zip(one.strokes, other.strokes, strict=True)
        )
    )


# There and back

places = st.tuples(*[st.floats(-PAD_SIDE, 2 * PAD_SIDE)] * 2)
strokes = st.builds(as_stroke, st.lists(places, min_size=1, max_size=9), st.floats(*PEN_WIDTHS))
names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
pages = st.builds(
    Page,
    st.none() | names.map(Path),
    st.lists(strokes, max_size=4).map(tuple),
    st.lists(st.builds(Correction, any_box, st.integers(0, 9)), max_size=3).map(tuple),
    st.integers(1, 99),
)


@given(pages)
def test_what_was_saved_comes_back(page):
    assert same(from_json(to_json(page, NOTHING)), page)


def test_a_drawing_comes_back_from_a_file(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(to_json(PAGE, NOTHING), encoding="utf-8")
    page = open_drawing(path)
    assert same(page, PAGE)
    assert type(page.corrections[0]) is Correction
    assert type(page.corrections[0].box) is Box


def test_the_points_of_an_opened_drawing_cannot_be_changed():
    (points,) = from_json(drawing()).points
    with pytest.raises(ValueError, match="read-only"):
        points[0] = 99


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_picture_whose_name_is_no_text_comes_back():
    page = Page(Path(os.fsdecode(b"caf\xe9.png")))
    assert from_json(to_json(page, NOTHING).encode().decode()).picture == page.picture


def test_the_file_tells_other_programs_what_was_read():
    probabilities = np.full(10, 0.05)
    probabilities[7] = 0.55
    read = Reading(Box(1, 2, 30, 40), np.zeros((28, 28)), probabilities, False, correction=1)
    data = json.loads(to_json(PAGE, Readings([read])))
    assert data["text"] == "1"
    assert data["readings"] == [
        {
            "digit": 1,
            "confidence": 0.55,
            "sure": False,
            "probabilities": [*[0.05] * 7, 0.55, 0.05, 0.05],
            "box": [1, 2, 30, 40],
            "before": "",
        }
    ]
    assert data["pad"] == PAD_SIDE


def test_what_was_read_and_whatever_else_is_in_the_file_is_not_looked_at():
    assert same(from_json(drawing(text=5, readings="?", pad=None, more=[])), PAGE)


def test_a_page_without_a_picture_needs_no_word_about_it():
    data = json.loads(drawing())
    del data["picture"]
    assert from_json(json.dumps(data)).picture is None


# What is no drawing

NO_JSON = ["", "{", "nothing", drawing()[:-1], drawing() + "}", "\ufeff{}", "NaN"]
OTHER_JSON = ["null", "5", '"text"', "[]", "{}", '{"format": "other"}', '{"format": ["list"]}']
TOO_DEEP = ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000, '[{"a":' * 100_000]
NO_NUMBERS = [None, "5", True, [5], {}, math.nan, math.inf, -math.inf, 1e300, 10**400, -(10**400)]

BROKEN = {
    "no strokes": drawing(strokes=None),
    "strokes by name": drawing(strokes={"a": STROKE}),
    "strokes as text": drawing(strokes="abc"),
    "a stroke that is a list": drawing(strokes=[[[10, 10]]]),
    "a stroke that is nothing": drawing(strokes=[None]),
    "a stroke without points": drawing(strokes=[STROKE | {"points": []}]),
    "a stroke without a width": drawing(strokes=[{"points": [[1, 2]]}]),
    "points as numbers": drawing(strokes=[STROKE | {"points": [1, 2]}]),
    "points as text": drawing(strokes=[STROKE | {"points": "12"}]),
    "a point of one number": drawing(strokes=[STROKE | {"points": [[1]]}]),
    "a point of three numbers": drawing(strokes=[STROKE | {"points": [[1, 2, 3]]}]),
    "a point of points": drawing(strokes=[STROKE | {"points": [[[1, 2], [3, 4]]]}]),
    "a pen too thin": drawing(strokes=[STROKE | {"width": 0.05}]),
    "a pen too wide": drawing(strokes=[STROKE | {"width": PEN_WIDTHS[1] + 0.1}]),
    "a point too far away": drawing(strokes=[STROKE | {"points": [[0, 1e5]]}]),
    "no corrections": drawing(corrections=None),
    "a correction that is a list": drawing(corrections=[[[1, 2, 3, 4], 5]]),
    "a correction to nothing": drawing(corrections=[{"box": [1, 2, 3, 4]}]),
    "a correction without a place": drawing(corrections=[{"digit": 1}]),
    "a box of three edges": drawing(corrections=[CORRECTION | {"box": [1, 2, 3]}]),
    "a picture that is a number": drawing(picture=5),
    "a picture that is a list": drawing(picture=["a.png"]),
    "a picture that no file can be": drawing(picture="a\0.png"),
}
BROKEN |= {f"{n} as a number": drawing(strokes=[STROKE | {"points": [[1, n]]}]) for n in NO_NUMBERS}
BROKEN |= {f"{n} as a width": drawing(strokes=[STROKE | {"width": n}]) for n in NO_NUMBERS}
BROKEN |= {f"{n} as an edge": drawing(corrections=[{"box": [1, 2, 3, n]}]) for n in NO_NUMBERS}
BROKEN |= {
    f"{n!r} as a digit": drawing(corrections=[CORRECTION | {"digit": n}])
    for n in (*NO_NUMBERS, -1, 10, 1.0)
}


def refused(path):
    """Return the sentence with which a file is refused."""
    with pytest.raises(DrawingError) as caught:
        open_drawing(path)
    sentence = str(caught.value)
    assert isinstance(caught.value, UserError)
    assert str(path) in sentence
    assert sentence.replace(str(path), "").count(".") == 1
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    "text", [*NO_JSON, *OTHER_JSON, *TOO_DEEP, "1" * 5000, '{"format":' + "1" * 5000 + "}"]
)
def test_what_is_no_drawing_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "one.json"
    path.write_text(text, encoding="utf-8")
    assert "is not a drawing that this program saved" in refused(path)


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_drawing_is_refused_in_one_sentence(tmp_path, what):
    path = tmp_path / "one.json"
    path.write_text(BROKEN[what], encoding="utf-8")
    assert "is not a drawing that this program saved" in refused(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'{"format": "\xe9"}', bytes(range(256))])
def test_what_is_no_text_is_refused(tmp_path, content):
    path = tmp_path / "one.json"
    path.write_bytes(content)
    assert "is not a drawing" in refused(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there any text can be a name")
def test_a_picture_with_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        from_json(drawing(picture="\ud800.png"))


def test_more_than_a_hand_draws_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "one.json"
    path.write_text(drawing(strokes=[STROKE] * 3), encoding="utf-8")
    for limit, value in {"MOST_POINTS": 5, "MOST_STROKES": 2, "MOST_BYTES": 100}.items():
        with monkeypatch.context() as patch:
            patch.setattr(drawing_file, limit, value)
            refused(path)
    open_drawing(path)


def test_a_file_too_large_is_not_read(tmp_path):
    path = tmp_path / "one.json"
    with path.open("wb") as file:
        file.truncate(drawing_file.MOST_BYTES + 1)  # it takes no room on the disk
    assert "is too large for a drawing" in refused(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "cannot be opened (No such file or directory)" in refused(tmp_path / "none.json")


def test_a_folder_is_refused(tmp_path):
    assert "is not an ordinary file" in refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    assert "is not an ordinary file" in refused(tmp_path / "pipe.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(["strokes", "corrections", "picture"]), json_values)
def test_whatever_stands_in_a_drawing_gives_a_page_or_a_value_error(key, value):
    try:
        page = from_json(drawing(**{key: value}))
    except ValueError:
        return
    assert same(from_json(to_json(page, NOTHING)), page)
