"""How the program starts, and what it says when it cannot."""

import os
import signal
import subprocess
import sys
import tkinter as tk

import pytest

import main
from digits import PROJECT

HEAVY = {"keras", "tensorflow", "matplotlib", "scipy", "sklearn"}
NOT_AT_THE_START = {"numpy", "cv2", "PIL", "onnxruntime"}


def run(*args, **environment):
    return subprocess.run(
        [sys.executable, *args],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_one_sentence_that_helps(result):
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert 'make read IMAGES="..."' in result.stderr
    assert "python -m digits read FILE..." in result.stderr


def test_the_program_starts_without_anything_heavy():
    result = run("-c", "import sys, main; print(*sys.modules)")
    assert result.returncode == 0, result.stderr
    assert "tkinter" in result.stdout.split()
    assert not (HEAVY | NOT_AT_THE_START) & set(result.stdout.split())


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there Tk needs no X display")
def test_with_no_display_it_names_the_way_through_the_terminal():
    assert_one_sentence_that_helps(run("main.py", DISPLAY=""))


def test_with_no_tkinter_it_names_the_way_through_the_terminal():
    hide = "import runpy, sys; sys.modules[%r] = None; runpy.run_path('main.py')"
    assert_one_sentence_that_helps(run("-c", hide % "tkinter"))
    assert_one_sentence_that_helps(run("-c", hide % "_tkinter"))


def test_another_missing_package_is_not_hidden():
    result = run("-c", "import sys; sys.modules['logging'] = None; import main")
    assert "ModuleNotFoundError" in result.stderr
    assert "make read" not in result.stderr


def test_a_defect_in_the_window_is_not_taken_for_a_missing_display(monkeypatch):
    def broken(**_):
        raise tk.TclError('unknown option "-colour"')

    monkeypatch.setattr(main, "App", broken)
    with pytest.raises(tk.TclError, match="unknown option"):
        main.main([])


def run_and(happening, folder):
    """Run the program while its network loads, and let something happen to its window.

    It stands in a file, because the reading process imports the main file once more. Both
    processes have the same output, so that `run` returns when both have ended.
    """
    program = folder / "program.py"
    program.write_text(
        "import os, signal, main\n"
        "class App(main.App):\n"
        "    def mainloop(self):\n"
        f"        self.after(100, lambda: {happening})\n"
        "        super().mainloop()\n"
        "if __name__ == '__main__':\n"
        "    main.App = App\n"
        "    main.main([])\n",
        encoding="utf-8",
    )
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(folder))
    return run(str(program), PYTHONPATH=str(PROJECT), **own)  # not the person's settings


def test_the_program_ends_when_its_window_is_closed_while_the_network_loads(tmp_path):
    result = run_and("self.destroy()", tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_an_interrupt_in_the_terminal_ends_the_program_without_a_word(tmp_path):
    result = run_and("os.kill(os.getpid(), signal.SIGINT)", tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (-signal.SIGINT, "", "")
