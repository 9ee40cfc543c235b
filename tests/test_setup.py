"""`make` sets up what is missing: the right Python, what pip cannot bring, the packages.

Each test works in a small project of its own: the real Makefile and setup script, empty
requirements (so no network is needed), and a PATH on which the Pythons are fakes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from digits import PROJECT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make is for Linux and macOS")

TOOLS = ("awk", "cat", "cksum", "dirname", "grep", "head", "id", "rm", "sed", "sh", "uname")

WHOLE = ("tkinter", "venv", "ensurepip")

FAKE_PYTHON = """
import pathlib, sys

class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name in {lacking} - set(pathlib.Path({present!r}).read_text(encoding="utf-8").split()):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Lacking())
sys.version_info = {version}
sys._base_executable = {path!r}
sys.base_prefix = {prefix!r}
exec(sys.argv[2])
"""


class Project:
    """A clone with nothing set up, and a PATH that holds only what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a clone"
        self.programs = folder / "bin"
        for name in ("Makefile", "tools/setup.sh"):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, target)
        self.write("requirements.txt", "# nothing\n")
        self.write("requirements-dev.txt", "-r requirements.txt\n")
        self.write("requirements-app.txt", "-c requirements.txt\n")
        self.write("main.py", "print('the window')\n")
        self.programs.mkdir()
        for tool in (*TOOLS, "make"):
            found = shutil.which(tool)
            assert found, f"the tests of the setup need the program {tool}"
            # Not a link: a fake that takes its place would be written over the real program.
            self.program(tool, f'exec "{found}" "$@"')

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def program(self, name: str, script: str) -> Path:
        """Put a program on the PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def python(
        self, name: str, version: str, modules: tuple[str, ...] = WHOLE, prefix: str = "/opt"
    ) -> Path:
        """Put a Python on the PATH that claims a version and a place, and has these modules."""
        path = self.programs / name
        present = self.programs / f".{name}.modules"
        present.write_text(" ".join(modules), encoding="utf-8")
        fake = self.programs / f".{name}.py"
        fake.write_text(
            FAKE_PYTHON.format(
                version=(*map(int, version.split(".")), 0),
                path=str(path),
                prefix=prefix,
                lacking=set(WHOLE),
                present=str(present),
            ),
            encoding="utf-8",
        )
        mark = self.folder / "chosen"
        return self.program(
            name,
            f'test "$1" = -m && echo "$0" >"{mark}" && exit 1\n'
            f'exec "{sys.executable}" "{fake}" "$@"',
        )

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *arguments],
            cwd=self.folder,
            env={"PATH": str(self.programs), "HOME": str(self.folder), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def chosen(self, *arguments: str) -> str:
        """Return the name of the Python that was asked to make .venv."""
        result = self.make(*arguments)
        mark = self.folder / "chosen"
        assert mark.exists(), result.stderr
        return Path(mark.read_text(encoding="utf-8").strip()).name


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on stderr that is not make's own."""
    lines = [line for line in result.stderr.splitlines() if not line.startswith("make: ***")]
    assert result.returncode != 0
    assert len(lines) == 1, result.stderr
    return lines[0]


# --- which Python


def test_no_python_gets_one_sentence(project: Project) -> None:
    project.program("id", "echo 1000")
    said = sentence(project.make("app", PYTHON="/nowhere/python3"))
    assert "Python 3.11, 3.12 or 3.13" in said
    assert "make app PYTHON=/path/to/python3.12" in said


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.14"])
def test_another_python_gets_one_sentence(project: Project, version: str) -> None:
    python = project.python("other", version)
    said = sentence(project.make("lint", f"PYTHON={python}"))
    assert str(python) in said
    assert "make lint PYTHON=/path/to/python3.12" in said


def test_a_given_python_is_taken(project: Project) -> None:
    project.python("python3", "3.11")
    given = project.python("mine", "3.12")
    assert project.chosen("read", "IMAGES=a.png", f"PYTHON={given}") == "mine"


def test_a_given_python_that_does_not_suit_is_not_replaced(project: Project) -> None:
    project.python("python3", "3.11")
    given = project.python("mine", "3.10")
    sentence(project.make("app", f"PYTHON={given}"))
    assert not (project.folder / "chosen").exists()


def test_python3_comes_first(project: Project) -> None:
    project.python("python3", "3.11")
    project.python("python3.13", "3.13")
    assert project.chosen("app") == "python3"


def test_a_shim_that_fails_is_passed_over(project: Project) -> None:
    project.program("python3", 'echo "version 3.11 is not set" >&2; exit 127')
    project.python("python3.12", "3.12")
    assert project.chosen("app") == "python3.12"


def test_a_whole_python_is_preferred_to_one_without_tk(project: Project) -> None:
    project.python("python3", "3.11", ("venv", "ensurepip"))
    project.python("python3.12", "3.12")
    assert project.chosen("lint") == "python3.12"


# --- what pip cannot bring


def pretend(project: Project, system: str, machine: str) -> None:
    """Let the computer be another one."""
    project.program("uname", f'case "$*" in -m) echo {machine};; *) echo {system};; esac')


def test_a_mac_with_an_intel_processor_gets_one_sentence(project: Project) -> None:
    pretend(project, "Darwin", "x86_64")
    project.python("python3", "3.12")
    assert "TensorFlow" in sentence(project.make("app"))
    assert not (project.folder / "chosen").exists()


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "x86_64")])
def test_any_other_computer_goes_on(project: Project, system: str, machine: str) -> None:
    pretend(project, system, machine)
    project.python("python3", "3.12")
    assert project.chosen("app") == "python3"


def test_no_tk_stops_the_program_with_one_sentence(project: Project) -> None:
    python = project.python("lacking", "3.12", ("venv", "ensurepip"))
    said = sentence(project.make("app", f"PYTHON={python}"))
    assert "lacks Tk" in said


def test_no_tk_does_not_stop_reading_pictures(project: Project) -> None:
    python = project.python("lacking", "3.12", ("venv", "ensurepip"))
    assert project.chosen("read", "IMAGES=a.png", f"PYTHON={python}") == "lacking"


def test_no_venv_stops_with_one_sentence(project: Project) -> None:
    python = project.python("lacking", "3.12", ("tkinter", "venv"))
    assert "venv and ensurepip" in sentence(project.make("lint", f"PYTHON={python}"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Tk needs no X elsewhere")
@pytest.mark.parametrize("target", ["test", "quick"])
def test_no_display_and_no_xvfb_stop_the_tests(project: Project, target: str) -> None:
    project.program("id", "echo 1000")
    project.python("python3", "3.12")
    said = sentence(project.make(target))
    assert "Xvfb" in said
    assert "install" in said


def test_root_on_debian_gets_xvfb_without_being_asked(project: Project) -> None:
    project.program("id", "echo 0")
    project.program("uname", "echo Linux")
    project.program("apt-get", f'echo "$*" >>{project.programs}/apt.log')
    project.python("python3", "3.12")
    assert project.chosen("test") == "python3"
    assert "xvfb" in (project.programs / "apt.log").read_text(encoding="utf-8")


def test_root_on_debian_gets_tk_without_being_asked(project: Project) -> None:
    project.program("id", "echo 0")
    python = project.python("python3", "3.12", ("venv", "ensurepip"), prefix="/usr")
    project.program("apt-get", f"echo tkinter venv ensurepip >{project.programs}/.python3.modules")
    assert project.chosen("app", f"PYTHON={python}") == "python3"


def test_root_is_told_when_apt_get_fails(project: Project) -> None:
    project.program("id", "echo 0")
    python = project.python("python3", "3.12", ("venv", "ensurepip"), prefix="/usr")
    project.program("apt-get", "exit 100")
    assert "apt-get could not install" in sentence(project.make("app", f"PYTHON={python}"))


def test_anyone_else_is_told_what_to_type(project: Project) -> None:
    project.program("id", "echo 1000")
    project.program("uname", "echo Linux")
    project.program("apt-get", "exit 1")
    project.python("python3", "3.12")
    assert "sudo apt-get install xvfb" in sentence(project.make("test"))
    python = project.python("python3", "3.12", ("venv", "ensurepip"), prefix="/usr")
    assert "sudo apt-get install python3" in sentence(project.make("app", f"PYTHON={python}"))


# --- the virtual environment, made by this very Python


@pytest.mark.slow
def test_the_environment_is_made_once(project: Project) -> None:
    first = project.make("app", f"PYTHON={sys.executable}")
    assert first.stdout.splitlines()[-1] == "the window", first.stderr
    assert project.make("app").stdout.splitlines() == ["the window"]


@pytest.mark.slow
def test_changed_requirements_are_installed(project: Project) -> None:
    project.make("read", "IMAGES=a.png", f"PYTHON={sys.executable}")
    project.write(
        "requirements.txt", "# nothing new\n"
    )  # it holds the versions for the program too
    assert "Installing the packages of requirements-app.txt" in project.make("app").stdout
    assert "Installing" not in project.make("app").stdout


@pytest.mark.slow
def test_an_interrupted_installation_is_continued(project: Project) -> None:
    project.write("requirements-app.txt", "nothing @ file:///nowhere\n")
    result = project.make("app", f"PYTHON={sys.executable}")
    assert "mend it and type make app again" in result.stderr
    assert "the window" not in result.stdout
    project.write("requirements-app.txt", "# nothing\n")
    result = project.make("app")
    assert "Making .venv" not in result.stdout
    assert result.stdout.splitlines()[-1] == "the window"


@pytest.mark.slow
def test_a_moved_environment_is_made_anew(project: Project) -> None:
    project.make("app", f"PYTHON={sys.executable}")
    project.folder = project.folder.rename(project.folder.with_name("moved"))
    result = project.make("app", f"PYTHON={sys.executable}")
    assert "Making .venv anew" in result.stdout
    assert result.stdout.splitlines()[-1] == "the window"


@pytest.mark.slow
def test_an_environment_whose_python_is_gone_is_made_anew(project: Project) -> None:
    project.make("app", f"PYTHON={sys.executable}")
    python = project.folder / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    result = project.make("app", f"PYTHON={sys.executable}")
    assert "Making .venv anew" in result.stdout
    assert result.stdout.splitlines()[-1] == "the window"


# --- a network that was trained anew


@pytest.mark.slow
def test_the_program_needs_the_rest_only_for_a_network_that_was_trained_anew(
    project: Project,
) -> None:
    (project.folder / "digits").mkdir()
    project.write("digits/__init__.py", "MODEL_PATH = 'mnist.h5'\n")
    asked = (
        "import pathlib\ndef needs_keras(path):\n    pathlib.Path('asked').touch()\n    return {}\n"
    )
    project.write("digits/predictor.py", asked.format(False))
    project.write("mnist.h5", "of the repository")
    first = project.make("app", f"PYTHON={sys.executable}")
    assert "requirements-app.txt" in first.stdout
    assert "requirements.txt" not in first.stdout

    (project.folder / "asked").unlink()
    project.make("app")
    assert not (project.folder / "asked").exists()  # nothing changed: it opens at once

    project.write("mnist.h5", "trained anew")
    project.write("digits/predictor.py", asked.format(True))
    result = project.make("app")
    assert "mnist.h5 is new" in result.stdout
    assert "Installing the packages of requirements.txt" in result.stdout
    assert result.stdout.splitlines()[-1] == "the window"


# --- what make passes on


def test_read_without_pictures_says_what_to_type(project: Project) -> None:
    assert 'make read IMAGES="a.png b.jpg"' in sentence(project.make("read"))


@pytest.mark.slow
def test_file_names_are_never_commands(project: Project) -> None:
    project.python("python3", "3.12")
    project.write("digits.py", "import sys\nprint(sys.argv[1:])\n")
    result = project.make(
        "read", "IMAGES=a.png;id $(shell echo b) `id`", f"PYTHON={sys.executable}"
    )
    assert result.stdout.splitlines()[-1] == str(
        ["read", "a.png;id", "$(shell", "echo", "b)", "`id`"]
    )


def test_make_alone_lists_the_targets(project: Project) -> None:
    said = project.make().stdout
    for target in ("app", "test", "train", "notebook", "quick", "read", "lint"):
        assert f"make {target} " in said


# --- the requirements files


def requirements(name: str) -> list[tuple[Requirement, str]]:
    """Return each requirement of a file with its comment."""
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    parts = [line.partition("#") for line in lines if line[:1].isalpha()]
    return [(Requirement(text), comment.strip()) for text, _, comment in parts]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_has_bounds_and_a_reason(name: str) -> None:
    for requirement, reason in requirements(name):
        operators = {bound.operator for bound in requirement.specifier}
        assert operators == {">=", "<"}, requirement
        assert reason, requirement


def test_the_installed_packages_are_in_the_stated_ranges() -> None:
    from importlib.metadata import version

    for name in ("requirements.txt", "requirements-dev.txt"):
        for requirement, _ in requirements(name):
            assert version(requirement.name) in requirement.specifier, requirement


def test_what_the_program_needs_is_a_part_of_the_whole_list_without_tensorflow() -> None:
    needed = {requirement.name for requirement, _ in requirements("requirements-app.txt")}
    whole = {requirement.name for requirement, _ in requirements("requirements.txt")}
    assert needed < whole
    assert not needed & {"tensorflow", "keras", "h5py", "onnx", "tf2onnx", "scikit-learn"}


def test_keras_is_one_that_honors_safe_mode_for_h5_files() -> None:
    keras = next(r for r, _ in requirements("requirements.txt") if r.name == "keras")
    assert not list(keras.specifier.filter(["3.10.0", "3.11.2"]))
