# setup run test bench check check-deep demo: everything needed is brought up in .venv, from requirements.lock.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
READY := .venv/ready
TESTS := $(BIN)/python -m pytest -n 2 --dist worksteal

# A test of each part that knows where a home is kept.
FEW := $(patsubst %,tests/test_%.py,ledger backup people_race load_quarantine reports_scope)

.PHONY: setup run demo test bench check check-deep check-backends lint licences mutants browser postgresql lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is missing: set PYTHON=… to one (here: $$($(PYTHON) --version))"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# The demo's data is made once; later starts show it as it is.
run: setup
	@test -e $${BENEFITS_HOME:-data/local}/warehouse/live.json || $(BIN)/benefits demo
	BENEFITS_SIGN_IN=demo $(BIN)/benefits serve --port $(PORT)

demo: setup
	$(BIN)/benefits demo

# What is repeated most is run without measuring coverage. The browser's tests go by themselves: its driver keeps an event loop running, which other tests cannot have beside theirs.
test: setup browser postgresql lint
	$(TESTS) -m "not browser and not samples and not deep and not unmeasured" --cov --cov-report=
	$(BIN)/coverage report --include "pipelines/*" --fail-under 95
	$(BIN)/coverage report --include "pages/*" --fail-under 85
	$(TESTS) -m "unmeasured and not deep"
	$(TESTS) --backend postgres -m "not samples and not deep" $(FEW)
	$(TESTS) -m "browser and not deep"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py pages pipelines

# The browser tests drive Debian's chromium; where it is missing and we may, it is installed.
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
	  || { echo "chromium is missing: on Debian, apt-get install chromium fonts-noto-cjk"; exit 1; }

# The tests of ledger and lake start a PostgreSQL of their own; where the program is missing and we may, it is installed.
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { test "$$(id -u)" = 0 \
	  && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; } \
	  || { echo "PostgreSQL is missing: on Debian, apt-get install postgresql"; exit 1; }

# Adds the tests on the sample files beside the project.
check: test
	$(TESTS) -m samples

check-deep: check check-backends
	$(TESTS) -m deep

# All tests that do not mind where a home is kept, on PostgreSQL: as `make test` runs them on files.
check-backends: setup postgresql
	$(TESTS) --backend postgres -m "not samples and not deep"

# Under which licence each package of the lock is.
licences: setup
	$(BIN)/python -m tests.licences

# How many small faults in rules and actions the tests notice.
mutants: setup
	$(BIN)/python -m tests.mutants $(MUTANTS)

bench: setup
	$(BIN)/python -m tests.bench $(BENCH)

# Needs uv on the machine; no index host is written into the lock.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --extra test --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" tests/bench/peers.in -o tests/bench/peers.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" tests/mutants/mutmut.in -o tests/mutants/mutmut.lock

clean:
	rm -rf .venv build .coverage *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
