# Pairgrad's commands. `make run` and `make test` are all a new user needs.
PYTHON ?= python3
PY := .venv/bin/python
RUN ?=
# Two processes, a file in one of them, in the order that tests/conftest.py gives.
TWO := -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test quick sure sure-rest lint types bench pictures evidence

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

setup: ## Fill .venv with everything Pairgrad needs (resumes where it stopped)
	@$(PYTHON) service/bootstrap.py

setup-dev: ## The same, and what the tests and checks need
	@$(PYTHON) service/bootstrap.py --dev

run: setup ## Start Pairgrad with a demo class and print the address
	@exec $(PY) -m service.cli serve --demo $(RUN)

test: setup-dev ## Prove the product: Redis, SQLite, the sandbox, a browser (a quarter of an hour)
	$(PY) -m pytest -m "not slow" $(TWO)

quick: setup-dev ## The tests that need no sandbox, no torch and no browser
	$(PY) -m pytest -m "not slow and not sandbox and not torch and not browser and not redis"

lint: setup-dev ## Style, import contracts, spelling, templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports
	$(PY) -m codespell_lib
	$(PY) -m djlint --lint --quiet service/web/templates

types: setup-dev ## Strict types
	$(PY) -m mypy

sure: test sure-rest ## Everything: all tests, lint, types, contracts, coverage, long proofs

sure-rest: lint types
	$(PY) -m pytest -m slow $(TWO)
	$(PY) -m pytest -q --cov --cov-report= tests/reference_engine tests/exercises
	$(PY) -m coverage report --include='reference_engine/*' --fail-under=100

bench: setup-dev ## Figures as ratios within one run
	$(PY) -m benchmarks.engine
	$(PY) -m benchmarks.sandbox
	$(PY) -m benchmarks.board
	$(PY) -m benchmarks.stretch

pictures: setup-dev ## Photograph the pages that the documentation shows
	$(PY) -m benchmarks.pictures

evidence: setup-dev ## Ten thousand gradings, a million forged answers, a hundred thousand bad requests, harm on both databases (some hours)
	$(PY) -m benchmarks.soak
	$(PY) -m benchmarks.fuzz --frames 1000000
	$(PY) -m benchmarks.route_fuzz
	$(PY) -m benchmarks.chaos --submissions 10000 --database sqlite
	$(PY) -m benchmarks.chaos --submissions 10000 --database postgres
	$(PY) -m benchmarks.load
	$(PY) -m benchmarks.simulation
