"""Files dragged onto a window, delivered the way tkdnd does it."""

import logging
import sys
import tkinter as tk
from importlib.util import find_spec

import pytest

from digits.app import dropping
from digits.app.dropping import FILES, TEXT, accept_drops

PLATFORMS = ("linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64", "win-x86")
ODD_NAMES = ("one two.png", "ä{ö.png", "{ü}.png", "$x [exit] %D; \\.png", '"#ß.png')

# What of tkdnd the window uses. As tkdnd does, %D is replaced by the data as one word.
PACKAGE = """
package ifneeded tkdnd 2.10 {
    namespace eval tkdnd {variable targets {}}
    proc tkdnd::drop_target {mode path types} {lappend tkdnd::targets $mode $path $types}
    proc tkdnd::drop {path kind data} {
        uplevel #0 [string map [list %D [list $data]] [bind $path <<Drop:$kind>>]]
    }
    package provide tkdnd 2.10
}
set ::tkdnd_folder [file tail $dir]
"""
BROKEN = "package ifneeded tkdnd 2.10 {load [file join {no such folder} libtkdnd.so] Tkdnd}"


@pytest.fixture
def provide(tmp_path, monkeypatch):
    """Install a tkinterdnd2 that has this package of Tcl for some platforms."""

    def write(package, platforms=PLATFORMS):
        library = tmp_path / "site" / "tkinterdnd2"
        for platform in platforms:
            (library / "tkdnd" / platform).mkdir(parents=True)
            index = library / "tkdnd" / platform / "pkgIndex.tcl"
            index.write_text(package, encoding="utf-8")
        code = "raise AssertionError('importing it changes the classes of tkinter')"
        (library / "__init__.py").write_text(code, encoding="utf-8")
        monkeypatch.delitem(sys.modules, "tkinterdnd2", raising=False)
        monkeypatch.syspath_prepend(library.parent)

    return write


@pytest.fixture
def library(provide):
    provide(PACKAGE)


@pytest.fixture
def dropped(library, root):
    """What the window, a target for drops, was given."""
    given = []
    assert accept_drops(root, given.append) is True
    return given


@pytest.fixture
def files(tmp_path):
    """Files with the oddest names."""
    paths = [tmp_path / name for name in ODD_NAMES]
    for path in paths:
        path.touch()
    return paths


def drop(window, kind, data):
    """Drop something; what is answered to the program it came from."""
    return window.tk.call("tkdnd::drop", str(window), kind, data)


# What is dropped


def test_the_window_is_a_target_for_files_and_text(root, dropped):
    targets = root.tk.splitlist(root.getvar("tkdnd::targets"))
    assert targets == ("register", ".", (FILES, TEXT))


def test_files_with_odd_names_are_given_as_they_are(root, dropped, files):
    assert drop(root, FILES, tuple(map(str, files))) == "copy"
    root.update()
    assert dropped == [files]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_one_file_is_given_as_it_is(root, dropped, tmp_path, name):
    (tmp_path / name).touch()
    drop(root, FILES, (str(tmp_path / name),))
    root.update()
    assert dropped == [[tmp_path / name]]


def test_files_named_in_a_text_are_given(root, dropped, files):
    text = "".join(f"{path.as_uri()}\r\n" for path in files)
    assert drop(root, TEXT, text) == "copy"
    root.update()
    assert dropped == [files]


def test_what_does_not_exist_is_left_out(root, dropped, files, tmp_path):
    drop(root, FILES, (str(tmp_path / "gone"), str(files[0])))
    root.update()
    assert dropped == [files[:1]]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        *((FILES, data) for data in ("", "{} . tests", "/no/such/file", "https://one.png")),
        *((TEXT, data) for data in ("", "file:///no/such/file", "a { brace")),
    ],
)
def test_what_is_no_file_is_refused(root, dropped, kind, data):
    assert drop(root, kind, data) == "refuse_drop"
    root.update()
    assert dropped == []


def test_the_other_program_is_answered_before_the_files_are_used(root, dropped, files):
    assert drop(root, FILES, (str(files[0]),)) == "copy"
    assert dropped == []


def test_what_fails_then_is_reported_as_in_every_callback(library, root, files, failures):
    def fail(_):
        raise ZeroDivisionError

    accept_drops(root, fail)
    assert drop(root, FILES, (str(files[0]),)) == "copy"
    root.update()
    assert isinstance(failures.pop(), ZeroDivisionError)


def test_nothing_is_left_of_a_window_that_is_gone(library, root):
    before = root.tk.call("info", "commands")
    window = tk.Toplevel(root)
    accept_drops(window, print)
    window.destroy()
    left = set(root.tk.call("info", "commands")) - set(before)
    assert not {name for name in left if "drop" in str(name)}


# Where it does not work


def refused(root, caplog):
    """Whether drops are not accepted, which a line in the log explains."""
    bound = root.bind()
    with caplog.at_level(logging.DEBUG, logger=dropping.__name__):
        accepted = accept_drops(root, print)
    (line,) = caplog.messages
    assert line.startswith("Nothing can be dropped onto the window: ")
    assert root.bind() == bound
    return not accepted


def test_without_the_library_nothing_is_accepted(root, monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "tkinterdnd2", None)
    assert refused(root, caplog)


def test_a_file_named_like_the_library_is_not_it(root, monkeypatch, caplog, tmp_path):
    (tmp_path / "tkinterdnd2.py").touch()
    monkeypatch.delitem(sys.modules, "tkinterdnd2", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert refused(root, caplog)


def test_on_another_platform_nothing_is_accepted(root, provide, caplog):
    provide(PACKAGE, platforms=["amiga-m68k"])
    assert refused(root, caplog)


@pytest.mark.parametrize("package", [BROKEN, "", "error {not for this Tcl}", "{"])
def test_with_a_broken_native_part_nothing_is_accepted(root, provide, caplog, package):
    provide(package)
    assert refused(root, caplog)


@pytest.mark.parametrize(("version", "ending"), [(8.6, ""), (9.0, "-tcl9")])
def test_tcl_9_has_a_folder_of_its_own(root, provide, monkeypatch, version, ending):
    provide(PACKAGE, platforms=[*PLATFORMS, *(f"{name}-tcl9" for name in PLATFORMS)])
    monkeypatch.setattr(tk, "TclVersion", version)
    assert accept_drops(root, print)
    assert str(root.getvar("tkdnd_folder")).removesuffix(ending) in PLATFORMS


# With the library itself, as far as one program can go


@pytest.fixture
def real_drop(root):
    """Drop something of a kind of X11 onto a child of the window."""
    if find_spec("tkinterdnd2") is None or root.tk.call("tk", "windowingsystem") != "x11":
        pytest.skip("needs tkinterdnd2 on X11")
    child = tk.Frame(root, width=50, height=50)
    child.pack()
    root.update()

    def run(kind, data):
        def hand_out(offset, length):
            return data[int(offset) : int(offset) + int(length)]

        root.selection_handle(hand_out, selection="XdndSelection", type=kind)
        root.selection_own(selection="XdndSelection")
        root.tk.call("tkdnd::xdnd::HandleXdndEnter", child, root.winfo_id(), (kind,), 0)
        place = child.winfo_rootx(), child.winfo_rooty()
        root.tk.call("tkdnd::xdnd::HandleXdndPosition", child, *place, 0)
        return root.tk.call("tkdnd::xdnd::HandleXdndDrop", 0)

    return run


@pytest.mark.parametrize("kind", ["text/uri-list", "UTF8_STRING", "text/plain;charset=utf-8"])
def test_tkdnd_delivers_files(root, real_drop, files, kind):
    given = []
    assert accept_drops(root, given.append)
    data = "".join(f"{path.as_uri()}\r\n" for path in files)
    assert real_drop(kind, data) == "copy"
    root.update()
    assert given == [files]


def test_tkdnd_is_told_that_a_text_is_refused(root, real_drop):
    assert accept_drops(root, print)
    assert real_drop("UTF8_STRING", "only text") == "refuse_drop"


def test_the_classes_of_tkinter_stay_as_they_are(root, real_drop):
    before = set(dir(tk.BaseWidget)), set(dir(tk.Misc))
    assert accept_drops(root, print)
    assert (set(dir(tk.BaseWidget)), set(dir(tk.Misc))) == before
