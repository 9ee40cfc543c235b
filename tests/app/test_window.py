"""The window as a person uses it: draw, recognize, clear, undo, upload."""

import logging
import os
import signal
import tkinter as tk

import fakes
import pytest
from PIL import Image

from digits.app import sentences, theme, window
from digits.app.background import Stopped
from digits.app.commands import CLEAR, RECOGNIZE, UNDO, UPLOAD
from digits.app.worker import Defect, Done, Refused
from digits.reading import Readings
from main import App

ONE = [(140, 60), (140, 140), (140, 220)]
ZERO = [(140, 60), (70, 140), (140, 220), (210, 140), (140, 60)]


def press(app, command):
    app.desk.buttons[command.event].invoke()


def key(app, keys):
    app.pad.focus_force()
    app.update()
    app.pad.event_generate(keys)


# Drawing and recognizing


def test_a_drawn_digit_is_read(app, draw):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    assert app.result.digit == "1"
    assert app.result.sureness == "Sure: 98.2 %"
    assert app.status.sentence == sentences.READ


def test_a_doubtful_digit_says_so(app, draw):
    draw(app.pad, ZERO)
    press(app, RECOGNIZE)
    assert app.result.digit == "0"
    assert app.result.sureness == "Not sure: 61.0 %"


def test_a_number_is_read_whole(app, draw):
    draw(app.pad, ONE)
    app.reader.at_once = False
    press(app, RECOGNIZE)
    app.reader.deliver(Done(fakes.readings("20 24\n7", doubtful=[1])))
    assert app.result.number == "20 24\n7"
    assert app.result.sureness == "Not sure: 1 of 5 digits"
    assert app.status.sentence == sentences.READ


def test_a_drawing_in_which_nothing_is_found_is_called_a_drawing(app, draw):
    draw(app.pad, ONE)
    app.reader.at_once = False
    press(app, RECOGNIZE)
    app.reader.deliver(Done(Readings()))
    assert app.status.sentence == sentences.NOTHING_IN_DRAWING


def test_keys_step_through_a_number_and_do_nothing_once_it_is_gone(app, draw):
    draw(app.pad, ONE)
    app.result.show(fakes.readings("2024"))
    app.update()
    *_, following = buttons_in_tab_order(app)
    following.focus_force()
    app.update()
    following.event_generate("<space>")
    assert app.result.digit == "0"
    following.event_generate("<Escape>")  # clears, and the button is hidden
    following.event_generate("<space>")
    assert app.result.digit == ""


def test_the_tab_key_reaches_the_buttons_under_the_pad_and_then_those_of_the_number(app):
    app.result.show(fakes.readings("2024"))
    app.update()
    labels = [button["text"] for button in buttons_in_tab_order(app)]
    assert labels == [*(button["text"] for button in app.desk.buttons.values()), "Previous", "Next"]


def buttons_in_tab_order(app):
    """What the tab key reaches, from the first to the last."""
    reached = [app.tk_focusNext()]
    while (following := reached[-1].tk_focusNext()) not in (app, reached[0]):
        reached.append(following)
    return reached


def test_recognize_on_an_empty_pad_asks_for_a_digit(app):
    press(app, RECOGNIZE)
    assert app.status.sentence.startswith("Draw a digit or a number first")
    assert app.result.digit == ""


def test_the_window_is_there_while_the_network_loads_and_says_so(loading_app, draw):
    assert loading_app.winfo_viewable()
    assert loading_app.status.sentence == sentences.LOADING
    draw(loading_app.pad, ONE)
    assert len(loading_app.pad.strokes) == 1
    loading_app.reader.get_ready()
    assert loading_app.status.sentence == sentences.READY


def test_recognize_pressed_too_early_is_done_as_soon_as_it_can_be(loading_app, draw):
    draw(loading_app.pad, ONE)
    press(loading_app, RECOGNIZE)
    assert loading_app.status.sentence == sentences.QUEUED
    assert loading_app.result.digit == ""
    loading_app.reader.get_ready()
    assert loading_app.result.digit == "1"


def test_what_is_drawn_after_recognize_was_pressed_too_early_is_read_too(loading_app, draw):
    draw(loading_app.pad, ONE)
    press(loading_app, RECOGNIZE)
    draw(loading_app.pad, ZERO)
    loading_app.reader.get_ready()
    assert loading_app.result.digit == "0"


def test_clear_takes_back_a_recognize_that_was_pressed_too_early(loading_app, draw):
    draw(loading_app.pad, ONE)
    press(loading_app, RECOGNIZE)
    press(loading_app, CLEAR)
    assert loading_app.reader.wanted is None
    assert loading_app.status.sentence == sentences.LOADING


def test_a_reading_goes_when_the_next_stroke_begins(app, draw):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    draw(app.pad, ZERO, lift=False)
    assert app.result.digit == ""
    assert app.result.sureness == "Nothing read yet"
    assert app.status.sentence == sentences.READY


def test_an_outcome_that_comes_while_the_pen_is_down_is_not_shown(app, draw):
    app.reader.at_once = False
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    assert app.status.sentence == sentences.READING
    draw(app.pad, ZERO, lift=False)
    app.reader.read()
    assert app.result.digit == ""
    app.pad.event_generate("<ButtonRelease-1>", x=5, y=5)
    app.reader.read()
    assert app.result.digit == "0"


def test_recognize_includes_the_stroke_that_is_being_drawn(app, draw):
    draw(app.pad, ONE, lift=False)
    press(app, RECOGNIZE)
    assert app.result.digit == "1"


# Clear, undo, redo


def test_clear_empties_pad_and_result(app, draw):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    press(app, CLEAR)
    assert app.pad.strokes == ()
    assert app.result.digit == ""
    assert app.status.sentence == sentences.READY


def test_undo_brings_a_cleared_drawing_back(app, draw):
    draw(app.pad, ONE)
    press(app, CLEAR)
    press(app, UNDO)
    press(app, RECOGNIZE)
    assert app.result.digit == "1"


def test_the_keys_do_what_the_buttons_do(app, draw):
    draw(app.pad, ONE)
    key(app, "<Return>")
    assert app.result.digit == "1"
    key(app, "<Escape>")
    assert app.pad.strokes == ()
    key(app, "<Control-z>")
    assert len(app.pad.strokes) == 1
    key(app, "<Control-z>")
    assert app.pad.strokes == ()
    key(app, "<Control-y>")
    assert len(app.pad.strokes) == 1


def test_undo_with_nothing_to_undo_leaves_the_reading(app, draw):
    draw(app.pad, ONE)
    key(app, "<Control-y>")
    press(app, RECOGNIZE)
    key(app, "<Control-y>")
    assert app.result.digit == "1"


# Uploading


def test_an_uploaded_picture_is_shown_and_read(app, choose, picture_file):
    choose(picture_file)
    press(app, UPLOAD)
    assert app.pad.shows_picture
    assert app.result.digit == "1"
    assert "one.png" in app.status.sentence


def test_the_dialog_offers_pictures_in_either_case(app, choose):
    asked = choose("")
    press(app, UPLOAD)
    (_, endings), _ = asked[0]["filetypes"]
    assert {".png", ".PNG", ".heic"} <= set(endings)


def test_the_dialog_opens_where_pictures_are_and_then_where_the_last_was(
    app, choose, monkeypatch, tmp_path, picture_file
):
    pictures = tmp_path / "Pictures"
    monkeypatch.setattr(window, "pictures_folder", lambda: pictures)
    asked = choose("")
    press(app, UPLOAD)  # cancelled
    choose(picture_file)
    press(app, UPLOAD)
    press(app, UPLOAD)
    assert [options["initialdir"] for options in asked] == [pictures, pictures, tmp_path]


def test_a_dialog_that_is_cancelled_changes_nothing(app, draw, choose):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    choose("")
    press(app, UPLOAD)
    assert app.result.digit == "1"
    assert not app.pad.shows_picture


def test_a_failed_upload_says_why_and_keeps_drawing_and_reading(app, draw, choose, tmp_path):
    draw(app.pad, ZERO)
    press(app, RECOGNIZE)
    not_a_picture = tmp_path / "notes.png"
    not_a_picture.write_text("this is text", encoding="utf-8")
    choose(not_a_picture)
    press(app, UPLOAD)
    assert "notes.png" in app.status.sentence
    assert app.result.digit == "0"
    assert not app.pad.shows_picture
    assert len(app.pad.strokes) == 1


def test_a_failed_upload_names_the_file_without_its_folder(app, choose, tmp_path):
    choose(tmp_path / "missing.png")
    press(app, UPLOAD)
    assert app.status.shown.startswith("missing.png does not exist;")


@pytest.mark.parametrize("name", ["a" * 180 + ".png", "W" * 180 + ".png", "a b " * 45 + ".png"])
def test_a_long_name_is_shortened_and_what_happened_is_not(app, choose, tmp_path, name):
    choose(tmp_path / name)
    press(app, UPLOAD)
    start, end = app.status.shown.split("…")
    assert name.startswith(start)
    assert end.endswith(".png does not exist; check the name and the folder.")


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_a_name_of_more_than_one_line_is_shown_in_one(app, choose, tmp_path, picture_file):
    choose(picture_file.rename(tmp_path / "a\nb\a.png"))
    press(app, UPLOAD)
    assert app.status.sentence == f"Read from {'a?b?.png'.replace('?', sentences.NOT_PRINTABLE)}."


def test_a_failed_upload_keeps_the_picture_before_it(app, choose, picture_file, tmp_path):
    choose(picture_file)
    press(app, UPLOAD)
    choose(tmp_path / "missing.png")
    press(app, UPLOAD)
    assert "missing.png" in app.status.sentence
    assert app.pad.shows_picture
    assert app.result.digit == "1"


def test_a_blank_picture_is_shown_and_has_no_digit(app, choose, tmp_path):
    blank = tmp_path / "blank.png"
    Image.new("RGB", (30, 30), "white").save(blank)
    choose(blank)
    press(app, UPLOAD)
    assert app.pad.shows_picture
    assert app.result.digit == ""
    assert app.status.sentence == sentences.NOTHING_IN_PICTURE


def test_recognize_reads_the_picture_that_is_shown(app, draw, choose, picture_file):
    draw(app.pad, ZERO)
    choose(picture_file)
    press(app, UPLOAD)
    press(app, RECOGNIZE)
    assert app.result.digit == "1"


def test_an_upload_while_the_network_loads_is_done_when_it_is_ready(
    loading_app, choose, picture_file
):
    choose(picture_file)
    press(loading_app, UPLOAD)
    press(loading_app, RECOGNIZE)  # an impatient person
    assert loading_app.reader.wants_picture
    loading_app.reader.get_ready()
    assert loading_app.result.digit == "1"


def test_a_stroke_calls_off_an_upload_that_is_under_way(loading_app, draw, choose, picture_file):
    choose(picture_file)
    press(loading_app, UPLOAD)
    draw(loading_app.pad, ZERO)
    loading_app.reader.get_ready()
    assert not loading_app.pad.shows_picture
    assert len(loading_app.pad.strokes) == 1


def test_a_stroke_on_a_picture_starts_a_new_drawing_and_undo_brings_back_the_old(
    app, draw, choose, picture_file
):
    draw(app.pad, ZERO)
    choose(picture_file)
    press(app, UPLOAD)
    draw(app.pad, ONE)
    assert not app.pad.shows_picture
    assert app.result.digit == ""
    assert [len(stroke) for stroke in app.pad.strokes] == [len(ONE)]
    press(app, UNDO)
    assert [len(stroke) for stroke in app.pad.strokes] == [len(ZERO)]


@pytest.mark.parametrize("command", [CLEAR, UNDO])
def test_clear_and_undo_put_a_picture_away_and_the_drawing_is_back(
    app, draw, choose, picture_file, command
):
    draw(app.pad, ZERO)
    choose(picture_file)
    press(app, UPLOAD)
    press(app, command)
    assert not app.pad.shows_picture
    assert len(app.pad.strokes) == 1
    assert app.result.digit == ""


# When something is wrong


def test_a_failed_load_says_what_to_do_and_leaves_the_window_usable(loading_app, draw):
    loading_app.reader.deliver(Refused(fakes.NO_MODEL))
    assert loading_app.status.sentence == fakes.NO_MODEL
    draw(loading_app.pad, ONE)
    assert len(loading_app.pad.strokes) == 1
    assert loading_app.status.sentence == fakes.NO_MODEL


def test_recognize_after_a_failed_load_tries_again(loading_app, draw):
    loading_app.reader.deliver(Refused(fakes.NO_MODEL))
    draw(loading_app.pad, ONE)
    press(loading_app, RECOGNIZE)
    assert loading_app.status.sentence == sentences.QUEUED
    loading_app.reader.get_ready()
    assert loading_app.result.digit == "1"


def test_a_defect_in_the_reading_process_is_logged_and_said(app, caplog):
    app.reader.deliver(Defect("Traceback: ZeroDivisionError"))
    assert "ZeroDivisionError" in caplog.text
    assert app.status.sentence == sentences.DEFECT


def test_a_defect_in_the_window_is_logged_and_said(app, failures, caplog):
    app.after_idle(lambda: 1 / 0)
    app.update()
    assert isinstance(failures.pop(), ZeroDivisionError)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "ZeroDivisionError" in caplog.text
    assert app.status.sentence == sentences.DEFECT


def test_a_reading_process_that_died_is_said(loading_app, draw):
    draw(loading_app.pad, ONE)
    press(loading_app, RECOGNIZE)
    loading_app.reader.deliver(Stopped(restarting=True))
    assert loading_app.status.sentence == sentences.RESTARTED
    loading_app.reader.get_ready()
    assert loading_app.result.digit == "1"


def test_a_reading_process_that_dies_again_waits_for_the_person(app):
    app.reader.deliver(Stopped(restarting=False))
    assert app.status.sentence == sentences.STOPPED


# The window itself


def test_a_resized_window_keeps_drawing_and_reading(app, draw, wait_until):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    side, before = app.pad.side, app.pad.strokes
    app.geometry(f"{app.winfo_width() + 100}x{app.winfo_height() + 100}")
    wait_until(app, lambda: app.pad.side == side + 100)
    assert app.pad.strokes is before
    assert app.result.digit == "1"


def test_no_sentence_changes_the_size_of_the_window_or_the_pad(app):
    before = app.geometry(), app.pad.side
    app.status.say("x" * 300 + ".png is damaged, and more than one line long. " * 9, theme.BAD)
    app.update()
    assert (app.geometry(), app.pad.side) == before


def test_the_pad_stays_square_and_its_buttons_stay_in_the_window(app, wait_until):
    for width, height in ((1200, 600), (700, 850), (100, 100)):
        app.geometry(f"{width}x{height}")
        app.update()
        assert app.pad.winfo_width() == app.pad.winfo_height()
        for button in app.desk.buttons.values():
            assert button.winfo_rooty() + button.winfo_height() <= app.status.winfo_rooty()
            assert button.winfo_width() >= button.winfo_reqwidth()


@pytest.mark.parametrize("text", ["", "7", "2024", "7\n" * 40 + "7"])
def test_at_the_least_size_everything_is_whole_under_the_menu_bar(app, wait_until, text):
    app.result.show(fakes.readings(text))
    width, height = app.minsize()
    height -= app.winfo_rooty() - app.winfo_y()  # a window manager counts the menu bar too
    app.minsize(1, 1)
    app.geometry(f"{width}x{height}")
    wait_until(app, lambda: (app.winfo_width(), app.winfo_height()) == (width, height))
    app.update()
    parts = [*app.desk.buttons.values(), app.status, app.result, *app.result.grid_slaves()]
    for part in parts:
        assert part.winfo_width() >= part.winfo_reqwidth()
        assert part.winfo_height() >= part.winfo_reqheight()
    assert app.pad.winfo_rooty() >= app.winfo_rooty()
    assert app.status.winfo_rooty() + app.status.winfo_height() <= app.winfo_rooty() + height


def test_closing_the_window_ends_the_reading(app):
    app.tk.call(app.protocol("WM_DELETE_WINDOW"))
    assert app.reader.closed
    with pytest.raises(tk.TclError):
        app.winfo_exists()


def test_the_quit_key_closes_the_window(app):
    key(app, "<Control-q>")
    assert app.reader.closed


def test_closing_the_window_while_the_file_dialog_is_open_is_not_a_defect(app, failures, caplog):
    app.after(100, app.destroy)
    press(app, UPLOAD)
    assert isinstance(failures.pop(), tk.TclError)
    assert caplog.text == ""


# With a real process


def test_a_digit_is_read_in_a_process_of_its_own(draw, wait_until):
    app = App(load=fakes.load)
    app.update()
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    wait_until(app, lambda: app.result.digit == "1")
    app.destroy()


def test_many_digits_come_over_from_the_process(draw, wait_until):
    app = App(load=fakes.load_many)
    wait_until(app, lambda: app.reader.ready)
    before = app.geometry()
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    wait_until(app, lambda: app.result.number != "")
    assert app.result.number == "\n".join(["2024 1789"] * 100)
    assert app.result.sureness == "Not sure: 1 of 800 digits"
    app.update()
    assert app.geometry() == before
    app.destroy()


def test_a_defect_in_the_process_is_one_sentence_and_the_window_goes_on(
    draw, wait_until, choose, picture_file, caplog
):
    app = App(load=fakes.load_fragile)
    app.update()
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    wait_until(app, lambda: app.status.sentence == sentences.DEFECT)
    assert "ZeroDivisionError: while reading" in caplog.text
    assert app.result.digit == ""
    choose(picture_file)
    press(app, UPLOAD)
    wait_until(app, lambda: app.result.digit == "1")
    app.destroy()


def test_a_killed_process_is_noticed_and_started_anew(draw, wait_until):
    app = App(load=fakes.load)
    wait_until(app, lambda: app.status.sentence == sentences.READY)
    os.kill(app.reader.pid, signal.SIGTERM)
    wait_until(app, lambda: app.status.sentence == sentences.RESTARTED)
    wait_until(app, lambda: app.status.sentence == sentences.READY)
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    wait_until(app, lambda: app.result.digit == "1")
    app.destroy()


@pytest.mark.slow
def test_the_real_network_reads_a_drawn_digit(draw, wait_until):
    app = App()
    app.update()
    draw(app.pad, [(142, 52), (140, 110), (139, 170), (138, 228)])
    press(app, RECOGNIZE)
    wait_until(app, lambda: app.result.digit or app.status.sentence != sentences.QUEUED)
    wait_until(app, lambda: app.status.sentence != sentences.READING)
    assert (app.status.sentence, app.result.digit) == (sentences.READ, "1")
    app.destroy()
