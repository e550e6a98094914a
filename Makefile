# `make report` and `make test` need nothing but Python >= 3.11.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
LAB := .venv-lab/bin

# Some machines forbid bytecode; every process would then compile its imports again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report test check docs gallery pages lab bench demo lock clean help

help:
	@echo "make report  set up and build the demonstration study into reports/"
	@echo "make test    set up and run all checks and tests"
	@echo "make check   static checks only (ruff, mypy, import-linter)"
	@echo "make gallery the pages that the README shows, from a fresh build"
	@echo "make pages   every page of every document in both languages as a picture, into .dandong/pages"
	@echo "make lab     JupyterLab in the study"
	@echo "make bench   where the time of a build and of each exporter goes; zones and audits as they grow"
	@echo "make demo    write the demonstration survey again"
	@echo "make docs    write the data dictionary again"
	@echo "make lock    resolve the lock files anew"

define install
$(PYTHON) -m venv $(1)
$(1)/bin/python -m pip install --quiet uv==$(UV_VERSION)
VIRTUAL_ENV=$(1) $(1)/bin/uv pip install --quiet --compile-bytecode --require-hashes -r $(2)
VIRTUAL_ENV=$(1) $(1)/bin/uv pip install --quiet --no-deps --editable .
touch $(1)/.ready
endef

.venv/.ready: requirements.lock pyproject.toml
	$(call install,.venv,requirements.lock)

.venv-lab/.ready: requirements-lab.lock pyproject.toml
	$(call install,.venv-lab,requirements-lab.lock)

report: .venv/.ready
	$(BIN)/dandong build

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The tests of JupyterLab run it from its own environment.
test: check .venv-lab/.ready
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

docs: .venv/.ready
	$(BIN)/python -m dandong_analysis.report.dictionary > docs/data-dictionary.md

# The few pages that the README and the docs show; needs what .ci/run installs.
gallery: report
	$(BIN)/python -m gallery

# Every page of every document as a picture, in both languages, for a look at all of it.
pages: .venv/.ready
	rm -rf .dandong/pages
	$(BIN)/dandong build --lang zh,en
	$(BIN)/python -m gallery .dandong/pages

lab: .venv-lab/.ready
	$(LAB)/dandong lab

bench: .venv/.ready
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.exporters
	$(BIN)/python -m benchmarks.zones
	$(BIN)/python -m benchmarks.audit

demo: .venv/.ready
	$(BIN)/dandong demo

# No addresses and no local options may reach the lock files (tests/test_repository.py).
lock: .venv/.ready
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra lab pyproject.toml -o requirements-lab.lock

clean:
	rm -rf .venv .venv-lab .dandong .pytest_cache .mypy_cache .ruff_cache .hypothesis
