"""What the program says about itself, and the window that shows it."""

import sys
import tkinter as tk
from importlib.metadata import PackageNotFoundError, version

import pytest

from digits import MODEL_PATH
from digits.app import about, theme
from digits.app.about import AboutWindow, about_text, optional_parts
from digits.app.user_files import log_file, settings_file

NO_DROPPING = "Drag and drop is off: tkinterdnd2 is not installed (pip install tkinterdnd2)."


# The text


def test_it_names_the_program_and_its_versions():
    text = about_text({})
    assert text.startswith("Handwritten digits\n")
    assert "Python {}.{}.{}".format(*sys.version_info) in text
    assert f"Tk {tk.TkVersion}" in text
    for name in ("numpy", "onnxruntime", "opencv-python-headless", "pillow"):
        assert f"{name} {version(name)}" in text
    assert "tensorflow" not in text


def test_it_says_where_everything_lies():
    lines = about_text({}).splitlines()
    assert f"Network: {MODEL_PATH}" in lines
    assert f"Settings: {settings_file()}" in lines
    assert f"Log: {log_file()}" in lines


def test_a_library_that_came_another_way_has_no_version(monkeypatch):
    def unknown(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", unknown)
    assert "numpy (version unknown)" in about_text({})


def test_every_missing_part_is_a_line_of_its_own():
    text = about_text({"drag and drop": NO_DROPPING, "another": "It is off."})
    assert text.splitlines()[-2:] == [NO_DROPPING, "It is off."]
    assert not text.endswith("\n")
    assert len(about_text({}).splitlines()) == len(text.splitlines()) - 3


# What may be missing


def test_nothing_is_missing_where_all_is_installed():
    assert optional_parts() == {}


def test_each_missing_part_is_one_sentence(monkeypatch):
    monkeypatch.setattr(about, "find_spec", lambda name: None)
    missing = optional_parts()
    assert list(missing) == ["drag and drop", "look of the system", "usual folders"]
    assert missing["drag and drop"] == NO_DROPPING
    for package, sentence in zip(
        ("tkinterdnd2", "darkdetect", "platformdirs"), missing.values(), strict=True
    ):
        assert sentence.endswith(f": {package} is not installed (pip install {package}).")


def test_a_part_is_looked_for_without_being_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, "tkinterdnd2", raising=False)
    optional_parts()
    assert "tkinterdnd2" not in sys.modules


# The window


@pytest.fixture
def window(root):
    root.update()
    window = AboutWindow(root, f"Handwritten digits\n\n{NO_DROPPING}")
    root.update()
    return window


def test_it_shows_the_text(window):
    assert window.shown == f"Handwritten digits\n\n{NO_DROPPING}"
    assert window.title() == "About"
    assert window.winfo_viewable()


def test_it_stays_above_the_program(window, root):
    assert str(window.wm_transient()) == str(root)


def test_the_keyboard_is_on_the_close_button_at_first(window):
    assert window.focus_lastfor() is window.close_button


def test_the_text_can_be_read_and_copied_with_the_keyboard_but_not_changed(window, root):
    window.close_button.focus_force()
    root.update()
    window.close_button.event_generate("<Tab>")
    root.update()
    assert window.focus_get() is window.text
    assert window.text["highlightcolor"] != window.text["highlightbackground"]
    assert int(str(window.text["highlightthickness"])) >= 1
    window.text.event_generate("x")
    window.text.event_generate("<Delete>")
    window.text.event_generate("<<SelectAll>>")
    window.text.event_generate("<<Copy>>")
    root.update()
    assert root.clipboard_get().strip() == window.shown
    window.text.event_generate("<Tab>")
    root.update()
    assert window.focus_get() is window.close_button


def test_the_text_is_clicked_to_be_copied(window, root):
    window.close_button.focus_force()
    root.update()
    window.text.event_generate("<Button-1>", x=5, y=5)
    root.update()
    assert window.focus_get() is window.text


@pytest.mark.parametrize("lines", [1, 12, 400])
def test_all_of_a_text_is_in_sight_or_can_be_scrolled_to(root, lines):
    window = AboutWindow(root, "\n".join(f"{line} " + "long " * 20 for line in range(lines)))
    root.update()
    assert window.winfo_height() <= window.winfo_screenheight()
    assert window.close_button.winfo_rooty() < window.winfo_rooty() + window.winfo_height()
    if lines < 400:
        assert window.text.yview() == (0.0, 1.0)
    else:
        window.text.focus_force()
        root.update()
        window.text.event_generate("<Next>")
        root.update()
        assert window.text.yview()[0] > 0


@pytest.mark.parametrize("key", ["<Escape>", "<Return>", "<space>"])
def test_keys_close_it(window, root, key):
    window.close_button.focus_force()
    root.update()
    window.focus_get().event_generate(key)
    root.update()
    assert not window.winfo_exists()


def test_the_button_and_the_frame_of_the_window_close_it(root):
    for close in (
        lambda window: window.close_button.invoke(),
        lambda window: root.tk.call(*root.tk.splitlist(window.protocol("WM_DELETE_WINDOW"))),
    ):
        window = AboutWindow(root, "text")
        root.update()
        close(window)
        assert not window.winfo_exists()


def test_the_keyboard_goes_back_to_where_it_was(root):
    entry = tk.Entry(root)
    entry.pack()
    root.update()
    entry.focus_force()
    root.update()
    window = AboutWindow(entry, "text")
    window.close_button.focus_force()
    root.update()
    window.close_button.event_generate("<Escape>")
    root.update()
    assert root.focus_get() is entry


def test_escape_is_not_heard_by_the_program(window, root):
    heard = []
    root.bind("<Escape>", heard.append)
    window.text.focus_force()
    root.update()
    window.text.event_generate("<Escape>")
    root.update()
    assert not window.winfo_exists()
    assert heard == []


def test_it_goes_with_the_program():
    root = tk.Tk()
    theme.dress(root)
    AboutWindow(root, "text")
    root.update()
    root.destroy()


def test_it_follows_the_look_of_the_program(window, root):
    for look, colors in theme.LOOKS.items():
        theme.use(root, look)
        root.update()
        assert (window.text["background"], window.text["foreground"]) == (colors.sheet, colors.text)
