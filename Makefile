# Two commands on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install install-test demo test live fuzz lint format bench fit wheel lock clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t16

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install -q --require-hashes -r requirements/test.txt
	@touch $@

install: $(VENV)/run.stamp  ## install `sharitories` into .venv
install-test: $(VENV)/test.stamp  ## the same with what the tests need

demo: install  ## install, then crawl Lorient on the embedded sandbox web
	$(BIN)/sharitories demo

# what the tests of accessibility ask; nothing of it is shipped
$(VENV)/axe.stamp: requirements/axe/package-lock.json
	@mkdir -p $(VENV)/axe && cp requirements/axe/package*.json $(VENV)/axe
	@if command -v npm >/dev/null && npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(VENV)/axe; then touch $@; \
	else echo "npm or axe-core cannot be had here: the tests of accessibility will be skipped"; fi

# a worker may have a browser open, so there are never many
test: install-test $(VENV)/axe.stamp  ## install, then the whole suite, on up to four cores
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

live: install-test  ## ask the real sources whether they are well; NAMES="mojeek ..." for certain ones
	$(BIN)/python -m tests.live $(NAMES)

fuzz: install-test  ## 200,000 odd inputs for every parser of bytes from outside; ARGS="--inputs 5000 page" for fewer
	$(BIN)/python -m tests.fuzz $(ARGS)

lint: install-test  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install-test  ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install -q --require-hashes -r requirements/bench.txt
	@touch $@

bench: $(VENV)/bench.stamp  ## measure against Scrapy and a bare loop (writes benchmarks/README.md)
	$(BIN)/python -m benchmarks.crawl_speed

fit: install-test  ## fit the sort of a page and the likelihood of a mention to tests/labelled/pages/dev (writes classify/*.toml)
	$(BIN)/python -m benchmarks.fit_page_kind
	$(BIN)/python -m benchmarks.fit_likelihood

wheel: install-test  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: install-test  ## pin every dependency anew
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/build.in pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra test -c requirements/run.txt requirements/build.in pyproject.toml -o requirements/test.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra bench -c requirements/test.txt requirements/build.in pyproject.toml -o requirements/bench.txt

clean:  ## remove what was built and installed
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
