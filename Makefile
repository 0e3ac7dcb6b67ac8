# make run    sets up what is missing, then the interactive desk (or the bot, with DISCORD_TOKEN)
# make test   sets up what is missing, then every check
# make lint   the checks without the tests;  make format  rewrites the code in the house style
# make image  the container image;  make clean  removes what the others made, but no data

SHELL   := /bin/sh
VENV    := .venv
PY      := $(VENV)/bin/python
PYTHON  ?= # a Python to prefer, 3.11 or newer
WORKERS ?= 3
BASE    ?= python:3.12-slim

.PHONY: run test lint format image clean

run: $(VENV)/.run
	@$(PY) -m bot

test: lint
	$(PY) -m pytest -n $(WORKERS)

lint: $(VENV)/.test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(VENV)/.test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

image:
	docker build --build-arg BASE=$(BASE) -t refdesk .

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.run: pyproject.toml constraints.txt | $(PY)
	@echo "Setting up Refdesk in $(VENV); this happens once."
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[formats]"
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(PY)
	@echo "Setting up Refdesk and its tests in $(VENV); this happens once."
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/.run

$(PY):
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$python; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Refdesk needs Python 3.11 or newer; python3 is $$(python3 --version 2>&1)." >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$found has no venv module; install it (Debian, Ubuntu: apt install python3-venv)." >&2; \
	  exit 1; \
	fi; \
	"$$found" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
