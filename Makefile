# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check soak readme accuracy seasons bench bench-warehouse clean

demo: .venv/run.stamp  ## install, simulate six weeks, print the weekly review
	$(BIN)/trackwork demo

test: .venv/dev.stamp  ## the test suite; on real recordings too where TRACKWORK_TEST_DATA names them
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term

soak: .venv/dev.stamp  ## the heavy runs in full
	TRACKWORK_SOAK=1 $(BIN)/python -m pytest --timeout=3600

check: .venv/dev.stamp  ## what must hold of the code itself
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

readme: .venv/dev.stamp  ## write the parts of the README that the code makes
	$(BIN)/python -m tests.support.readme

accuracy: .venv/bench.stamp  ## measure the segmentation on simulated and real sessions and write the README's table; minutes
	$(BIN)/python -m tests.accuracy --report --write --sessions 400

seasons: .venv/dev.stamp  ## measure the rules on seasons of simulated athletes and write the README's tables; minutes
	$(BIN)/python -m tests.seasons --write

bench: .venv/bench.stamp  ## measure speed and memory on the real files of TRACKWORK_TEST_DATA and write the README's table; minutes
	$(BIN)/python -m pytest tests/bench -o python_files='bench_*.py' -o python_functions='bench_*' -o timeout=3600 \
	  --benchmark-timer=time.process_time --benchmark-columns=median,iqr,rounds --write-readme -q

RECORDS ?= 10000000
bench-warehouse: .venv/dev.stamp  ## measure the warehouse at the size of a club (RECORDS=100000000 for a large one) and write the README's table
	$(BIN)/python -m tests.bench_warehouse --records $(RECORDS) --write

.venv/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "trackwork needs Python 3.11 or newer; name one with make PYTHON=python3.12")'
	@echo "installing into .venv, some minutes the first time"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/dev.stamp: .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

.venv/bench.stamp: .venv/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
