# What a person types. Each target installs first, and that is quick when nothing has changed.
# How something is done belongs to the package or to pyproject.toml; here stands only which command does it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo sync dev test test-all instance check bench bench-peers bench-faults docs lock clean

BIN := .venv/bin
# Many processes are started, and where Python may keep nothing that it compiled, each compiles two thousand modules.
unexport PYTHONDONTWRITEBYTECODE
# Set LOCK_FLAGS=--upgrade to take newer versions, or LOCK_FLAGS="--upgrade-package polars" for one of them.
LOCK_FLAGS ?=
# Tests that share a dear home stay in one process, see lead_pipeline_tests/conftest.py.
PYTEST := $(BIN)/python -m pytest
AT_ONCE := -n auto --dist loadgroup
# What `python -m bench` is told besides.
BENCH ?=

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: .venv/installed ## make .venv with the locked packages and the command lead-pipeline
	@:

demo: install ## a whole run against the sandbox, in data/demo; needs no key
	@LEAD_PIPELINE_HOME=data/demo $(BIN)/lead-pipeline demo

sync: install ## read what can have changed, build the marts and publish them; needs a key
	@$(BIN)/lead-pipeline sync
	@$(BIN)/lead-pipeline publish

dev: install ## Dagster with its UI, schedules and sensors
	@DAGSTER_HOME="$(CURDIR)/data/dagster" $(BIN)/dagster dev -w workspace.yaml

test: install ## every test that does not take long for what it tries to break
	@$(PYTEST) $(AT_ONCE) -m "not fire and not instance"

test-all: install ## those too: every fault, kills, full disks, a spent budget; what CI runs
	@$(PYTEST) $(AT_ONCE) -m "not instance"

instance: install ## the tests that start a whole Dagster, kill it, and look at its UI in chromium
	@$(PYTEST) -m instance

check: install ## the loop while working: lint, types and the quick tests, under a minute
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy
	@$(PYTEST) $(AT_ONCE) -m "not slow"

bench: install ## how fast, how much memory, how many requests; BENCH="--full --write" for all sizes, kept in docs
	@$(BIN)/python -m bench $(BENCH)

bench-peers: install ## the same beside dlt, Singer and Airbyte; takes twenty minutes, and the network
	@$(BIN)/python -m bench peers $(BENCH)

bench-faults: install ## how we and others do on the same faults; takes a quarter of an hour, and the network
	@$(BIN)/python -m bench.faults

docs: install ## rewrite what is made: the dbt sources, docs/tables.md, docs/reliability.md, docs/performance.md
	@$(BIN)/lead-pipeline write-docs
	@$(BIN)/python -m lead_pipeline_tests.under_fire.page
	@$(BIN)/python -m bench --page

lock: $(BIN)/uv ## remake requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --quiet $(LOCK_FLAGS) --output-file requirements.lock

clean: ## remove .venv, builds and caches; data/ stays
	rm -rf .venv .venv-peers build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find lead_pipeline lead_pipeline_tests -name __pycache__ -type d -prune -exec rm -rf {} +


# uv removes what the lock no longer names, checks every hash, and builds the project with the locked hatchling. All is
# compiled here: where PYTHONDONTWRITEBYTECODE is set, as in many containers, each start would take a second more.
.venv/installed: requirements.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the locked packages into .venv"
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q lead_pipeline
	@touch $@
	@echo "Ready: $(BIN)/lead-pipeline"

# pip comes with Python and brings uv, in the version and with the hashes of the lock.
# A shim that only says "not found" is no Python: each is asked to run, and for the module that makes a .venv.
$(BIN)/uv:
	@for python in python3.13 python3.12 python3.11 python3; do \
		if "$$python" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
			>/dev/null 2>&1; then found="$$python"; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo "lead_pipeline needs Python 3.11, 3.12 or 3.13 with its venv module, and found none." >&2; \
		echo "Debian, Ubuntu: apt install python3.11-venv (or python3.12-venv, …)   macOS: brew install python@3.13" >&2; \
		exit 1; \
	fi; \
	echo "Making .venv with $$("$$found" --version)"; \
	"$$found" -m venv --clear .venv
	@awk '/^[^ ]/ { wanted = /^uv==/ } wanted' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.lock
