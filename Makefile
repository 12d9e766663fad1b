# One line each; `make` alone lists them. PYTHON=… names another Python than the python3 on PATH.
PYTHON ?= python3
STEP = @$(PYTHON) tools/step.py
ENVIRONMENTS := .tools/node/.made .venv/.made .venv-local-aws/.made node_modules/.package-lock.json

# Where this machine's Node is too old, `make env` puts another there.
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)

.PHONY: help env demo sandbox test lint types bench mutations lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

env: $(ENVIRONMENTS) ## fetch what the project needs into this folder, nothing elsewhere

demo: env ## deploy into two accounts of a local AWS, and see who gets in
	@.venv/bin/xacct demo

sandbox: env ## the same two accounts, and they stay up for your shell
	@.venv/bin/xacct demo --keep

test: env .venv-floor/.made ## run every test
	.venv/bin/pytest -n 2

lint: env ## check style, formatting, and which part imports which
	.venv/bin/ruff check && .venv/bin/ruff format --check
	for each in contracts/*.toml; do .venv/bin/lint-imports --no-cache --no-logo "$$each" || exit; done

types: env ## check types
	.venv/bin/mypy && cd examples/pipeline && ../../.venv/bin/mypy --cache-dir=../../.mypy_cache --config-file= --strict --explicit-package-bases .

bench: env ## measure against the budget
	.venv/bin/python -m benchmarks

mutations: env .venv-mutations/.made ## change the proof's code on purpose, and see which changes no test notices
	.venv-mutations/bin/python -m benchmarks.mutations

lock: .tools/bin/uv ## update the locked versions
	tools/lock

clean: ## remove what these targets made
	rm -rf .xacct-sandbox .tools .venv .venv-local-aws .venv-floor .venv-mutations node_modules dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.tools/bin/uv: requirements/uv.txt
	@echo "make env takes 1.2 GB in this folder, for the first time some minutes; 'make clean' removes it."
	$(STEP) "fetching uv" $(PYTHON) tools/fetch_uv.py .tools
	@touch $@

.tools/node/.made: requirements/node/package-lock.json .tools/bin/uv
	$(STEP) "fetching Node 24, where this machine's is older than 22" tools/node .tools/node
	@mkdir -p $(@D) && touch $@

.venv/.made: requirements/dev.txt pyproject.toml .tools/bin/uv
	$(STEP) "fetching the CDK and all that tests and checks need into .venv" tools/environment .venv $< $(PYTHON)
	$(STEP) "installing this package into .venv" \
	  .tools/bin/uv pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

.venv-%/.made: requirements/%.txt .tools/bin/uv
	$(STEP) "fetching what .venv-$* is to hold" tools/environment .venv-$* $< $(PYTHON)
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .tools/node/.made
	$(STEP) "fetching the CDK CLI into node_modules" npm ci --no-audit --no-fund --no-update-notifier
