# make run   the line and its demo city, on this machine
# make test  the whole suite
# Both need Python 3.11 or newer and nothing else; everything is kept in .venv and instance/.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test storm day call lint bench check clean

help:
	@echo "make run    serve the line with its demo city; prints the page to open"
	@echo "make call   a telephone in this terminal"
	@echo "make test   run the whole suite"
	@echo "make lint   ruff and mypy"
	@echo "make storm  press 100,000 keys at random (about a minute)"
	@echo "make day    play a day of 2,000 calls and count it (about two minutes)"
	@echo "make bench  measure the turns (about two minutes); CASES=\"--help\" shows more"
	@echo "make check  check the call map, the phrases and the city's profile"
	@echo "make clean  remove what was installed and generated; keeps instance/ and .env"

run: $(VENV)/.run
	@$(BIN)/flask serve

call: $(VENV)/.run
	@$(BIN)/flask serve --prepare
	@$(BIN)/flask call $(CALL)

check: $(VENV)/.run
	@$(BIN)/flask check

test: $(VENV)/.dev
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder $(TESTS)

storm: $(VENV)/.dev
	STORMS=4 $(BIN)/pytest -n auto tests/calls/test_random.py

day: $(VENV)/.dev
	DAY_CALLS=2000 $(BIN)/pytest tests/rehearsal

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python -m bench $(CASES)

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Say which: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "A virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.venv requirements.txt
	@echo "Installing what the line needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
