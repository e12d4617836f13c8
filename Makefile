# Everything below works on a fresh Debian machine with Python 3.11 to 3.13 and make.
# What a target needs is set up by itself; a second run starts at once, until a lock file changes.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

BIN := .venv/bin
# One more than there are cores: tests in a browser wait a third of their time.
TESTERS := $(shell expr $$(nproc) + 1)

##@ Use
.PHONY: run
run: setup ## Start the demonstration: server, clock, mail box and sample directives
	exec $(BIN)/dondoc run --demo $(ARGS)

.PHONY: setup
setup: ## Make .venv with what running needs (requirements.txt), nothing more
	@tools/setup.sh runtime

##@ Work on it
.PHONY: test
test: setup-dev ## Run every test, in a browser too (make test ARGS="tests/unit -k feel")
	@tools/browser.sh
	$(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: check
check: setup-dev ## Style, types, import directions, locks, translations, documents, the bundle
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_engine.py
	$(BIN)/python tools/check_locks.py
	$(BIN)/python tools/check_translations.py
	$(BIN)/python -m tools.check_docs
	$(BIN)/python tools/check_bundle.py

.PHONY: bench
bench: setup-dev ## Measure (make bench ARGS=feel: one of them)
	@tools/bench.sh $(ARGS)

.PHONY: format
format: setup-dev ## Put the code into the form that check asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: translations
translations: setup-dev ## Collect the texts of the pages and compile what was translated
	$(BIN)/python -m webapp.translate collect
	$(BIN)/python -m webapp.translate compile
	$(BIN)/python tools/check_translations.py

.PHONY: bundle
bundle: setup-dev ## Build the viewer and the editors again from webapp/editor (needs the npm registry)
	$(BIN)/python tools/check_bundle.py --write

.PHONY: lock
lock: setup-dev ## Resolve the dependencies of pyproject.toml anew (UPGRADE=1: to newer versions)
	@tools/lock.sh $(if $(UPGRADE),--upgrade)

.PHONY: setup-dev
setup-dev: ## Make .venv with what working on it needs (requirements-dev.txt)
	@tools/setup.sh dev

.PHONY: clean
clean: ## Remove .venv and caches; data folders stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Help
.PHONY: help
help: ## Show this
	@awk 'BEGIN { FS = ":.*## " } \
	    /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	    /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
