# make demo   simulate the Beijing rules of 2011; results land under results/
# make test   style, types, tests
# make test-browser  what a browser does with pages, in Chromium (apt-get install chromium)
# make lint   style and types only
# make docs   the pages of docs/ as a site in site/, to be opened at site/index.html; a few seconds
# make bench  how fast the engine is and what a user waits for, against the goals; some fifty seconds, and two minutes
#             more where the model's laws are not yet compiled
# make fuzz   what tests try in part, in full: every key at its ends and the like; some fifteen minutes on two cores
# make clean  remove the virtual environment, the site and caches; results stay
#
# The first target that needs it makes .venv/ here (with uv when it is on the path, else with venv and pip) and
# installs what the target needs; later calls install again only when pyproject.toml has changed.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: demo test test-browser lint docs bench fuzz clean

# The first Python on the path that is new enough; override with `make PYTHON=/path/to/python`.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c '$(NEW_ENOUGH)' 2>/dev/null && echo $(p))))
UV := $(shell command -v uv 2>/dev/null)

VENV := .venv
BIN := $(VENV)/bin
# Replications of the demo; the scenario's own default is 400.
N ?= 100

ifdef UV
INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

demo: $(VENV)/.installed
	$(BIN)/yindao run beijing-2011 --replications $(N) --lang both
	@echo "The demo ran $(N) replications; the scenario's default is 400, whose intervals are narrower:"
	@echo "  $(BIN)/yindao run beijing-2011"
	@echo "Open in a browser: $$(ls -td results/beijing-2011-[0-9]*/ | head -n 1)report.html (中文：report.zh.html)"

test: lint
	$(BIN)/python -m pytest -n 2

test-browser: $(VENV)/.installed-browser
	$(BIN)/python -m pytest -m browser tests/browser

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Warnings (a link that leads nowhere) are errors, and so is a page that would load anything from elsewhere.
docs: $(VENV)/.installed-docs
	rm -rf site
	$(BIN)/zensical build --strict
	@! grep -rnE '(src|srcset)="(https?:)?//|<link [^>]*href="(https?:)?//' site --include='*.html'
	@! grep -rnlE '@import|url\(["'\'']?(https?:)?//' site --include='*.css'

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/engine.py --few --only speed,waits

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m tests.fuzz

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python" >&2; exit 2; }
ifdef UV
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(INSTALL) -e .
	@touch $@

# What tests need includes what the demo needs.
$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(INSTALL) -e '.[dev]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-browser: pyproject.toml | $(BIN)/python
	$(INSTALL) -e '.[dev,browser]'
	@touch $(VENV)/.installed $(VENV)/.installed-dev $@

$(VENV)/.installed-docs: pyproject.toml | $(BIN)/python
	$(INSTALL) -e '.[docs]'
	@touch $(VENV)/.installed $@

clean:
	rm -rf $(VENV) dist site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find sim tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
