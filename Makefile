# OpenEnds. `make help` says what there is. Set-up happens by itself, once.

STUDY ?= genai_open_strategies
PYTHON ?= python3.11
# where to take torch from, e.g. https://download.pytorch.org/whl/cpu for the small build without CUDA
TORCH_INDEX ?=
# where peers are installed that do not belong to the set-up, for `make bench-mentions`
PEERS ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help install run test test-rest test-long test-all check format docs bench bench-ingest bench-masking bench-screening \
        bench-topics bench-assignment bench-continuity bench-sameness bench-cost bench-mentions bench-mentions-cost bench-challenge \
        bench-sharding \
        peers lock clean

help: ## Say what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(READY) ## Set up .venv from the lock file (the other targets do it by themselves)

run: $(READY) ## Run the whole job on the example study (STUDY=… for another)
	@$(BIN)/openends run $(STUDY)

test: $(READY) ## Run the tests, without those that need minutes or a browser
	@$(BIN)/python -m pytest -m "not slow and not browser and not server and not long"

test-rest: $(READY) ## Run the tests that `make test` leaves out (needs chromium and chromium-driver)
	@$(BIN)/python -m pytest -m "(slow or browser or server) and not long"

test-long: $(READY) ## Kill runs at every step, and whatever else serves them (half an hour and more)
	@$(BIN)/python -m pytest -m long

test-all: test test-rest test-long ## Run every test

check: $(READY) ## Check format, lint, types, imports and generated docs
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python docs/reference.py --check

format: $(READY) ## Put the code into its form
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

docs: $(READY) ## Write the reference pages from the code
	@$(BIN)/python docs/reference.py

bench: $(READY) ## Run the script an analyst would write by hand, and ours, on the same answers
	@$(BIN)/python -m tests.benchmarks.against_by_hand

bench-ingest: $(READY) ## Read 100,000 respondents with pandas, and read, mask and screen them with ours
	@$(BIN)/python -m tests.benchmarks.ingest

bench-mentions-cost: $(READY) ## Print what tagging 20,000 answers costs, and one of 5 million words
	@$(BIN)/python -m tests.benchmarks.mentions_cost

bench-challenge: $(READY) ## Count the minimal pairs that mentions come out right on, into docs/challenge.md
	@$(BIN)/python -m tests.benchmarks.challenge

bench-masking: $(READY) ## Print what masking finds and misses on labelled sentences, and its false alarms
	@$(BIN)/python -m tests.benchmarks.masking

bench-sameness: $(READY) ## Print what changes when only the company of answers does, and what encoding costs
	@$(BIN)/python -m tests.benchmarks.sameness --cost

bench-sharding: $(READY) ## Do 200,000 answers in one piece, by processes and by a Dask cluster; one worker is killed
	@$(BIN)/python -m tests.benchmarks.sharding

bench-screening: $(READY) ## Print precision and recall of screening on labelled answers
	@$(BIN)/python -m tests.benchmarks.screening_quality

bench-topics: $(READY) ## Find topics in labelled texts, beside plain BERTopic (and `make peers`) on the same vectors
	@$(BIN)/python -m tests.benchmarks.topics

bench-assignment: $(READY) ## Give key points to arguments, and score it against people as KPA 2021 did
	@$(BIN)/python -m tests.benchmarks.assignment

peers: .peers/turftopic/.ready .peers/topica/.ready ## Set up the peers of bench-topics, each in an environment of its own

bench-continuity: $(READY) ## Plant a subject into one of two waves, and count how often it is found
	@$(BIN)/python -m tests.benchmarks.continuity

bench-cost: $(READY) ## Print what vectors and topics of 20,000 answers cost, beside plain BERTopic; then up to 200,000
	@$(BIN)/python -m tests.benchmarks.cost
	@$(BIN)/python -m tests.benchmarks.cost --curve

bench-mentions: $(READY) ## Print how well mentions are found in coded answers, beside peers (PEERS=folder)
	@$(BIN)/python -m tests.benchmarks.mentions $(if $(PEERS),--peers $(PEERS))

lock: $(READY) ## Resolve the lock file anew (needs the network)
	@$(PIP) install pip-tools
	@$(BIN)/pip-compile --quiet --extra dev --extra models --generate-hashes --unsafe-package torch \
	  --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --no-header \
	  --annotation-style line --output-file requirements.lock pyproject.toml

clean: ## Delete the set-up; configs, data and outputs stay
	rm -rf $(VENV) .peers *.egg-info build .mypy_cache .ruff_cache .pytest_cache

.peers/turftopic/.ready: PEER := torch==2.13.0 turftopic==0.28.0
.peers/topica/.ready: PEER := topica==0.62.0
.peers/%/.ready:
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/pip install --quiet $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) $(PEER)
	@touch $@

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv with exact versions, once (about 2 GB; two to ten minutes)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python 3.11 is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "  torch"
	@$(PIP) install $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	@echo "  everything else, each file checked by its hash"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
