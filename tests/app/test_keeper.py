"""What is kept from one start to the next."""

import json
import logging
import os
import tkinter

import pytest

from digits.app import keeper as keeper_module
from digits.app import sentences
from digits.app.keeper import Keeper
from digits.app.settings import Settings, load_settings
from digits.app.user_files import UserFiles
from digits.drawing_file import open_drawing, to_json
from digits.reading import Box, Readings
from digits.session import Session
from digits.sketch import Correction, Page
from digits.stroke import as_stroke

ONE = [(140, 60), (140, 140), (140, 220)]


@pytest.fixture
def start(own_files, monkeypatch):
    """Start the program once more, as far as it is about what is kept."""
    monkeypatch.setattr(keeper_module, "DELAY_MS", 10)
    started = []

    def start_keeper(files=own_files):
        started.append(Keeper(tkinter.Tcl(), Session(), files))
        return started[-1]

    yield start_keeper
    for keeper in started:
        keeper.close()


def drawn(keeper, points=ONE):
    keeper._session.draw(points)
    keeper.note()


def points(page):
    return [stroke.points.tolist() for stroke in page.strokes]


def keep_page(files, page):
    files.drawing.parent.mkdir(parents=True, exist_ok=True)
    files.drawing.write_text(to_json(page, Readings()), encoding="utf-8")


def saved(files):
    return load_settings(files.settings)[0]


# Settings


def test_the_first_start_has_the_usual_settings_and_makes_no_files(start, own_files):
    keeper = start()
    assert keeper.settings == Settings()
    assert keeper.complaint == ""
    assert keeper.last_drawing() == (None, "")
    keeper.close()
    assert not own_files.settings.parent.exists()


def test_a_change_is_written_soon(start, own_files, wait_until):
    keeper = start()
    keeper.change(live=False)
    assert not own_files.settings.exists()
    wait_until(keeper._window, own_files.settings.exists)
    assert saved(own_files) == Settings(live=False)


def test_many_changes_in_a_row_are_written_once(start, own_files, wait_until, monkeypatch):
    written = []
    monkeypatch.setattr(keeper_module, "save_settings", lambda path, new: written.append(new))
    keeper = start()
    for width in (10, 12, 14):
        keeper.change(pen_width=float(width))
    wait_until(keeper._window, lambda: written)
    assert written == [Settings(pen_width=14.0)]


def test_what_is_not_yet_written_is_written_at_the_end(start, own_files):
    keeper = start()
    keeper.change(pen_width=12.0, geometry="800x600+10+20")
    drawn(keeper)
    keeper.close()
    assert saved(own_files) == Settings(pen_width=12.0, geometry="800x600+10+20")
    assert points(open_drawing(own_files.drawing)) == [[[140, 60], [140, 140], [140, 220]]]


def test_the_next_start_has_what_was_set(start):
    keeper = start()
    keeper.change(look="dark")
    keeper.close()
    assert start().settings.look == "dark"


def test_settings_that_did_not_change_are_not_written(start, own_files):
    keeper = start()
    keeper.change(live=True)
    keeper.close()
    assert not own_files.settings.exists()


def test_a_broken_settings_file_is_set_aside_with_a_word_about_it(start, own_files):
    own_files.settings.parent.mkdir(parents=True)
    own_files.settings.write_text("{broken", encoding="utf-8")
    keeper = start()
    assert keeper.settings == Settings()
    assert "settings.json was not understood" in keeper.complaint
    assert own_files.settings.with_name("settings.broken.json").read_text() == "{broken"


def test_opened_pictures_are_kept_the_newest_first(start, own_files, tmp_path):
    keeper = start()
    for name in ("a.png", "b.png", "a.png"):
        keeper.note_opened(tmp_path / name)
    keeper.close()
    assert saved(own_files).recent == (str(tmp_path / "a.png"), str(tmp_path / "b.png"))


@pytest.mark.parametrize(
    ("chosen", "system_dark", "look"),
    [
        ("light", True, "light"),
        ("dark", False, "dark"),
        ("system", True, "dark"),
        ("system", False, "light"),
    ],
)
def test_the_look_is_the_chosen_one_or_that_of_the_system(start, chosen, system_dark, look):
    keeper = start()
    keeper.change(look=chosen, system_dark=system_dark)
    assert keeper.look == look


# The drawing


def test_a_drawing_is_written_soon_and_restored(start, own_files, wait_until):
    keeper = start()
    drawn(keeper)
    wait_until(keeper._window, own_files.drawing.exists)
    page, sentence = start().last_drawing()
    assert points(page) == [[[140, 60], [140, 140], [140, 220]]]
    assert sentence == sentences.RESTORED


def test_every_later_stroke_is_written_too(start, own_files, wait_until):
    keeper = start()
    for count in (1, 2, 3):
        drawn(keeper)
        wait_until(
            keeper._window,
            lambda count=count: (
                own_files.drawing.exists() and len(open_drawing(own_files.drawing).strokes) == count
            ),
        )


def test_corrections_are_restored_with_the_drawing(start):
    keeper = start()
    correction = Correction(Box(60, 140, 220, 140), 7)
    keeper._session.restore(Page(None, (as_stroke(ONE),), (correction,)))
    keeper.close()
    page, _ = start().last_drawing()
    assert page.corrections == (correction,)


def test_a_picture_is_restored_with_what_was_drawn_on_it(start, picture_file):
    keeper = start()
    keeper._session.show(picture_file)
    drawn(keeper)
    keeper.close()
    page, sentence = start().last_drawing()
    assert page.picture == picture_file
    assert len(page.strokes) == 1
    assert sentence == sentences.RESTORED


def test_a_pad_that_was_cleared_leaves_nothing_to_restore(start, own_files):
    keeper = start()
    drawn(keeper)
    keeper.write()
    keeper._session.clear()
    keeper.close()
    assert not own_files.drawing.exists()
    assert start().last_drawing() == (None, "")


def test_a_page_that_did_not_change_is_not_written_again(start, own_files):
    keeper = start()
    drawn(keeper)
    keeper.write()
    own_files.drawing.unlink()
    keeper.change(live=False)
    keeper.close()
    assert not own_files.drawing.exists()


def test_a_picture_that_is_gone_is_named_and_the_strokes_are_restored(
    start, own_files, picture_file
):
    correction = Correction(Box(60, 140, 220, 140), 7)
    keep_page(own_files, Page(picture_file, (as_stroke(ONE),), (correction,)))
    picture_file.unlink()
    page, sentence = start().last_drawing()
    assert page.picture is None
    assert len(page.strokes) == 1
    assert page.corrections == ()  # they were about the picture too
    assert sentence.startswith("one.png, which was on the pad, is no longer there.")


def test_of_a_picture_alone_that_is_gone_only_the_word_is_left(start, own_files, tmp_path):
    keep_page(own_files, Page(tmp_path / "gone.png"))
    page, sentence = start().last_drawing()
    assert page is None
    assert sentence.startswith("gone.png")


@pytest.mark.skipif(os.name == "nt", reason="Windows reports no such error")
def test_a_picture_where_nobody_can_look_counts_as_gone(start, own_files, tmp_path):
    keep_page(own_files, Page(tmp_path / ("x" * 300 + ".png"), (as_stroke(ONE),)))
    page, sentence = start().last_drawing()
    assert len(page.strokes) == 1
    assert "is no longer there" in sentence


def test_an_empty_page_in_the_file_is_nothing_to_restore(start, own_files):
    keep_page(own_files, Page())
    assert start().last_drawing() == (None, "")


@pytest.mark.parametrize("content", ["", "{}", "[" * 100_000, '{"format": "else"}'])
def test_a_broken_drawing_is_set_aside_with_a_word_about_it(start, own_files, caplog, content):
    own_files.drawing.parent.mkdir(parents=True)
    own_files.drawing.write_text(content, encoding="utf-8")
    keeper = start()
    page, sentence = keeper.last_drawing()
    aside = own_files.drawing.with_name("drawing.broken.json")
    assert page is None
    assert str(aside) in sentence
    assert "cannot be restored" in caplog.text
    drawn(keeper)
    keeper.close()
    assert aside.read_text(encoding="utf-8") == content
    assert len(open_drawing(own_files.drawing).strokes) == 1


def test_a_broken_drawing_that_cannot_be_set_aside_does_not_matter(
    start, own_files, monkeypatch, caplog
):
    own_files.drawing.parent.mkdir(parents=True)
    own_files.drawing.write_text("{", encoding="utf-8")
    own_files.drawing.with_name("drawing.broken.json").mkdir()  # a folder of that name
    assert start().last_drawing() == (None, "")
    assert "cannot be renamed" in caplog.text


# Where nothing can be written


@pytest.fixture
def nowhere(tmp_path):
    """Places in what is a file and no folder."""
    (tmp_path / "file").touch()
    return UserFiles.within(tmp_path / "file")


def test_a_folder_that_cannot_be_written_is_logged_once(start, nowhere, caplog):
    keeper = start(nowhere)
    for width in (10, 12, 14):
        keeper.change(pen_width=float(width))
        drawn(keeper)
        keeper.write()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert keeper.settings.pen_width == 14
    keeper.close()


def test_where_settings_cannot_be_written_the_drawing_is_kept_all_the_same(
    start, nowhere, own_files
):
    files = UserFiles(nowhere.settings, own_files.drawing, own_files.pasted)
    keeper = start(files)
    keeper.change(live=False)
    drawn(keeper)
    keeper.close()
    assert len(open_drawing(own_files.drawing).strokes) == 1


def test_what_could_not_be_written_is_written_when_it_can_be(start, own_files):
    own_files.settings.parent.write_text("in the way", encoding="utf-8")
    keeper = start()
    keeper.change(live=False)
    drawn(keeper)
    keeper.write()
    own_files.settings.parent.unlink()
    keeper.close()
    assert json.loads(own_files.settings.read_text(encoding="utf-8"))["live"] is False
    assert len(open_drawing(own_files.drawing).strokes) == 1
