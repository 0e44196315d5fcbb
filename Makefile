# What a person or a machine may ask of this repository: `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check programs bench reliability docs lock clean

# A process that starts reads what was compiled before: it takes half the time.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv || echo $(BIN)/uv)
LOCK := $(UV) pip compile --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links

help: ## Show what can be asked
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) \
		| awk -F ':.*## ' '{printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}'

setup: $(BIN)/.installed ## Bring the environment to what is locked

run: setup ## Run everything on this machine, Ctrl-C stops it
	@exec $(BIN)/maillage up

test: setup ## Check the code, then run every test on real servers and a real browser
	@$(MAKE) --no-print-directory check programs
	$(BIN)/python -m pytest --numprocesses 3 --dist loadscope $(ARGS)

check: setup ## Lint, types, import contracts, promised schemas, texts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/maillage schemas --check
	$(BIN)/maillage texts --check

programs: # Chromium and its fonts for the journeys, nginx for the restarts
	@scripts/programs

bench: setup ## Measure what the guarantees cost: all, or ONLY=B3
	$(BIN)/python -m benchmarks $(ONLY) $(ARGS)

reliability: setup ## Kill, freeze and cut what runs, and count: all, or ONLY=R5
	$(BIN)/python -m tests.reliability $(if $(ONLY),--only $(ONLY)) $(ARGS)

docs: setup ## Write the generated documentation again
	$(BIN)/maillage schemas

lock: setup # Choose versions again within what pyproject.toml allows
	$(LOCK) pyproject.toml --output-file requirements/runtime.txt
	$(LOCK) --extra embedded --extra dev pyproject.toml --output-file requirements/dev.txt
	$(BIN)/python -m maillage.embedded.lock

clean: ## Forget the environment, the data of the embedded servers and all caches
	rm -rf .venv .maillage build dist *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@scripts/environment "$(PYTHON)"

# The project itself is installed by reference, with the setuptools that is locked.
$(BIN)/.installed: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(UV) pip sync --python $(BIN)/python --require-hashes requirements/dev.txt
	$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
