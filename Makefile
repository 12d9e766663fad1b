# One line each; `make` alone lists them. PYTHON=… names another Python than the python3 on PATH.
PYTHON ?= python3
ENVIRONMENTS := .venv/.made .venv-local-aws/.made node_modules/.package-lock.json

.PHONY: help env demo test lint types bench mutations lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

env: $(ENVIRONMENTS) ## fetch what the project needs into this folder, nothing elsewhere

demo: env ## deploy into two accounts of a local AWS, and see who gets in
	@.venv/bin/xacct demo

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
	rm -rf .tools .venv .venv-local-aws .venv-floor .venv-mutations node_modules dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.tools/bin/uv: requirements/uv.txt
	$(PYTHON) tools/fetch_uv.py .tools && touch $@

.venv/.made: requirements/dev.txt pyproject.toml .tools/bin/uv
	tools/environment .venv $< $(PYTHON)
	.tools/bin/uv pip install --quiet --python .venv --no-deps --no-build-isolation --editable . && touch $@

.venv-%/.made: requirements/%.txt .tools/bin/uv
	tools/environment .venv-$* $< $(PYTHON) && touch $@

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund --no-update-notifier
