# Every target sets up what it needs first (tools/setup.sh), and only what is missing.
#
#     make app                          with the first Python 3.11, 3.12 or 3.13 found
#     make app PYTHON=/path/to/python3.12                          with this one

NOTEBOOK := MNIST_DigitRecognition_UsingCNN.ipynb
PY := .venv/bin/python

export PYTHON
# File names reach the shell through the environment, as they are: none can be a command.
override IMAGES := $(value IMAGES)
export IMAGES

.PHONY: help app read train notebook test quick lint
.DEFAULT_GOAL := help

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

app: ## open the program: draw a digit, or upload a picture of one
	@sh tools/setup.sh $@
	@$(PY) main.py

read: ## read pictures in the terminal: make read IMAGES="a.png b.jpg"
	@test -n "$$IMAGES" || { echo 'Name the pictures to read: make read IMAGES="a.png b.jpg"' >&2; exit 1; }
	@sh tools/setup.sh $@
	@$(PY) -m digits read $$IMAGES

train: ## run the notebook top to bottom: train the network, save mnist.h5
	@sh tools/setup.sh $@
	@$(PY) tools/run_notebook.py $(NOTEBOOK)

notebook: ## open the notebook in Jupyter
	@sh tools/setup.sh $@
	@# Jupyter refuses root, but in a container root is often the only user.
	@$(PY) -m notebook $$(test "$$(id -u)" -ne 0 || echo --allow-root) $(NOTEBOOK)

test: ## run the whole test suite
	@sh tools/setup.sh $@
	@$(PY) -m pytest

quick: ## run the fast tests, about a minute
	@sh tools/setup.sh $@
	@$(PY) -m pytest -m "not slow"

lint: ## check style and types
	@sh tools/setup.sh $@
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
