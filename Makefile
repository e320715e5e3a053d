# Every recipe sets up what it needs first; a fresh machine has only Python 3.11+, make, git and gcc.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEV    := $(VENV)/.dev
RUN    := $(VENV)/.run

.PHONY: run demo test check fmt bench package lock clean services

run: $(RUN)  ## the console on this host and whatever it finds
	@$(BIN)/switchroom

demo: $(RUN)  ## the console on the built-in simulated site
	@$(BIN)/switchroom --demo

test: $(DEV) services  ## every test, on real servers
	$(BIN)/pytest

check: $(DEV)  ## style, types, layers, dependencies, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/deptry .
	$(BIN)/codespell

fmt: $(DEV)  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV)  ## measure; the table is in docs/performance.md
	$(BIN)/python -m benchmarks

package: $(DEV)  ## a one-folder bundle in dist/switchroom, then its self-test
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN packaging/switchroom.spec
	QT_QPA_PLATFORM=offscreen dist/switchroom/switchroom --self-test

lock: $(DEV)  ## resolve the pinned versions again
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --upgrade pyproject.toml --group test --group check --group package --group bench --group build \
	    -o requirements-dev.lock

services:
	@tests/services/install

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(RUN): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN)
