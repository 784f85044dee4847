# evenstep: the commands. `make run` starts the app, `make test` runs every check.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 2

.PHONY: fuzz browser-all pictures-app run test check lint types pytest lock picture bench-read bench-exports bench-loop bench-app coverage-study demo-study validate validate-smoke faults docs messages style check-helplines clean help

help:            ## show this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: $(VENV)/app.stamp            ## install into .venv and start the app with the demo space
	@$(BIN)/evenstep app

test: $(VENV)/test.stamp chromium strace ## install what is needed and run every check and test
	@$(MAKE) --no-print-directory check

check: lint types pytest

lint: $(VENV)/test.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/test.stamp
	@$(BIN)/mypy

# Two files of tests at a time; JOBS=1 for one. A file's tests stay together: they share what is dear to make. The files
# go out in the order that tests/conftest.py gives them.
pytest: $(VENV)/test.stamp
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

# Debian's Chromium for the browser tests: installed when we may, named when we may not.
.PHONY: chromium
chromium:
	@if ! command -v chromium >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Installing Debian's Chromium for the browser tests."; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else \
	    echo "No Chromium here: the browser tests will be skipped. To run them: sudo apt-get install chromium"; \
	  fi; \
	fi

# strace for the audit of every write and socket (tests/web/test_guard_writes.py), likewise.
.PHONY: strace
strace:
	@if [ "$$(uname)" = Linux ] && ! command -v strace >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    echo "Installing strace for the audit of what is written."; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null; \
	  else \
	    echo "No strace here: the audit of what is written will be skipped. To run it: sudo apt-get install strace"; \
	  fi; \
	fi

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "evenstep needs Python 3.11 or newer; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment. On Debian: sudo apt-get install python3-venv"; exit 1; }

$(VENV)/app.stamp: $(VENV)/bin/python requirements/app.txt pyproject.toml
	@echo "Installing evenstep into $(VENV) (about a minute, once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/bin/python requirements/test.txt pyproject.toml
	@echo "Installing evenstep and its test tools into $(VENV) (about a minute, once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/app.stamp

lock:            ## renew the hashed lock files (needs uv)
	uv pip compile --quiet --upgrade pyproject.toml requirements/build.in --extra app --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements/app.txt
	uv pip compile --quiet --upgrade pyproject.toml requirements/build.in --extra app --group test --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements/app.txt -o requirements/test.txt

docs: $(VENV)/test.stamp          ## write the generated pages under docs/reference
	@$(BIN)/python docs/generate.py

messages: $(VENV)/test.stamp      ## collect every sentence for translators (needs gettext)
	@$(BIN)/python docs/extract_messages.py

style: $(VENV)/test.stamp         ## start the app with /style, the page of all its parts
	@$(BIN)/python docs/show_style.py

picture: $(VENV)/test.stamp chromium ## draw the README's picture anew (half a minute)
	@$(BIN)/python docs/draw_picture.py

bench-read: $(VENV)/test.stamp    ## reading speed and memory against whatstk and chat-miner
	@$(BIN)/python benchmarks/read.py

bench-exports: $(VENV)/test.stamp ## speed and memory of every kind of export, and chat-miner where it reads it
	@$(BIN)/python benchmarks/exports.py

bench-loop: $(VENV)/test.stamp    ## the loop's fit against tick, hawkeslib, nemos, statsmodels on the same points
	@$(BIN)/python benchmarks/loop.py

bench-app: $(VENV)/test.stamp     ## the private app: its first page, and every page with 200,000 messages
	@$(BIN)/python benchmarks/app.py

coverage-study: $(VENV)/test.stamp ## coverage of the intervals in simulated worlds
	@$(BIN)/python benchmarks/coverage.py

demo-study: $(VENV)/test.stamp    ## how often the loop is found in the demo conversations, told with many seeds
	@$(BIN)/python benchmarks/demo_study.py

validate: $(VENV)/test.stamp      ## test the loop in every invented world (hours; stop it, and it goes on from there)
	@$(BIN)/evenstep validate --out build/validation --table docs/validation.md --picture docs/pictures/validation.svg

browser-all: $(VENV)/test.stamp chromium ## the journeys and every practice of Steps in every combination (an hour or two)
	@$(BIN)/python -m pytest -m full tests/browser/journeys

pictures-app: $(VENV)/test.stamp chromium ## draw the pictures of the app anew (a minute)
	@$(BIN)/python docs/draw_app_pictures.py

validate-smoke: $(VENV)/test.stamp ## the two worlds that fool naive analyses, a few pairs each (part of make test)
	@$(BIN)/python -m pytest tests/loop/validation/test_smoke.py

faults: $(VENV)/test.stamp        ## kill the program 10,000 times, let each of its writes fail once (under an hour)
	@mkdir -p build
	@$(BIN)/python tests/faults/kill_loop.py 1 each=1112
	@if command -v cc >/dev/null 2>&1; then \
	  cc -shared -fPIC -O1 -o build/fail_calls.so tests/faults/fail_calls.c -ldl && \
	  LD_PRELOAD=$(CURDIR)/build/fail_calls.so $(BIN)/python tests/faults/fail_loop.py 2000; \
	else echo "No C compiler here: the run with failing writes is left out."; fi

# The fuzzer lives by itself in .venv-fuzz: it is for Linux only, and nothing else needs it.
FUZZER := atheris==3.0.0
RUNS   ?= 1000000
ONLY   ?=
.venv-fuzz/fuzzer.stamp: $(VENV)/test.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target .venv-fuzz $(FUZZER)
	@touch $@

fuzz: $(VENV)/test.stamp .venv-fuzz/fuzzer.stamp ## fuzz every source, the archive and the tables: RUNS=1000000, ONLY=telegram,slack (hours)
	@FUZZ_SEEDS=build/fuzz/seeds PYTHONPATH=tests/fuzz $(BIN)/python -m pytest -q -p fuzz_record tests/sources >/dev/null \
	  || echo "Some test of the sources failed; what they read is taken as seeds all the same."
	@PYTHONPATH=.venv-fuzz $(BIN)/python tests/fuzz/fuzz_run.py --runs $(RUNS) --only "$(ONLY)"

check-helplines: $(VENV)/test.stamp ## the release check of the help lines: two sources each, checked lately
	@$(BIN)/python docs/check_helplines.py

clean:           ## remove the virtual environments and caches
	rm -rf $(VENV) .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis
