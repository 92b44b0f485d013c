# Two commands matter: `make book` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
HTML := _build/html

.PHONY: help book test pdf pack serve bench check exercises trainer tidy lint lock clean distclean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name another: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

book: .venv/.ready ## execute the notebooks and build the book into _build/html
	@$(BIN)/python tools/build_book.py
	@echo "$(CURDIR)/$(HTML)/index.html"

test: book ## run every test, the notebooks' included
	$(BIN)/python -m pytest

pdf: book ## print the whole book to a PDF in _build/pdf (needs Chromium or Chrome)
	@$(BIN)/python tools/build_pdf.py

pack: book ## make the pack for trainers, a zip, in _build/pack (needs Chromium or Chrome)
	@$(BIN)/python tools/build_pack.py

serve: book ## serve the built book on http://127.0.0.1:8000
	$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory $(HTML)

bench: .venv/.ready ## print how long things take and how much they weigh
	@$(BIN)/python tools/bench.py

check: .venv/.ready ## check the data; every problem is named
	@$(BIN)/python -m nmc_evidence.validation

exercises: .venv/.ready ## make the learner's pages and the table of the exercises anew from exercises/
	@$(BIN)/python tools/exercises.py

trainer: .venv/.ready ## write the trainer's notebooks, with solutions, into _build/trainer
	@$(BIN)/python tools/exercises.py trainer

tidy: .venv/.ready ## bring notebooks and code into the form in which they are committed
	@$(BIN)/python tools/tidy_notebooks.py
	@$(BIN)/ruff format --quiet .

lint: .venv/.ready ## check the style of the code
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

lock: ## write requirements.lock and notebooks.lock anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --group book --group test --group browser --group maintain \
		--generate-hashes --no-annotate --no-header --output-file requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --group notebooks --constraint requirements.lock \
		--generate-hashes --no-annotate --no-header --output-file notebooks.lock

clean: ## remove what was built
	rm -rf _build dist

distclean: clean ## remove the environment as well
	rm -rf .venv
