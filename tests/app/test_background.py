"""The reading process seen from the Tk side; Tcl's event loop is enough, no display needed."""

import os
import signal
import subprocess
import sys
import tkinter

import fakes
import numpy as np
import pytest

from digits import PROJECT
from digits.app.background import Background, Stopped
from digits.app.worker import Defect, Done, ReadPicture, ReadStrokes, Ready, Refused

ONE = ReadStrokes((np.array([[5, 0], [5, 50], [5, 100]], float),))
ZERO = ReadStrokes((np.array([[50, 0], [0, 50], [50, 100], [100, 50], [50, 0]], float),))
DEADLY = ReadStrokes((np.array([[5, 5]], float),))


class Outcomes(list):
    """What was delivered, for one background."""

    def start(self, load):
        self.background = Background(tkinter.Tcl(), load, self.append)
        return self.background

    @property
    def kinds(self):
        return [type(outcome) for outcome in self]


@pytest.fixture
def outcomes():
    outcomes = Outcomes()
    yield outcomes
    outcomes.background.close()


@pytest.fixture
def until(outcomes, wait_until):
    """Wait for so many outcomes in all."""
    return lambda count: wait_until(outcomes.background.widget, lambda: len(outcomes) >= count)


def test_it_gets_ready_and_reads_strokes(outcomes, until):
    background = outcomes.start(fakes.load)
    assert not background.ready
    until(1)
    assert outcomes == [Ready()]
    assert background.ready
    background.request(ONE)
    until(2)
    assert str(outcomes[1].readings) == "1"
    assert outcomes[1].preview is None


def test_a_picture_is_read_and_comes_back_to_be_shown(outcomes, until, picture_file):
    background = outcomes.start(fakes.load)
    background.request(ReadPicture(picture_file))
    until(2)
    assert str(outcomes[1].readings) == "1"
    assert outcomes[1].preview.shape == (60, 40, 3)
    assert outcomes[1].preview.dtype == np.uint8


def test_a_request_before_it_is_ready_is_held_however_large_it_is(outcomes, until):
    background = outcomes.start(fakes.load)
    there_and_back = np.tile(ONE.strokes[0], (100_000, 1))
    background.request(ReadStrokes((there_and_back,)))  # far more than a pipe takes
    until(2)
    assert str(outcomes[1].readings) == "1"


def test_of_two_requests_before_it_is_ready_only_the_newer_is_answered(outcomes, until):
    background = outcomes.start(fakes.load)
    background.request(ONE)
    background.request(ZERO)
    until(2)
    assert str(outcomes[1].readings) == "0"


def test_a_newer_request_voids_the_outcome_of_the_one_under_way(outcomes, until):
    background = outcomes.start(fakes.load)
    until(1)
    background.request(ONE)
    background.request(ZERO)
    until(2)
    assert str(outcomes[1].readings) == "0"


def test_a_request_that_is_cancelled_is_not_answered(outcomes, until):
    background = outcomes.start(fakes.load)
    until(1)
    background.request(ONE)
    background.cancel()
    background.request(ZERO)
    background.cancel()
    background.request(ZERO)
    until(2)
    assert str(outcomes[1].readings) == "0"


def test_a_picture_that_cannot_be_opened_is_one_sentence(outcomes, until, tmp_path):
    background = outcomes.start(fakes.load)
    background.request(ReadPicture(tmp_path / "missing.png"))
    until(2)
    assert isinstance(outcomes[1], Refused)
    assert "missing.png" in outcomes[1].sentence


def test_a_failed_load_is_said_and_the_next_request_loads_anew(outcomes, until):
    background = outcomes.start(fakes.load_nothing)
    background.request(ONE)
    until(1)
    assert outcomes == [Refused(fakes.NO_MODEL)]
    assert background.pid is None
    background.request(ONE)
    until(2)
    assert outcomes[1] == Refused(fakes.NO_MODEL)
    assert not background.ready


def test_a_defect_while_loading_comes_back_as_a_traceback(outcomes, until):
    outcomes.start(fakes.load_with_a_defect)
    until(1)
    assert isinstance(outcomes[0], Defect)
    assert "ZeroDivisionError: while loading" in outcomes[0].traceback


def test_a_defect_while_reading_comes_back_and_reading_goes_on(outcomes, until, picture_file):
    background = outcomes.start(fakes.load_fragile)
    background.request(ONE)
    until(2)
    assert "ZeroDivisionError: while reading" in outcomes[1].traceback
    background.request(ReadPicture(picture_file))
    until(3)
    assert str(outcomes[2].readings) == "1"


def test_a_killed_process_is_started_anew_once_until_something_is_asked(outcomes, until):
    background = outcomes.start(fakes.load)
    until(1)
    os.kill(background.pid, signal.SIGTERM)
    until(3)
    assert outcomes[1:] == [Stopped(restarting=True), Ready()]
    os.kill(background.pid, signal.SIGTERM)
    until(4)
    assert outcomes[3] == Stopped(restarting=False)
    background.request(ONE)
    until(6)
    assert outcomes[4] == Ready()
    assert str(outcomes[5].readings) == "1"


def test_a_request_that_kills_the_process_does_not_do_so_for_ever(outcomes, until, picture_file):
    background = outcomes.start(fakes.load_fragile)
    background.request(DEADLY)
    until(4)
    assert outcomes.kinds == [Ready, Stopped, Ready, Stopped]
    assert outcomes[3] == Stopped(restarting=False)
    background.request(ReadPicture(picture_file))
    until(6)
    assert outcomes.kinds[4:] == [Ready, Done]


def test_a_request_survives_a_process_that_dies_while_it_loads(outcomes, until):
    background = outcomes.start(fakes.load)
    background.request(ONE)
    os.kill(background.pid, signal.SIGTERM)
    until(3)
    assert outcomes.kinds == [Stopped, Ready, Done]


def test_a_delivery_that_fails_does_not_end_the_polling(wait_until, failures):
    def deliver(outcome):
        delivered.append(outcome)
        raise ZeroDivisionError

    delivered = []
    background = Background(tkinter.Tcl(), fakes.load, deliver)
    wait_until(background.widget, lambda: len(delivered) == 1)
    background.request(ONE)
    wait_until(background.widget, lambda: len(delivered) == 2)
    background.close()
    assert len(failures) == 2
    failures.clear()


def test_closing_while_it_loads_ends_the_process(outcomes):
    background = outcomes.start(fakes.load_forever)
    assert background.pid is not None
    background.close()
    assert background.pid is None


def test_a_request_after_closing_starts_no_process(outcomes):
    background = outcomes.start(fakes.load)
    background.close()
    background.request(ONE)
    assert background.pid is None


def test_the_process_goes_when_the_program_is_killed():
    program = (
        "import tkinter, fakes\n"
        "from digits.app.background import Background\n"
        "background = Background(tkinter.Tcl(), fakes.load_forever, print)\n"
        "print('running', flush=True)\n"
        "background.widget.mainloop()\n"
    )
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests" / "app")])
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert running.stdout.readline() == "running\n"
    running.kill()
    # Both processes write to this pipe: it ends when both of them have.
    assert running.communicate(timeout=60) == ("", None)
