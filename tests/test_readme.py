"""The commands that the README shows are the ones that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from digits import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")

# Commands stand in blocks and in backticks; the prose may "make sure" of things.
CODE = re.compile(r"```.*?\n(?P<block>.*?)```|`(?P<inline>[^`\n]+)`", re.DOTALL)


def commands() -> list[str]:
    """Return the lines of code that the README shows, without prompts and comments."""
    shown = [match["block"] or match["inline"] for match in CODE.finditer(README)]
    lines = [
        re.sub(r"^([$>]|PS>) | +# .*", "", line) for text in shown for line in text.split("\n")
    ]
    return [line.strip() for line in lines if line.strip()]


def shown_targets() -> set[str]:
    return {match[1] for line in commands() if (match := re.match(r"make ([a-z]+)", line))}


def makefile_targets() -> set[str]:
    """Return the targets of the Makefile that carry a description: what `make help` lists."""
    return set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE))


def test_every_target_of_the_makefile_has_its_description() -> None:
    assert set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) == makefile_targets()


def test_the_readme_shows_the_targets_of_the_makefile_and_no_others() -> None:
    assert shown_targets() - {"help"} == makefile_targets() - {"help"}


@pytest.mark.skipif(sys.platform == "win32", reason="make is for Linux and macOS")
def test_make_alone_lists_what_the_readme_shows() -> None:
    make = shutil.which("make")
    assert make, "the tests of the commands need the program make"
    listed = subprocess.run(
        [make, "--no-print-directory", "-C", str(PROJECT)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert set(re.findall(r"^ +make ([a-z]+) ", listed, re.MULTILINE)) == makefile_targets()


def test_the_pip_commands_name_files_that_exist() -> None:
    named = [name for line in commands() for name in re.findall(r"pip install.* -r (\S+)", line)]
    assert "requirements.txt" in named
    assert "requirements-dev.txt" in named
    assert [name for name in named if not (PROJECT / name).is_file()] == []


def test_the_python_commands_name_programs_that_exist() -> None:
    lines = [line for line in commands() if re.search(r"(^|[/\\])(py|python3?) ", line)]
    assert any("main.py" in line for line in lines)
    assert any("-m digits read" in line for line in lines)
    for line in lines:
        for script in re.findall(r"^\S+ ([\w/]+\.py)", line):
            assert (PROJECT / script).is_file(), line


def test_the_links_of_the_readme_lead_to_files() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", README)
    assert links, "the README shows a screenshot"
    assert [link for link in links if not (PROJECT / link).exists()] == []
