# make run      set up, migrate, train if there is no model, serve
# make test     set up, browser included, and run every test
# make chaos    kill the server 50 times on each database, make other faults as long as in life, and
#               break the parts of a fleet behind nginx
# make check    format, lint, types, and the rules of rooms, names and prose
# make audit    ask PyPI for known weaknesses of the locked libraries (needs a network)
# make fuzz     change inputs at random, FUZZ_SECONDS (600) for each reader of what strangers write
# make format   format the code
# make encoder  get the sentence encoder, which make run and make test do, too
# make words    put new sentences into the catalogues of the admin pages, and compile these
# make lock     resolve the locked requirements anew
# make clean    remove what make made; instance/ (conversations, models) and encoder/ stay

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
UV := $(BIN)/uv pip install --quiet --no-cache --system-certs --python $(BIN)/python \
	--link-mode copy --compile-bytecode --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade \
	--python-version 3.11 --custom-compile-command "make lock" pyproject.toml

# Without compiled modules, each of the hundreds of programs in the tests would compile its own.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test chaos check audit fuzz format words lock clean browser encoder

help:
	@sed -n 's/^# //p' Makefile

run: $(VENV)/run.stamp encoder
	@exec $(BIN)/python app.py

# A third of the time, tests wait: for programs, files and pages. Hence one process more than cores,
# and a training with a single thread: on a busy machine, two threads mostly wait for each other.
test: export TF_NUM_INTRAOP_THREADS = 1
test: export TF_NUM_INTEROP_THREADS = 1
test:
	@$(MAKE) --no-print-directory --jobs 2 $(VENV)/dev.stamp browser
	@$(MAKE) --no-print-directory encoder
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

chaos: $(VENV)/dev.stamp
	RECOLLECT_TEST_KILLS=50 RECOLLECT_TEST_LONG=1 $(BIN)/python -m pytest --capture=no \
		tests/web/server/test_killed.py tests/web/server/test_faults.py $(PYTEST)
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || sh .ci/debian-package nginx
	$(BIN)/python -m benchmarks.fleet

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_house.py

audit: $(VENV)/dev.stamp
	$(BIN)/uv tool run --quiet pip-audit==2.10.1 --strict --require-hashes --disable-pip \
		--requirement requirements.txt
	$(BIN)/uv tool run --quiet pip-audit==2.10.1 --strict --require-hashes --disable-pip \
		--requirement requirements-dev.txt

FUZZ_SECONDS ?= 600
fuzz: $(VENV)/dev.stamp
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --group fuzz
	for target in intents bundle text webhook; do \
		$(BIN)/python -m tests.fuzz $$target $(FUZZ_SECONDS) .fuzz || exit 1; done

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

WORDS := web/http/translations
words: $(VENV)/dev.stamp
	@trap 'rm -f $(WORDS)/messages.pot' EXIT; \
	$(BIN)/pybabel -q extract --mapping-file=babel.cfg --keywords=later --keywords=_counted:1,2 \
		--keywords=sentence --no-location --sort-output --output=$(WORDS)/messages.pot . && \
	for catalogue in $(WORDS)/*.po; do \
		language=$$(basename $$catalogue .po); \
		$(BIN)/pybabel -q update --input-file=$(WORDS)/messages.pot --output-file=$$catalogue \
			--locale=$$language --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
			--width=100 && \
		$(BIN)/pybabel -q compile --input-file=$$catalogue --output-file=$${catalogue%.po}.mo \
			--locale=$$language --use-fuzzy || exit 1; done

# requirements-serve.txt is for machines that answer and never train: no TensorFlow.
lock: $(VENV)/dev.stamp
	$(COMPILE) --extra train --output-file requirements.txt
	$(COMPILE) --constraint requirements.txt --output-file requirements-serve.txt
	$(COMPILE) --extra train --group dev --constraint requirements.txt \
		--output-file requirements-dev.txt

clean:
	rm -rf $(VENV) .fuzz .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Recollect needs Python 3.11 or newer: PYTHON=/path/to/python3.11 make run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh .ci/debian-package python3-venv
	@$(PYTHON) -m venv --clear $(VENV)

# uv takes half the time of pip; pip goes on where uv fails, as behind a mirror of pip's own. Of
# files that uv links in place of copies, each process would map larger parts: 6 MB.
$(BIN)/uv: | $(BIN)/python
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt >$(VENV)/uv.txt
	@$(PIP) --requirement $(VENV)/uv.txt || true

$(VENV)/run.stamp: requirements.txt | $(BIN)/uv
	@echo "Installing the libraries (TensorFlow among them: a minute or two) …"
	@$(UV) --requirement requirements.txt || $(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(BIN)/uv
	@echo "Installing the libraries and the tools that test them …"
	@$(UV) --requirement requirements-dev.txt || $(PIP) --requirement requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

# Without the sentence encoder everything else works: where it cannot be had, this says so once.
encoder: $(VENV)/run.stamp
	@test -e "$${RECOLLECT_ENCODER:-encoder}/encoder.json" || $(BIN)/flask encoder install || \
		echo "Going on without the sentence encoder."

# The browser tests need Debian's Chromium; without it they are skipped and say so. Two packages are
# never installed at once: apt does not wait for its lock.
browser: | $(BIN)/python
	@command -v chromium >/dev/null || sh .ci/debian-package chromium || true
