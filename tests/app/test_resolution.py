"""The window is as large as the desktop wants it: its settings are asked for."""

import os
import subprocess
import sys

import pytest

from digits import PROJECT
from digits.app import resolution

USUAL = 4 / 3


@pytest.fixture
def xrdb(tmp_path, monkeypatch):
    """Put a program in the place of xrdb."""

    def make(script):
        program = tmp_path / "xrdb"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return make


@pytest.fixture
def screen(root, monkeypatch):
    monkeypatch.setattr(resolution, "LEAST_ROOM", (1.0, 1.0))  # as if it were large
    root.tk.call("tk", "scaling", USUAL)
    return root


def scaling(screen):
    return pytest.approx(float(screen.tk.call("tk", "scaling")), rel=0.01)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there Tk knows it")
@pytest.mark.parametrize(
    ("dpi", "expected"), [("96", 4 / 3), ("144", 2), ("288", 4), ("168.5", 2.34)]
)
def test_a_point_has_as_many_pixels_as_the_desktop_wants(screen, xrdb, dpi, expected):
    xrdb(f"printf 'Xcursor.size:\\t24\\nXft.dpi:\\t{dpi}\\nXft.hinting:\\t1\\n'")
    resolution.follow_the_screen(screen)
    assert scaling(screen) == expected


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "echo nothing",
        "echo Xft.dpi: many",
        "echo Xft.dpi: 0",
        "echo Xft.dpi: 99999999999999999999",
        "head -c 1000 /dev/urandom",
        "sleep 60",
    ],
)
def test_what_makes_no_sense_changes_nothing(screen, xrdb, script):
    xrdb(script)
    resolution.follow_the_screen(screen)
    assert scaling(screen) == USUAL


def test_without_xrdb_nothing_changes(screen, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    resolution.follow_the_screen(screen)
    assert scaling(screen) == USUAL


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there Tk knows it")
def test_the_program_grows_with_the_desktop(xrdb, tmp_path):
    code = (
        "import fakes; from main import App; from digits.app.user_files import UserFiles;"
        "from pathlib import Path;"
        f"files = UserFiles.within(Path({str(tmp_path)!r}));"
        "app = App(fakes.load, fakes.ReaderByHand, files=files);"
        "print(app.minsize()[0]); app.destroy()"
    )
    widths = []
    for dpi in (72, 96):
        xrdb(f"echo Xft.dpi: {dpi}")
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": f"{PROJECT / 'tests/app'}{os.pathsep}{PROJECT}"},
            capture_output=True,
            text=True,
            check=True,
        )
        widths.append(int(done.stdout))
    assert widths[1] == pytest.approx(4 / 3 * widths[0], rel=0.05)


def test_on_a_small_screen_the_window_is_made_to_fit(root, xrdb):
    xrdb("echo Xft.dpi: 288")
    resolution.follow_the_screen(root)
    scaling = float(root.tk.call("tk", "scaling"))
    width, height = (points * scaling for points in resolution.LEAST_ROOM)
    assert width <= root.winfo_screenwidth()
    assert height <= 0.9 * root.winfo_screenheight()


def test_the_least_room_is_that_of_the_window(app):
    scaling = float(app.tk.call("tk", "scaling"))
    width, height = app.minsize()
    assert width <= resolution.LEAST_ROOM[0] * scaling
    assert height <= resolution.LEAST_ROOM[1] * scaling
