"""What was copied, with a clipboard that is a script."""

import io
import os
import re
import shlex
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digits.app import clipboard
from digits.app.clipboard import NO_ANSWER, NOTHING, files_in, pictures_from_clipboard, tidy
from digits.errors import PictureError

if os.name == "nt":
    pytest.skip("the clipboard is a script", allow_module_level=True)


def png(size=(4, 3), color=(10, 20, 30), **options):
    data = io.BytesIO()
    Image.new("RGB", size, color).save(data, "PNG", **options)
    return data.getvalue()


def pixels(path):
    with Image.open(path) as image:
        assert image.format == "PNG"
        return np.asarray(image)


@pytest.fixture(autouse=True)
def programs(monkeypatch, tmp_path):
    """A folder with the only programs that are installed: none as yet."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "not yet there" / "pasted"


@pytest.fixture
def install(programs):
    """Install a script as a program."""

    def write(name, script):
        program = programs / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    return write


@pytest.fixture
def copy(install, tmp_path):
    """Put contents into the clipboard, each with its kind."""

    def put(contents, name="xclip"):
        cases = []
        for number, (kind, data) in enumerate(contents.items()):
            file = tmp_path / f"{name} {number}"
            file.write_bytes(data)
            cases.append(f"*{kind}) exec /bin/cat {shlex.quote(str(file))};;")
        cases.append("*) echo 'Error: target not available' >&2; exit 1;;")
        install(name, f'case "$*" in {" ".join(cases)} esac')

    return put


# Pictures


def test_a_picture_becomes_a_png_file(copy, folder):
    copy({"image/png": png()})
    (path,) = pictures_from_clipboard(folder)
    assert path.parent == folder
    assert re.fullmatch(r"pasted-\d{8}-\d{6}\.png", path.name)
    assert np.array_equal(pixels(path), np.full((3, 4, 3), (10, 20, 30)))
    assert list(folder.iterdir()) == [path]  # nothing unfinished is left


def test_a_picture_comes_before_the_text(copy, folder, picture_file):
    copy({"image/png": png()})
    assert pictures_from_clipboard(folder, str(picture_file)) != [picture_file]


def test_pictures_of_the_same_second_are_all_kept(copy, folder, monkeypatch):
    monkeypatch.setattr("digits.app.clipboard.strftime", lambda _: "pasted-20261124-221530")
    paths = []
    for shade in range(3):
        copy({"image/png": png(color=(shade, shade, shade))})
        paths += pictures_from_clipboard(folder)
    names = ["pasted-20261124-221530.png", *(f"pasted-20261124-221530-{n}.png" for n in (2, 3))]
    assert [path.name for path in paths] == names
    assert [pixels(path).max() for path in paths] == [0, 1, 2]


def test_a_picture_is_saved_as_it_is_seen(copy, folder):
    sideways = Image.Exif()
    sideways[0x0112] = 6
    copy({"image/png": png(size=(9, 5), exif=sideways)})
    (path,) = pictures_from_clipboard(folder)
    assert pixels(path).shape == (9, 5, 3)


def test_transparency_is_laid_on_white(copy, folder):
    data = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(data, "PNG")
    copy({"image/png": data.getvalue()})
    (path,) = pictures_from_clipboard(folder)
    assert pixels(path).min() == 255


def test_on_wayland_its_own_program_is_asked(copy, folder, monkeypatch):
    copy({"image/png": png()})
    copy({"image/png": png(size=(7, 7))}, "wl-paste")
    assert pixels(*pictures_from_clipboard(folder)).shape == (3, 4, 3)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert pixels(*pictures_from_clipboard(folder)).shape == (7, 7, 3)


def test_on_wayland_the_program_for_x11_will_do(copy, folder, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    copy({"image/png": png()})
    assert pictures_from_clipboard(folder)


def test_a_picture_that_is_too_large_is_refused(copy, folder, monkeypatch):
    copy({"image/png": png(size=(30, 20))})
    monkeypatch.setattr("digits.pictures.MAX_PIXELS", 599)
    with pytest.raises(PictureError, match=r"too large \(30 x 20 pixels\); make it smaller"):
        pictures_from_clipboard(folder)
    assert not folder.exists()


def test_a_picture_that_pillow_does_not_open_is_refused(copy, folder, monkeypatch):
    copy({"image/png": png(size=(30, 20))})
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 299)
    with pytest.raises(PictureError, match="too large"):
        pictures_from_clipboard(folder)


def test_a_large_picture_that_pillow_only_warns_of_is_taken(copy, folder, monkeypatch):
    copy({"image/png": png(size=(30, 20))})
    monkeypatch.setattr("PIL.Image.MAX_IMAGE_PIXELS", 400)
    assert pictures_from_clipboard(folder)


def test_a_picture_that_is_cut_off_is_refused(copy, folder):
    noise = np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)
    data = io.BytesIO()
    Image.fromarray(noise).save(data, "PNG")
    copy({"image/png": data.getvalue()[:900]})
    with pytest.raises(PictureError, match=r"cannot be read \(.*truncated.*\); copy it again"):
        pictures_from_clipboard(folder)


@pytest.mark.parametrize("content", [b"", b"only text", b"%!PS-Adobe-3.0 EPSF-3.0"])
def test_what_is_no_picture_is_passed_over(copy, folder, picture_file, content):
    copy({"image/png": content})
    assert pictures_from_clipboard(folder, str(picture_file)) == [picture_file]


def test_where_it_cannot_be_saved_the_folder_is_named(copy, tmp_path):
    copy({"image/png": png()})
    (tmp_path / "file").touch()
    with pytest.raises(PictureError, match=r"cannot be saved in .*file/pasted \(Not a directory\)"):
        pictures_from_clipboard(tmp_path / "file" / "pasted")


def test_what_could_not_be_saved_leaves_no_file(copy, folder, monkeypatch):
    def fill_the_disk(*_, **__):
        raise OSError(28, "No space left on device")

    copy({"image/png": png()})
    monkeypatch.setattr("PIL.Image.Image.save", fill_the_disk)
    with pytest.raises(PictureError, match="No space left on device"):
        pictures_from_clipboard(folder)
    assert list(folder.iterdir()) == []


# Programs that are missing, or do not answer


def test_where_no_program_is_installed_it_says_which_to_install(folder):
    with pytest.raises(PictureError, match=r"install xclip \(or wl-clipboard on Wayland\)"):
        pictures_from_clipboard(folder, "some text")


def test_files_are_found_without_a_program(folder, picture_file):
    assert pictures_from_clipboard(folder, picture_file.as_uri()) == [picture_file]


def test_a_program_that_hangs_is_not_waited_for(install, folder, picture_file, monkeypatch):
    monkeypatch.setattr(clipboard, "PATIENCE", 0.1)
    install("xclip", "exec /bin/sleep 60")
    with pytest.raises(PictureError) as caught:
        pictures_from_clipboard(folder)
    assert str(caught.value) == NO_ANSWER
    assert pictures_from_clipboard(folder, str(picture_file)) == [picture_file]


def test_a_program_that_cannot_be_run_is_named_in_the_sentence(programs, folder):
    (programs / "xclip").write_text("#!/no/such/shell\n", encoding="utf-8")
    (programs / "xclip").chmod(0o755)
    with pytest.raises(PictureError, match=r"cannot be read \(.*xclip"):
        pictures_from_clipboard(folder)


# Files


@pytest.mark.parametrize("text", ["", "some text", "/no/such/file.png", "file:///no/such/file"])
def test_nothing_usable_is_refused(copy, folder, text):
    copy({})
    with pytest.raises(PictureError) as caught:
        pictures_from_clipboard(folder, text)
    assert str(caught.value) == NOTHING


def test_files_that_exist_are_taken_from_the_text(copy, folder, picture_file):
    copy({})
    text = f"{picture_file}\n/no/such/file.png\nfile://{picture_file}\n"
    assert pictures_from_clipboard(folder, text) == [picture_file, picture_file]
    assert not folder.exists()


def test_files_that_are_copied_but_not_as_text_are_asked_for(copy, folder, picture_file):
    copy({"text/uri-list": f"# copied\r\n{picture_file.as_uri()}\r\n".encode()})
    assert pictures_from_clipboard(folder, "text beside it") == [picture_file]


def test_where_pillow_knows_how_it_is_asked(folder, monkeypatch, picture_file):
    monkeypatch.setattr(clipboard, "_PILLOW_READS_IT", True)
    content = Image.new("L", (5, 6), 7)
    monkeypatch.setattr("PIL.ImageGrab.grabclipboard", lambda: content)
    assert pixels(*pictures_from_clipboard(folder)).shape == (6, 5, 3)
    content = ["/one", "/two"]
    assert pictures_from_clipboard(folder) == [Path("/one"), Path("/two")]
    content = None
    assert pictures_from_clipboard(folder, str(picture_file)) == [picture_file]


# What a text names


def of_bytes(name):
    """A name as the system has it, which need not be text."""
    return os.fsdecode(name)


names = (
    st.binary(min_size=1, max_size=30)
    .map(lambda name: of_bytes(name.replace(b"\0", b"0").replace(b"/", b"1")))
    .filter(lambda name: name not in (".", ".."))
)
texts = st.text(st.characters(exclude_characters="\0/\n", codec="utf-8"), min_size=1).filter(
    lambda name: name not in (".", "..") and name == name.rstrip(" \t\r")
)


@given(st.lists(names))
def test_any_name_comes_back_from_its_uri(some):
    paths = [Path("/home/ä b", name) for name in some]
    text = "\r\n".join(path.as_uri() for path in paths)
    assert files_in(text) == paths
    assert files_in(f"copy\n{text}") == paths


@given(st.lists(texts))
def test_a_name_comes_back_from_a_line(some):
    paths = [Path("/home", name) for name in some]
    assert files_in("\n".join(map(str, paths))) == paths
    assert files_in("\r\n".join(f'  "{path}" ' for path in paths)) == paths


@given(st.text())
def test_no_text_is_too_odd(text):
    files_in(text)
    files_in("file:///" + text)
    clipboard.existing(files_in("/" + text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("copy\nfile:///tmp/a%20b.png\nfile:///tmp/%C3%BC.png", ["/tmp/a b.png", "/tmp/ü.png"]),
        ("cut\nfile:///one", ["/one"]),
        ("x-special/nautilus-clipboard\ncopy\nfile:///one\n", ["/one"]),
        ("file:/one", ["/one"]),
        ("FILE://LocalHost/one", ["/one"]),
        ("file:///a#b?c", ["/a#b?c"]),
        ("file://elsewhere/one", []),
        ("file://", []),
        ("file:///\ud800", []),
        ("/a%20b", ["/a%20b"]),
        ("'/one two.png'", ["/one two.png"]),
        ("https://example.org/one.png", []),
        ("one.png\n./one.png\n'\n", []),
        ("", []),
    ],
)
def test_what_is_a_file_in_a_text(text, expected):
    assert files_in(text) == [Path(path) for path in expected]


@pytest.mark.parametrize("path", ["/" + "x" * 5000, "/\0", "/\ud800", "/" + quote("\0")])
def test_what_can_be_no_name_does_not_exist(path):
    assert clipboard.existing([Path(path)]) == []


# The folder


def pasted(folder, number):
    path = folder / f"pasted-{number}.png"
    path.touch()
    os.utime(path, (number, number))
    return path


def test_the_oldest_pasted_files_are_removed(tmp_path):
    keepsake = tmp_path / "holiday.png"
    keepsake.touch()
    os.utime(keepsake, (0, 0))
    paths = [pasted(tmp_path, number) for number in (9, 10, 11, 12)]
    tidy(tmp_path, keep=4)
    assert all(path.exists() for path in paths)
    tidy(tmp_path, keep=2)
    assert [path.exists() for path in paths] == [False, False, True, True]
    tidy(tmp_path, keep=0)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [keepsake]


def test_a_folder_that_is_not_there_is_tidy(tmp_path):
    tidy(tmp_path / "nowhere")


def test_what_cannot_be_removed_stays(tmp_path):
    (tmp_path / "pasted-folder.png").mkdir()
    (tmp_path / "pasted-gone.png").symlink_to("nowhere")
    tidy(tmp_path, keep=0)
    assert (tmp_path / "pasted-folder.png").exists()


def test_pasting_keeps_fifty(copy, folder):
    folder.mkdir(parents=True)
    old = [pasted(folder, number) for number in range(1, 53)]
    copy({"image/png": png()})
    (path,) = pictures_from_clipboard(folder)
    assert sorted(folder.iterdir()) == sorted([*old[3:], path])
