#!/bin/sh
# Set up what one of make's targets needs: a Python, what pip cannot bring, and the
# packages in .venv. What is there already is left alone, so this costs a moment when
# nothing changed, and an interrupted run is continued by the next one.
#
#     sh tools/setup.sh TARGET            (PYTHON=/path/to/python3.12 names the Python)

set -u
cd "$(dirname "$0")/.." || exit 1
target=$1

case $target in
    app)             requirements=requirements-app.txt needs="tk" ;;
    read)            requirements=requirements-app.txt needs="" ;;
    test | quick)    requirements=requirements-dev.txt needs="tk display" ;;
    lint)            requirements=requirements-dev.txt needs="" ;;
    *)               requirements=requirements.txt     needs="" ;;
esac

stop() { # SENTENCE...: say it and end
    echo "$*" >&2
    exit 1
}

needed() { # NAME: does this target need it?
    case " $needs " in *" $1 "*) true ;; *) false ;; esac
}

# ---------------------------------------------------------------- Pythons

SUITS='(3, 11) <= sys.version_info[:2] <= (3, 13)'
VERSIONS="Python 3.11, 3.12 or 3.13"

# The tests below are run by the Python in question; each prints nothing but the answer.
suits()     { "$1" -c "import sys; sys.exit(not $SUITS)" >/dev/null 2>&1; }
has_tk()    { "$1" -c 'import tkinter' >/dev/null 2>&1; }
has_venv()  { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
is_whole()  { has_venv "$1" && has_tk "$1"; }
is_enough() { has_venv "$1" && { ! needed tk || has_tk "$1"; }; }
of_system() { "$1" -c 'import sys; sys.exit(sys.base_prefix != "/usr")' >/dev/null 2>&1; }
minor()     { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }
version()   { "$1" -c 'import platform; print(platform.python_version())'; }

# The interpreter behind a shim or a virtual environment: it stays when those go.
itself()    { "$1" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'; }
identity()  { "$1" -c 'import sys; print(sys.base_prefix, sys.version)'; }

pythons() { # the Pythons that suit, best first, one path a line
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" && itself "$PYTHON"
        return
    fi
    for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        suits "$name" && itself "$name"
    done
}

first() { # TEST: the first of $candidates that passes it
    echo "$candidates" | while read -r path; do
        if [ -n "$path" ] && "$1" "$path"; then echo "$path" && break; fi
    done
}

# ---------------------------------------------------------------- what pip cannot bring

refuse_intel_macs() { # pip would only say that it finds no tensorflow
    [ "$(uname -s)" = Darwin ] && [ "$(uname -m)" = x86_64 ] || return 0
    stop "This needs TensorFlow 2.20 or later, which does not exist for Macs with an Intel processor; use a Mac with an Apple processor (in a terminal without Rosetta), Linux or Windows."
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() { # PACKAGES...: with apt-get, without asking
    echo "Installing $* with apt-get"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"; } </dev/null ||
        stop "apt-get could not install $*: see its reason above, mend it, and type make $target again."
}

system_packages() { # PYTHON: Debian's packages with Tk and venv for a Python of the system
    if [ "$(minor "$1")" = "$(minor /usr/bin/python3)" ]; then
        echo "python3-tk python3-venv"
    else
        echo "python$(minor "$1")-tk python$(minor "$1")-venv"
    fi
}

how_to_complete() { # PYTHON: the words that tell how to get its missing parts
    if [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
        echo "type: brew install python@$(minor "$1") python-tk@$(minor "$1")"
    elif of_system "$1" && command -v apt-get >/dev/null; then
        echo "type: sudo apt-get install $(system_packages "$1")"
    elif of_system "$1" && command -v dnf >/dev/null; then
        echo "type: sudo dnf install python3-tkinter"
    else
        echo "name a Python that has it: make $target PYTHON=/path/to/python3.12"
    fi
}

complete() { # PYTHON: bring what it lacks for this target, or say how
    is_enough "$1" && return
    if can_install && of_system "$1"; then
        # shellcheck disable=SC2046 # two packages, two words
        apt_install $(system_packages "$1")
        is_enough "$1" && return
    fi
    if has_venv "$1"; then lack="Tk, which draws the window"; else lack="the modules venv and ensurepip"; fi
    stop "$1 lacks $lack; $(how_to_complete "$1")"
}

choose_python() { # sets $python to one that is enough for this target
    candidates=$(pythons)
    if [ -z "$candidates" ] && [ -z "${PYTHON:-}" ] && can_install && [ ! -e /usr/bin/python3 ]; then
        apt_install python3 python3-tk python3-venv
        candidates=$(pythons)
    fi
    if [ -z "$candidates" ]; then
        found=${PYTHON:+"PYTHON=$PYTHON is not one that works here"}
        stop "This needs $VERSIONS, and ${found:-none was found}; name one: make $target PYTHON=/path/to/python3.12"
    fi

    # Rather a later one that has everything than an earlier one that lacks something;
    # then one that apt-get can complete.
    python=$(first is_whole)
    [ -n "$python" ] || { can_install && python=$(first of_system); }
    [ -n "$python" ] || python=$(first is_enough)
    [ -n "$python" ] || python=$(first of_system)
    [ -n "$python" ] || python=$(echo "$candidates" | head -n 1)
    complete "$python"
}

need_display() {
    [ "$(uname)" = Linux ] || return 0 # elsewhere Tk needs no X display
    [ -z "${DISPLAY:-}" ] || return 0
    command -v Xvfb >/dev/null && return
    if can_install; then
        apt_install xvfb
    elif command -v dnf >/dev/null; then
        stop "The window tests need a display or the program Xvfb; type: sudo dnf install xorg-x11-server-Xvfb"
    else
        stop "The window tests need a display or the program Xvfb; type: sudo apt-get install xvfb"
    fi
}

# ---------------------------------------------------------------- the virtual environment

here=$(pwd -P)

venv_is_sound() { # it runs, suits, was made in this place, and by the Python that is asked for
    suits .venv/bin/python || return 1
    # A script of a moved environment still names the Python of the old place.
    head -n 2 .venv/bin/pip 2>/dev/null | grep -qF "$here/.venv/bin/" || return 1
    [ -z "${PYTHON:-}" ] || [ "$(identity "$PYTHON" 2>/dev/null)" = "$(identity .venv/bin/python)" ]
}

make_venv() {
    choose_python
    if [ -e .venv ]; then
        echo "Making .venv anew: it is broken, was moved, lacks Tk, or belongs to another Python"
        rm -rf .venv || stop "The folder .venv could not be removed; remove it and type make $target again."
    fi
    echo "Making .venv with Python $(version "$python") ($python)"
    "$python" -m venv .venv || stop "$python could not make .venv (see above); mend it, or name another: make $target PYTHON=/path/to/python3.12"
}

need_venv() {
    venv_is_sound || make_venv
    needed tk || return 0
    has_tk .venv/bin/python && return
    # Its Python gets Tk, or another Python that has Tk takes its place.
    choose_python
    has_tk .venv/bin/python || make_venv
}

# ---------------------------------------------------------------- the packages

installed_with() { # FILE: it and the files that it includes
    echo "$1"
    sed -n 's/^-r *//p' "$1"
}

parts() { # FILE: likewise, and the files that only name the versions
    installed_with "$1"
    sed -n 's/^-c *//p' "$1"
}

# How pip says that it did not reach the package index.
NO_NETWORK='NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|ConnectionResetError'

stamp()       { echo ".venv/.installed-$1"; }
fingerprint() { parts "$1" | while read -r file; do cat "$file"; done | cksum; }
is_installed() { [ "$(cat "$(stamp "$1")" 2>/dev/null)" = "$(fingerprint "$1")" ]; }

need_packages() {
    is_installed "$requirements" && return
    echo "Installing the packages of $requirements into .venv (minutes, the first time)"
    errors=.venv/pip-errors.txt
    if ! .venv/bin/python -m pip --disable-pip-version-check --retries 2 install -r "$requirements" 2>"$errors"; then
        if grep -qE "$NO_NETWORK" "$errors"; then
            stop "The packages could not be fetched because the network does not answer; connect and type make $target again, what is here already is kept."
        fi
        cat "$errors" >&2
        stop "pip could not install the packages (see above); mend it and type make $target again, what is here already is kept."
    fi
    for file in $(installed_with "$requirements"); do fingerprint "$file" >"$(stamp "$file")"; done
}

# ---------------------------------------------------------------- a network trained anew

NEEDED=7 # so that an error, which exits with 1, is not taken for an answer

ask_for_keras() { # exit code 0, or $NEEDED to export mnist.h5, whose mnist.onnx is of another network
    .venv/bin/python -c "import sys
from digits import MODEL_PATH
from digits.predictor import needs_keras
sys.exit($NEEDED if needs_keras(MODEL_PATH) else 0)" 2>/dev/null
}

need_keras_for_a_new_network() {
    is_installed requirements.txt && return
    networks=$(cat mnist.h5 mnist.onnx 2>/dev/null | cksum)
    [ "$(cat .venv/.exported 2>/dev/null)" = "$networks" ] && return
    ask_for_keras
    case $? in
        0) echo "$networks" >.venv/.exported ;;
        "$NEEDED")
            echo "mnist.h5 is new and must be exported once, by Keras"
            requirements=requirements.txt
            need_packages
            ;;
    esac
}

refuse_intel_macs
if needed display; then need_display; fi
need_venv
need_packages
case $target in app | read) need_keras_for_a_new_network ;; esac
