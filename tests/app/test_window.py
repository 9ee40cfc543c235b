"""The window as a person uses it: draw, recognize, clear, undo, upload."""

import logging
import os
import signal
import tkinter as tk

import fakes
import pytest
from PIL import Image

from digits.app import files, sentences, theme, window
from digits.app.background import Stopped
from digits.app.commands import ABOUT, CLEAR, HISTORY, KEYS, LIVE, RECOGNIZE, REDO, UNDO, UPLOAD
from digits.app.worker import Defect, Done, Refused
from digits.reading import Readings
from main import App

ONE = [(140, 60), (140, 140), (140, 220)]
LATER_ONE = [(230, 60), (230, 140), (230, 220)]
ZERO = [(140, 60), (70, 140), (140, 220), (210, 140), (140, 60)]


def press(app, command):
    app.desk.buttons[command.event].invoke()


def strokes(app):
    return app.session.page.points


def shows_picture(app):
    return app.session.page.picture is not None and app.conversation.picture is not None


def on_screen(app, point):
    x, y = app.pad.zoom.view.to_screen(*point)
    return {"x": round(x), "y": round(y)}


def key(app, keys):
    app.pad.focus_force()
    app.update()
    app.pad.event_generate(keys)


# Drawing and recognizing


def test_a_drawn_digit_is_read(app, draw):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    assert app.result.digit == "1"
    assert app.result.sureness == "1, sure (98.2 %)"
    assert app.status.sentence == sentences.READ


def test_a_doubtful_digit_says_so(app, draw):
    draw(app.pad, ZERO)
    press(app, RECOGNIZE)
    assert app.result.digit == "0"
    assert app.result.sureness == "Probably a 0, maybe a 6 (61.0 %)"


def test_a_number_is_read_whole(app, draw):
    draw(app.pad, ONE)
    app.reader.at_once = False
    press(app, RECOGNIZE)
    app.reader.deliver(Done(fakes.readings("20 24\n7", doubtful=[1])))
    assert app.result.number == "20 24\n7"
    assert app.result.sureness == "Not sure of 1 of 5 digits"
    assert app.status.sentence == sentences.READ


def test_a_drawing_in_which_nothing_is_found_is_called_a_drawing(app, draw):
    draw(app.pad, ONE)
    app.reader.at_once = False
    press(app, RECOGNIZE)
    app.reader.deliver(Done(Readings()))
    assert app.status.sentence == sentences.NOTHING_IN_DRAWING


def test_keys_step_through_a_number_and_do_nothing_once_it_is_gone(app, draw):
    app.result.show(fakes.readings("2024"))
    key(app, "<Right>")
    assert app.result.digit == "0"
    key(app, "<Left>")
    key(app, "<Left>")
    assert app.result.digit == "4"
    app.result.clear()
    key(app, "<Right>")
    assert app.result.digit == ""


def test_on_the_slider_the_arrow_keys_move_the_slider(app):
    app.result.show(fakes.readings("2024"))
    before = app.pad.pen_width
    app.desk.tools.scale.focus_force()
    app.update()
    app.desk.tools.scale.event_generate("<Right>")
    assert app.result.digit == "2"
    assert app.pad.pen_width > before


def test_the_tab_key_reaches_tools_pad_buttons_and_panel_in_this_order(app, draw):
    draw(app.pad, ONE)
    app.result.show(fakes.readings("2024"))
    app.update()
    names = [widget.winfo_class() for widget in widgets_in_tab_order(app)]
    tools = ["TRadiobutton", "TRadiobutton", "TScale", "TCheckbutton"]
    usable = [button for button in app.desk.buttons.values() if "disabled" not in button.state()]
    panel = ["TButton"] * 2  # Correct, Copy
    assert names == [*tools, "Canvas", *["TButton"] * len(usable), *panel]


def widgets_in_tab_order(app):
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
    assert len(strokes(loading_app)) == 1
    loading_app.reader.get_ready()
    assert loading_app.result.digit == "1"


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
    assert loading_app.status.sentence.startswith("Cleared.")


def test_without_live_a_reading_goes_when_the_next_stroke_begins(app, draw):
    app.event_generate(LIVE.event)
    draw(app.pad, ONE)
    assert app.result.digit == ""
    press(app, RECOGNIZE)
    assert app.result.digit == "1"
    draw(app.pad, ZERO, lift=False)
    assert app.result.digit == ""
    assert app.result.sureness == "Nothing read yet"
    assert app.status.sentence == sentences.READY


def test_an_outcome_that_comes_while_the_pen_is_down_is_not_shown(app, draw):
    app.event_generate(LIVE.event)
    app.reader.at_once = False
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    assert app.status.sentence == sentences.READING
    draw(app.pad, ZERO, lift=False)
    app.reader.read()
    assert app.result.digit == ""
    app.pad.event_generate("<ButtonRelease-1>", x=5, y=5)
    press(app, RECOGNIZE)
    app.reader.read()
    assert app.result.number == "0"


# Live reading


def test_live_reading_follows_the_hand(app, draw):
    draw(app.pad, ONE, lift=False)
    assert app.result.number == "1"
    app.pad.event_generate("<ButtonRelease-1>", **on_screen(app, ONE[-1]))
    assert app.result.number == "1"
    assert app.status.sentence == sentences.READ


def test_live_reading_asks_for_the_strokes_with_the_one_that_is_drawn(app, draw):
    draw(app.pad, ONE)
    app.reader.at_once = False
    draw(app.pad, ZERO[:2], lift=False)
    assert [len(stroke) for stroke in app.reader.wanted.strokes] == [len(ONE), 2]


def test_every_change_renews_a_live_reading(app, draw):
    draw(app.pad, ONE)
    draw(app.pad, LATER_ONE)
    assert app.result.number == "11"
    press(app, UNDO)
    assert app.result.number == "1"
    press(app, REDO)
    assert app.result.number == "11"
    press(app, CLEAR)
    assert app.result.number == ""
    press(app, UNDO)
    assert app.result.number == "11"


def test_switching_live_on_reads_what_is_there(app, draw):
    app.desk.tools.live.invoke()
    draw(app.pad, ONE)
    assert app.result.number == ""
    app.desk.tools.live.invoke()
    assert app.result.number == "1"


def test_recognize_includes_the_stroke_that_is_being_drawn(app, draw):
    draw(app.pad, ONE, lift=False)
    press(app, RECOGNIZE)
    assert app.result.digit == "1"


# Clear, undo, redo


def test_clear_empties_pad_and_result(app, draw):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    press(app, CLEAR)
    assert strokes(app) == ()
    assert app.result.digit == ""
    assert app.status.sentence == "Cleared. Ctrl+Z brings it back."


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
    assert strokes(app) == ()
    key(app, "<Control-z>")
    assert len(strokes(app)) == 1
    key(app, "<Control-z>")
    assert strokes(app) == ()
    key(app, "<Control-y>")
    assert len(strokes(app)) == 1


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
    assert shows_picture(app)
    assert app.result.digit == "1"
    assert "one.png" in app.status.sentence


def test_the_dialog_offers_pictures_in_either_case(app, choose):
    asked = choose()
    press(app, UPLOAD)
    (_, endings), _ = asked[0]["filetypes"]
    assert {".png", ".PNG", ".heic", ".json"} <= set(endings)


def test_the_dialog_opens_where_pictures_are_and_then_where_the_last_was(
    app, choose, monkeypatch, tmp_path, picture_file
):
    pictures = tmp_path / "Pictures"
    monkeypatch.setattr(files, "pictures_folder", lambda: pictures)
    asked = choose()
    press(app, UPLOAD)  # cancelled
    choose(picture_file)
    press(app, UPLOAD)
    press(app, UPLOAD)
    assert [options["initialdir"] for options in asked] == [pictures, pictures, tmp_path]


def test_a_dialog_that_is_cancelled_changes_nothing(app, draw, choose):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    choose()
    press(app, UPLOAD)
    assert app.result.digit == "1"
    assert not shows_picture(app)


def test_a_failed_upload_says_why_and_keeps_drawing_and_reading(app, draw, choose, tmp_path):
    draw(app.pad, ZERO)
    press(app, RECOGNIZE)
    not_a_picture = tmp_path / "notes.png"
    not_a_picture.write_text("this is text", encoding="utf-8")
    choose(not_a_picture)
    press(app, UPLOAD)
    assert "notes.png" in app.status.sentence
    assert app.result.digit == "0"
    assert not shows_picture(app)
    assert len(strokes(app)) == 1


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
    assert shows_picture(app)
    assert app.result.digit == "1"


def test_a_blank_picture_is_shown_and_has_no_digit(app, choose, tmp_path):
    blank = tmp_path / "blank.png"
    Image.new("RGB", (30, 30), "white").save(blank)
    choose(blank)
    press(app, UPLOAD)
    assert shows_picture(app)
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
    assert not shows_picture(loading_app)
    assert len(strokes(loading_app)) == 1


def test_drawing_on_a_picture_adds_to_it_and_undo_takes_it_off(app, draw, choose, picture_file):
    choose(picture_file)
    press(app, UPLOAD)
    draw(app.pad, LATER_ONE)
    assert shows_picture(app)
    assert app.result.number == "11"
    press(app, UNDO)
    assert app.result.number == "1"


def test_clear_puts_a_picture_away_and_undo_brings_it_back(app, draw, choose, picture_file):
    choose(picture_file)
    press(app, UPLOAD)
    press(app, CLEAR)
    assert app.session.page.empty
    assert app.result.digit == ""
    press(app, UNDO)
    assert shows_picture(app)
    assert app.result.digit == "1"


def test_undo_takes_a_picture_away_and_the_drawing_is_back(app, draw, choose, picture_file):
    draw(app.pad, ZERO)
    choose(picture_file)
    press(app, UPLOAD)
    press(app, UNDO)
    assert not shows_picture(app)
    assert app.result.digit == "0"


def test_several_pictures_are_read_one_after_another(app, choose, picture_file, tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(picture_file.read_bytes())
    choose(picture_file, tmp_path / "missing.png", other)
    press(app, UPLOAD)
    assert app.session.page.picture == other
    assert [entry.page.picture for entry in app.session.entries] == [picture_file, other]
    assert app.status.sentence.startswith("1 of 3 pictures were not opened. missing.png")


def test_the_program_begins_with_the_pictures_it_was_given(picture_file):
    app = App(load=fakes.load, background=fakes.ReaderByHand, open=[picture_file])
    app.reader.get_ready()
    assert app.result.digit == "1"
    app.destroy()


def test_a_picture_can_be_opened_again_from_the_recent_ones(app, choose, picture_file):
    choose(picture_file)
    press(app, UPLOAD)
    press(app, CLEAR)
    app.recent.invoke(0)
    assert shows_picture(app)


def test_dropped_files_are_opened(app, picture_file):
    app._on_dropped([picture_file])
    assert shows_picture(app)
    app._on_dropped([])
    assert app.status.sentence == sentences.DROPPED_NOTHING


def test_a_pasted_file_name_is_opened(app, picture_file, monkeypatch):
    monkeypatch.setattr("digits.app.clipboard._content", list)
    app.clipboard_clear()
    app.clipboard_append(str(picture_file))
    key(app, "<Control-v>")
    assert shows_picture(app)
    assert app.result.digit == "1"


def test_pasting_nothing_says_so_and_keeps_the_drawing(app, draw, monkeypatch):
    monkeypatch.setattr("digits.app.clipboard._content", list)
    draw(app.pad, ONE)
    app.clipboard_clear()
    key(app, "<Control-v>")
    assert "clipboard" in app.status.sentence
    assert len(strokes(app)) == 1
    assert app.result.digit == "1"


# One digit of a number


def test_a_box_that_is_pointed_at_shows_its_digit(app, draw):
    draw(app.pad, ONE)
    draw(app.pad, LATER_ONE)
    app.pad.event_generate("<Motion>", **on_screen(app, LATER_ONE[1]))
    assert app.result.chosen == 1
    app.pad.event_generate("<Motion>", **on_screen(app, ONE[1]))
    assert app.result.chosen == 0


def test_a_typed_digit_corrects_and_undo_takes_it_back(app, draw):
    draw(app.pad, ONE)
    key(app, "<Key-7>")
    assert app.result.number == "7"
    assert app.result.sureness.startswith("7, as you said")
    key(app, "<Control-c>")
    assert app.clipboard_get() == "7"
    key(app, "<Control-z>")
    assert app.result.number == "1"
    assert len(strokes(app)) == 1


def test_a_click_on_a_box_offers_other_digits(app, draw, monkeypatch):
    offered = []
    monkeypatch.setattr(app.corrector, "tk_popup", lambda x, y: offered.append((x, y)))
    draw(app.pad, ONE)
    place = on_screen(app, ONE[1])
    app.pad.event_generate("<Button-1>", **place)
    app.pad.event_generate("<ButtonRelease-1>", **place)
    assert len(offered) == 1
    app.corrector.invoke(0)
    assert app.result.number != "1"
    assert len(strokes(app)) == 1


def test_a_correction_holds_while_more_is_drawn(app, draw):
    draw(app.pad, ONE)
    key(app, "<Key-7>")
    draw(app.pad, LATER_ONE)
    assert app.result.number == "71"


def test_a_correction_of_nothing_says_so(app):
    key(app, "<Key-7>")
    assert app.status.sentence == sentences.NOTHING_TO_CORRECT
    key(app, "<Down>")
    assert app.status.sentence == sentences.NOTHING_TO_CORRECT


def test_the_look_inside_shows_why_a_moment_later(app, draw, wait_until):
    draw(app.pad, ONE)
    view = app.result._inside.views[2]
    wait_until(app, lambda: view.find_all())


# Pen and eraser


def test_half_a_digit_can_be_erased(app, draw):
    draw(app.pad, ONE)
    (whole,) = strokes(app)
    app.desk.tools.eraser.invoke()
    assert app.pad.erasing
    draw(app.pad, [(100, 200), (180, 200)])
    (left, *_) = strokes(app)
    assert left[:, 1].max() < 200
    assert left[:, 1].min() == whole[0, 1]
    press(app, UNDO)
    assert strokes(app)[0] is whole
    key(app, "<e>")
    assert not app.pad.erasing


def test_a_letter_with_control_is_another_key(app, draw):
    draw(app.pad, ONE)
    for keys in ("<Control-e>", "<Control-l>", "<Alt-Key-7>", "<Control-Key-7>"):
        key(app, keys)
    assert not app.pad.erasing
    assert app.conversation.live
    assert app.result.number == "1"


@pytest.mark.parametrize(("system", "num_lock"), [("win32", 0x8), ("x11", 0x10), ("aqua", 0x10)])
def test_num_lock_does_not_make_a_letter_another_key(system, num_lock):
    assert not window.held(system) & num_lock


def test_an_eraser_that_meets_nothing_changes_nothing(app, draw):
    draw(app.pad, ONE)
    page = app.session.page
    key(app, "<e>")
    draw(app.pad, [(20, 200), (40, 200)])
    assert app.session.page is page
    assert app.result.number == "1"


def test_plus_and_minus_change_the_width_of_the_next_stroke(app, draw):
    draw(app.pad, ONE)
    for _ in range(3):
        key(app, "<plus>")
    draw(app.pad, LATER_ONE)
    key(app, "<minus>")
    first, second = (stroke.width for stroke in app.session.page.strokes)
    assert second == first + 6
    assert app.desk.tools.width == app.pad.pen_width == first + 4


def test_a_number_is_undone_to_the_empty_pad_and_redone_to_the_same_picture(app, draw):
    for stroke in (ONE, LATER_ONE):
        draw(app.pad, stroke)
    app.pad.zoom_to_fit()  # drawn anew: smooth edges differ by a few grays where the pen joined
    page, pixels = app.session.page, app.pad._paper.pixels.copy()
    while app.session.can_undo:
        key(app, "<Control-z>")
    assert app.session.page.empty
    while app.session.can_redo:
        key(app, "<Control-y>")
    assert app.session.page is page
    assert (app.pad._paper.pixels == pixels).all()


# When something is wrong


def test_a_failed_load_says_what_to_do_and_leaves_the_window_usable(loading_app, draw):
    loading_app.reader.deliver(Refused(fakes.NO_MODEL))
    assert loading_app.status.sentence == fakes.NO_MODEL
    draw(loading_app.pad, ONE)
    assert len(strokes(loading_app)) == 1
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


# From one start to the next


def test_an_unsaved_drawing_is_there_at_the_next_start(app, draw):
    draw(app.pad, ONE)
    key(app, "<plus>")
    app.destroy()
    later = App(load=fakes.load, background=fakes.ReaderByHand)
    later.reader.get_ready()
    assert later.result.digit == "1"
    assert later.status.sentence == sentences.RESTORED
    assert later.pad.pen_width == app.pad.pen_width
    later.destroy()


def test_a_cleared_pad_is_empty_at_the_next_start(app, draw):
    draw(app.pad, ONE)
    press(app, CLEAR)
    app.destroy()
    later = App(load=fakes.load, background=fakes.ReaderByHand)
    assert later.session.page.empty
    later.destroy()


def test_a_drawing_is_kept_soon_even_if_the_program_is_killed(app, draw, own_files, wait_until):
    draw(app.pad, ONE)
    wait_until(app, own_files.drawing.exists)


def test_a_broken_settings_file_is_set_aside_with_a_word_about_it(own_files):
    own_files.settings.parent.mkdir()
    own_files.settings.write_text("{broken", encoding="utf-8")
    app = App(load=fakes.load, background=fakes.ReaderByHand)
    app.reader.get_ready()
    assert "settings" in app.status.sentence
    app.destroy()


def test_a_look_is_chosen_and_kept(app):
    app.looks.use("dark")
    app.update()
    assert theme.look(app) == "dark"
    app.destroy()
    later = App(load=fakes.load, background=fakes.ReaderByHand)
    assert theme.look(later) == "dark"
    later.destroy()


@pytest.mark.parametrize("command", [KEYS, ABOUT, HISTORY])
def test_each_side_window_opens_and_escape_closes_it(app, draw, wait_until, command):
    draw(app.pad, ONE)
    app.event_generate(command.event)
    (beside,) = [child for child in app.winfo_children() if child.winfo_class() == "Toplevel"]
    wait_until(app, beside.winfo_viewable)
    beside.focus_force()
    app.update()
    beside.event_generate("<Escape>")
    app.update()
    assert not beside.winfo_exists()
    assert len(strokes(app)) == 1


def test_a_page_of_the_history_is_opened_again(app, draw):
    draw(app.pad, ONE)
    press(app, CLEAR)
    draw(app.pad, ZERO)
    app.event_generate(HISTORY.event)
    (beside,) = [child for child in app.winfo_children() if child.winfo_class() == "Toplevel"]
    beside.table.selection_set("1")
    beside.buttons["Open"].invoke()
    assert app.result.digit == "1"
    press(app, UNDO)
    assert app.result.digit == "0"


# The window itself


def test_a_resized_window_keeps_drawing_and_reading(app, draw, wait_until):
    draw(app.pad, ONE)
    press(app, RECOGNIZE)
    side, before = app.pad.side, strokes(app)
    app.geometry(f"{app.winfo_width() + 100}x{app.winfo_height() + 100}")
    wait_until(app, lambda: app.pad.side == side + 100)
    assert strokes(app) is before
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
    assert app.result.sureness == "Not sure of 1 of 800 digits"
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
