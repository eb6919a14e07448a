# setup run test bench check check-deep demo: everything needed is brought up in .venv, from requirements.lock.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
READY := .venv/ready
TESTS := $(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: setup run demo test bench check check-deep lint browser lock clean

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
test: setup browser lint
	$(TESTS) -m "not browser and not samples and not deep and not unmeasured" --cov --cov-report=term --cov-fail-under=95
	$(TESTS) -m "unmeasured and not deep"
	$(TESTS) -m "browser and not deep"

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The browser tests drive Debian's chromium; where it is missing and we may, it is installed.
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
	  || { echo "chromium is missing: on Debian, apt-get install chromium fonts-noto-cjk"; exit 1; }

# Adds the tests on the sample files beside the project.
check: test
	$(TESTS) -m samples

check-deep: check
	$(TESTS) -m deep

bench: setup
	$(BIN)/python -m tests.bench $(BENCH)

# Needs uv on the machine; no index host is written into the lock.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --extra test --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:
	rm -rf .venv build .coverage *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
