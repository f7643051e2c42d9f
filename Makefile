# `make run` and `make test` work in a fresh clone: they need make and a Python from 3.11 to
# 3.14. All that they install goes into .tools (the installer) and .venv (everything else).

RAW ?= samples
DATA ?= data
JOBS ?= 2
PYTEST_ARGS ?=

TOOLS := .tools
VENV := .venv
BIN := $(VENV)/bin
UV := $(TOOLS)/bin/uv
LOCK := $(UV) pip compile --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header $(LOCK_ARGS)

# .venv is ours: what Python compiles there once saves seconds in every process.
unexport PYTHONDONTWRITEBYTECODE

# uv takes the Python that it is given; it never downloads one.
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-slow lint bench lock upgrade build clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## Install what is needed and run the main job on RAW (samples), into DATA (data)
	$(BIN)/gongkai run $(RAW) --home $(DATA)

test: $(VENV)/.dev  ## Install what is needed and run the tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(PYTEST_ARGS)

test-slow: $(VENV)/.dev  ## Run the tests that take minutes
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m slow $(PYTEST_ARGS)

lint: $(VENV)/.dev  ## Check style, types and the order of the packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev  ## Time a report in each format and stage, its identity, PDF beside pdfplumber, a folder, the rules, a run on RAW
	$(BIN)/python tools/bench_reading.py $(RAW)
	PYTHONPATH=. $(BIN)/python tools/bench_identity.py
	PYTHONPATH=. $(BIN)/python tools/bench_formats.py
	PYTHONPATH=. $(BIN)/python tools/bench_pdf.py
	PYTHONPATH=. $(BIN)/python tools/bench_folder.py
	PYTHONPATH=. $(BIN)/python tools/bench_rules.py
	$(BIN)/python tools/bench_run.py $(RAW)

lock: $(TOOLS)/.ready  ## Remake the locks from pyproject.toml, keeping versions that still fit
	$(LOCK) --extra ocr pyproject.toml --output-file requirements/run.txt
	$(LOCK) --extra ocr --group dev pyproject.toml -c requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group tools -c requirements/dev.txt --output-file requirements/tools.txt

upgrade:  ## Remake the locks with the newest versions allowed
	$(MAKE) lock LOCK_ARGS=--upgrade

build: $(TOOLS)/.ready  ## Build the wheel and the source distribution into dist/
	$(UV) build --quiet --build-constraints requirements/tools.txt --require-hashes --out-dir dist

clean:  ## Remove what was installed and built, and the caches; data stays
	rm -rf $(TOOLS) $(VENV) dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache
	find extract transform warehouse expectations flows tests tools -name __pycache__ -prune \
		-exec rm -rf {} +

# An environment whose Python has gone from the machine is made again.
ifneq ($(shell test -x $(TOOLS)/bin/python || echo gone),)
.PHONY: $(TOOLS)/.ready
endif
ifneq ($(shell test -x $(BIN)/python || echo gone),)
.PHONY: $(VENV)/.ready
endif

$(TOOLS)/.ready: requirements/tools.txt
	@python=$$(sh tools/find-python) && \
	echo "Fetching the installer into $(TOOLS), with $$python" && \
	rm -rf $(TOOLS) && "$$python" -m venv $(TOOLS) && \
	$(TOOLS)/bin/python -m pip --quiet --disable-pip-version-check install \
		--require-hashes --only-binary :all: --requirement requirements/tools.txt
	@touch $@

$(VENV)/.ready: $(TOOLS)/.ready
	@$(UV) venv --quiet --clear --python $(TOOLS)/bin/python $(VENV)
	@touch $@

# The project itself, editable; its build tools are checked against their hashes too.
INSTALL_PROJECT = $(UV) pip install --quiet --python $(BIN)/python --no-deps \
	--build-constraints requirements/tools.txt --require-build-hashes --editable .

$(VENV)/.run: $(VENV)/.ready requirements/run.txt pyproject.toml extract/__init__.py
	@echo "Installing what gongkai needs into $(VENV)"
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/run.txt
	@$(INSTALL_PROJECT)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what the tests need into $(VENV)"
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(INSTALL_PROJECT)
	@touch $@
