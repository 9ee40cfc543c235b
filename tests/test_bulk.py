"""Thousands of pictures: in order, on several processes, whatever becomes of a single one."""

import os
import signal
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path

import pytest
from PIL import Image

from digits import PROJECT, bulk
from digits.errors import ModelError, PictureError
from digits.reading import Readings

MANY = 3 * bulk.FEW
MANY_FILES = 1500


class Fake:
    """Reads nothing in any picture; its name says what happens."""

    def read(self, picture: str) -> Readings:
        if "slow" in picture:
            time.sleep(0.3)
        if "bad" in picture:
            raise PictureError(f"{picture} is damaged.")
        if "deadly" in picture:
            os.kill(os.getpid(), signal.SIGKILL)
        if "defect" in picture:
            raise ZeroDivisionError("by zero")
        if "huge" in picture:
            raise MemoryError
        return Readings()


def record(picture: str, readings: Readings, error: str | None) -> str:
    return error or picture


def record_with_process(picture: str, readings: Readings, error: str | None) -> str:
    return f"{os.getpid()}"


def load_nothing() -> Fake:
    raise ModelError("mnist.h5 is missing.")


def load_and_die() -> Fake:
    os._exit(1)


def names(count: int, **others: str) -> list[str]:
    """Return names of pictures, some of them special: ``_5="bad"``."""
    return [others.get(f"_{k}", "") + f"{k}.png" for k in range(count)]


def read(pictures, workers: int = 2, load=Fake, record=record) -> list[bulk.Outcome]:
    return list(bulk.read_all(pictures, Fake(), load, record, workers))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_outcomes_come_in_order(workers):
    pictures = names(MANY, _0="slow", _9="slow", _20="bad")
    outcomes = read(pictures, workers)
    assert [one.record for one in outcomes if not one.failed] == pictures[:20] + pictures[21:]
    assert outcomes[20] == ("bad20.png is damaged.", True)


def test_few_pictures_start_no_process():
    outcomes = read(names(bulk.FEW - 1), load=load_and_die, record=record_with_process)
    assert {one.record for one in outcomes} == {str(os.getpid())}


def test_many_pictures_are_read_by_so_many_processes():
    pictures = [f"slow{k}.png" for k in range(bulk.FEW)]
    processes = {one.record for one in read(pictures, 2, record=record_with_process)}
    assert len(processes) == 2
    assert str(os.getpid()) not in processes


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise")
def test_a_picture_that_ends_its_worker_is_told_and_no_other_is_lost():
    pictures = names(MANY, _3="deadly", _40="deadly", _95="deadly")
    outcomes = read(pictures)
    assert [k for k, one in enumerate(outcomes) if one.failed] == [3, 40, 95]
    assert "deadly40.png ended the process that read it" in outcomes[40].record
    assert [one.record for one in outcomes[4:40]] == pictures[4:40]


def test_a_defect_is_logged_and_ends_one_reading_only(caplog):
    outcomes = read(names(4, _1="defect", _2="huge"))
    assert [one.failed for one in outcomes] == [False, True, True, False]
    assert outcomes[1].record.startswith("defect1.png met a defect of this program (by zero)")
    assert "needs more memory" in outcomes[2].record
    assert "ZeroDivisionError" in caplog.text


def test_a_folder_without_pictures_is_told(tmp_path):
    class Opens:
        def read(self, picture: str) -> Readings:
            raise PictureError("give the pictures one by one")

    (outcome,) = bulk.read_all([str(tmp_path)], Opens(), Fake, record, 1)
    assert outcome == (f"{tmp_path} holds no pictures; give a folder that does.", True)


def test_a_network_that_a_worker_cannot_load_is_told():
    with pytest.raises(ModelError, match=r"mnist\.h5 is missing"):
        read(names(MANY), load=load_nothing)


def test_workers_that_die_at_once_end_the_reading():
    with pytest.raises(bulk.UserError, match="fewer --workers"):
        read(names(MANY), load=load_and_die)


def test_an_endless_list_is_read_as_far_as_it_is_asked_for():
    taken = count()
    outcomes = bulk.read_all((f"{k}.png" for k in taken), Fake(), Fake, record, 2)
    assert [one.record for one in islice(outcomes, 500)] == [f"{k}.png" for k in range(500)]
    outcomes.close()
    assert next(taken) < 500 + 2 * 8 * 64 + 200  # two workers, each so many chunks ahead


def test_slow_pictures_come_in_small_chunks():
    crew = bulk._Crew(iter(()), lambda: None, record, 1)
    worker = Spoken(bulk._Chunk(["a.png"] * 8), seconds=8.0)
    crew._collect(worker)
    assert crew._size == 1
    crew._collect(Spoken(bulk._Chunk(["a.png"]), seconds=0.001))
    assert crew._size == 2


class Spoken:
    """A worker that has done its chunk."""

    def __init__(self, chunk, seconds: float) -> None:
        self.chunk, self._seconds = chunk, seconds

    def take(self):
        return [bulk.Outcome("", False)] * len(self.chunk.pictures), self._seconds


def hear_ctrl_c() -> None:
    """Let a process hear Ctrl+C although its parents, jobs in the background, do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def running(out: Path, pictures: Path) -> subprocess.Popen:
    """Return the real command, reading; it leads a group of processes, as in a shell."""
    command = [sys.executable, "-m", "digits", "read", str(pictures), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--workers", "2"],
        cwd=PROJECT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )
    while not out.exists() or out.read_bytes().count(b"\n") < 50:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.01)
    return process


@pytest.fixture
def pictures(tmp_path) -> Path:
    """A folder of pictures that take some seconds."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    page = Image.new("L", (40, 40), "white")
    page.paste(0, (18, 8, 21, 32))
    page.save(folder / "0.png")
    for k in range(1, MANY_FILES):
        (folder / f"{k}.png").hardlink_to(folder / "0.png")
    return folder


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_real_command_ends_and_goes_on(tmp_path, pictures, how):
    out = tmp_path / "out.txt"
    process = running(out, pictures)
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does: the workers hear it too
    else:
        process.kill()
    _, said = process.communicate(timeout=60)
    whole = out.read_bytes()
    done = whole.count(b"\n")
    assert whole.endswith(b"\n")
    assert 50 <= done < MANY_FILES
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert (
            said == f"interrupted after {done:,} of {MANY_FILES:,} pictures; go on with --resume\n"
        )
    assert no_process_is_left_in(process.pid)

    command = [sys.executable, "-m", "digits", "read", str(pictures), "--out", str(out)]
    went_on = subprocess.run([*command, "--resume"], cwd=PROJECT, capture_output=True, check=False)
    assert (went_on.returncode, went_on.stderr) == (0, b"")
    lines = out.read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        str(pictures / f"{k}.png") for k in range(MANY_FILES)
    ]
    assert len({line.partition(":")[2] for line in lines}) == 1


def no_process_is_left_in(group: int) -> bool:
    """Wait until no process of a group is left; tell whether that is so within a time."""
    for _ in range(1000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
