"""Whether the system is dark, asked in a process of its own; Tcl's event loop is enough."""

import os
import subprocess
import sys
import time
import tkinter
from contextlib import suppress

import psutil
import pytest

from digits import PROJECT
from digits.app import system_look
from digits.app.system_look import ASK_DARKDETECT, PATIENCE, PAUSE, SystemLook


def python(code):
    return (sys.executable, "-c", code)


DARK, LIGHT = python("print('Dark')"), python("print('Light')")
FOREVER = python("import time; time.sleep(600)")
KEPT_OPEN = python(  # what it started holds the pipe, and would outlive it
    "import subprocess, sys\n"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
)


class Asked:
    """One asking after the other, with a clock in the hands of the test."""

    def __init__(self):
        self.now = 1000.0
        self.answers = []
        self.widget = tkinter.Tcl()
        self.started = []

    def look(self, command=DARK):
        self.system = SystemLook(self.widget, self.answers.append, command, lambda: self.now)
        return self.system


@pytest.fixture
def asked(monkeypatch):
    asked = Asked()
    start = subprocess.Popen

    def note(*args, **options):
        asked.started.append(start(*args, **options))
        return asked.started[-1]

    monkeypatch.setattr(subprocess, "Popen", note)
    yield asked
    asked.system.close()
    assert all(process.returncode is not None for process in asked.started)  # no zombie


@pytest.fixture
def until_answered(asked, wait_until):
    return lambda: wait_until(asked.widget, lambda: not asked.system.asking)


@pytest.mark.parametrize(("command", "dark"), [(DARK, True), (LIGHT, False)])
def test_the_answer_is_delivered(asked, until_answered, command, dark):
    asked.look(command).ask()
    assert asked.answers == []
    until_answered()
    assert asked.answers == [dark]


def test_darkdetect_answers(asked, until_answered):
    system = asked.look(ASK_DARKDETECT)
    assert system.available()
    system.ask()
    until_answered()
    assert asked.started[0].returncode == 0
    assert len(asked.answers) <= 1  # on a system that darkdetect does not know, none


@pytest.mark.parametrize(
    "command",
    [
        python("print('None')"),
        python("print('Darkness')"),
        python("pass"),
        python("import sys; print('Dark'); sys.exit(1)"),
        python("import sys; sys.stdout.buffer.write(b'\\xff')"),
        python("import darkdetect_that_nobody_has"),
        ("/nowhere/python",),
        (str(PROJECT),),
        ("",),
    ],
    ids=repr,
)
def test_anything_else_is_no_answer(asked, until_answered, command):
    asked.look(command).ask()
    until_answered()
    assert asked.answers == []


def test_asking_keeps_nobody_waiting(asked):
    before = time.perf_counter()
    asked.look(FOREVER).ask()
    asked.widget.update()
    assert time.perf_counter() - before < 1
    assert asked.system.asking


def test_who_does_not_answer_is_killed(asked, until_answered):
    asked.look(FOREVER).ask()
    asked.now += PATIENCE - 1
    asked.widget.update()
    assert asked.system.asking
    asked.now += 1
    until_answered()
    assert asked.answers == []
    assert asked.started[0].returncode != 0


def test_who_says_too_much_is_killed(asked, until_answered):
    asked.look(python("while True: print('Dark' * 9999)")).ask()
    asked.now += PATIENCE
    until_answered()
    assert asked.answers == []


@pytest.mark.skipif(sys.platform == "win32", reason="darkdetect starts nothing there")
def test_what_it_started_holds_nothing_up_and_goes_with_it(asked, until_answered):
    asked.look(KEPT_OPEN).ask()
    until_answered()
    assert asked.answers == []
    group = asked.started[0].pid
    end = time.monotonic() + 60
    while _alive(group):
        assert time.monotonic() < end
        time.sleep(0.01)


def _alive(group):
    """Whether a process of a group runs; one that has ended may still be listed."""
    for process in psutil.process_iter():
        with suppress(OSError, psutil.Error):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                return True
    return False


def test_one_asking_at_a_time(asked, until_answered):
    system = asked.look()
    system.ask()
    asked.now += PAUSE
    system.ask()
    until_answered()
    assert len(asked.started) == 1


def test_not_again_within_ten_seconds(asked, until_answered):
    system = asked.look()
    system.ask()
    until_answered()
    asked.now += PAUSE - 0.1
    system.ask()
    assert not system.asking
    asked.now += 0.1
    system.ask()
    until_answered()
    assert asked.answers == [True, True]


def test_without_darkdetect_nothing_is_asked(asked, monkeypatch):
    monkeypatch.setattr(system_look, "find_spec", lambda name: None)
    system = asked.look()
    assert not system.available()
    system.ask()
    assert asked.started == []


def test_closing_while_it_is_asked_ends_the_asking(asked):
    system = asked.look(FOREVER)
    system.ask()
    system.close()
    (process,) = asked.started
    assert process.returncode is not None
    asked.now += PAUSE
    system.ask()
    system.close()
    asked.widget.update()
    assert len(asked.started) == 1
    assert asked.answers == []


def test_a_delivery_that_fails_does_not_end_the_asking(wait_until, failures):
    def deliver(dark):
        answers.append(dark)
        raise ZeroDivisionError

    answers, now = [], [0.0]
    system = SystemLook(tkinter.Tcl(), deliver, DARK, lambda: now[0])
    for _ in range(2):
        now[0] += PAUSE
        system.ask()
        wait_until(system.widget, lambda: not system.asking)
    system.close()
    assert answers == [True, True]
    assert len(failures) == 2
    failures.clear()


def test_a_module_in_the_working_directory_is_never_run(
    asked, until_answered, tmp_path, monkeypatch
):
    (tmp_path / "darkdetect.py").write_text("def theme(): return 'Dark'", encoding="utf-8")
    (tmp_path / "platform.py").write_text("open('run', 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked.look(ASK_DARKDETECT).ask()
    until_answered()
    assert not (tmp_path / "run").exists()
    assert asked.answers != [True] or "Dark" in _theme()


def _theme():
    code = "import darkdetect; print(darkdetect.theme())"
    command = [sys.executable, "-P", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
