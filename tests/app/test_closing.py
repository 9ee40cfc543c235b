"""However the program ends: both of its processes are gone, and what was drawn is kept."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import fakes
import numpy as np
import pytest
from program import STATES

from digits import PROJECT
from digits.app.user_files import UserFiles
from digits.drawing_file import open_drawing
from main import App

PATIENCE = 60  # seconds
NETWORK_STATES = list(STATES)[:3]


@pytest.fixture
def start(tmp_path):
    """Start the program; when it is in a state it closes itself, or waits for its end."""
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    environment = os.environ | dict.fromkeys(places, str(tmp_path)) | {"PYTHONPATH": str(PROJECT)}
    started = []

    def start_program(state, then):
        program = Path(__file__).with_name("program.py")
        running = subprocess.Popen(
            [sys.executable, program, state, then],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(running)
        return running

    yield start_program
    for running in started:
        with suppress(ProcessLookupError):  # only what a failed test has left is still there
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def end(running):
    """Wait until both processes have ended, which is when nobody can write to the pipes."""
    output, errors = running.communicate(timeout=PATIENCE)
    assert errors == ""
    return output


def kept(folder):
    """The file with the unsaved drawing, wherever this system has it."""
    (path,) = folder.rglob("drawing.json")
    return path


def points(page):
    return [stroke.tolist() for stroke in page.points]


@pytest.mark.parametrize("state", STATES)
def test_the_window_can_be_closed_while(state, start, tmp_path):
    running = start(state, "closes")
    drawn = json.loads(end(running))
    assert running.returncode == 0
    assert len(drawn) == 1
    (stroke,) = points(open_drawing(kept(tmp_path)))
    np.testing.assert_allclose(stroke, drawn[0], atol=0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", "SIGHUP"])
@pytest.mark.parametrize("state", NETWORK_STATES)
def test_the_program_can_be_killed_while(state, name, start, tmp_path):
    running = start(state, "waits")
    drawn = json.loads(running.stdout.readline())
    running.send_signal(signal.Signals[name])
    assert end(running) == ""
    assert running.returncode == -signal.Signals[name]
    files = UserFiles(tmp_path / "settings.json", kept(tmp_path), tmp_path / "pasted")
    later = App(load=fakes.load, background=fakes.ReaderByHand, files=files)
    later.update()
    np.testing.assert_allclose(points(later.session.page), drawn, atol=0.01)
    later.destroy()
