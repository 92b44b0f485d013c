# Two commands matter: `make book` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
HUB_BIN := .venv-hub/bin
HTML := _build/html

.PHONY: help book test test-all pdf pack serve bench check exercises trainer tidy lint lock hub hub-ready clean distclean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# An environment from a lock file, with the package of this checkout in it: $(call environment,folder,lock file)
define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name another: make PYTHON=python3.12 …"; exit 1; }
	@echo "Set up $(1), once: $$(grep -c == $(2)) packages of $(2), each checked by hash"
	@$(PYTHON) -m venv --clear $(1)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo "$(1) is ready"
endef

.venv/.ready: requirements.lock pyproject.toml
	$(call environment,.venv,requirements.lock)
	@touch $@

.venv-hub/.ready: hub/requirements.lock hub/proxy/package-lock.json pyproject.toml
	$(call environment,.venv-hub,hub/requirements.lock)
	cp -R hub/proxy .venv-hub
	$(HUB_BIN)/npm ci --prefix .venv-hub/proxy --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

book: .venv/.ready ## execute the notebooks and build the book into _build/html (LITE=no: without those for the browser)
	@$(BIN)/python tools/build_book.py
	@$(BIN)/python tools/build_lite.py
	@echo "$(CURDIR)/$(HTML)/index.html"

test: book ## run the daily tests: data, package, every notebook, every page in a browser
	$(BIN)/python -m pytest

test-all: test hub-ready ## run the daily tests and those that take minutes: pack, class server, builds, every page in every mode
	$(BIN)/python -m pytest -m slow

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

exercises: .venv/.ready ## write the learner's pages of the exercises into book/exercises (builds and tests do so themselves)
	@$(BIN)/python tools/exercises.py

trainer: .venv/.ready ## write the trainer's notebooks, with solutions, into _build/trainer
	@$(BIN)/python tools/exercises.py trainer

tidy: .venv/.ready ## bring notebooks and code into the form in which they are committed
	@$(BIN)/python tools/tidy_notebooks.py
	@$(BIN)/ruff format --quiet .

lint: .venv/.ready ## check style, types and layers of the code
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

hub: .venv-hub/.ready ## start a class on http://127.0.0.1:8010 (CLASS=hub/class.csv PORT=8010; see hub/README.md)
	@$(HUB_BIN)/python tools/exercises.py
	@NMC_HUB_CLASS='$(CLASS)' NMC_HUB_PORT='$(PORT)' $(HUB_BIN)/jupyterhub --config hub/jupyterhub_config.py

hub-ready: .venv-hub/.ready ## set up what a class needs, in .venv-hub

lock: ## write the lock files anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --group book --group test --group browser --group lite \
		--group maintain --generate-hashes --no-annotate --no-header --output-file requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --group hub --constraint requirements.lock \
		--generate-hashes --no-annotate --no-header --output-file hub/requirements.lock
	uv pip compile lite/wheels.in --no-deps --python-platform wasm32-pyodide2024 --python-version 3.12 \
		--generate-hashes --no-annotate --no-header --output-file lite/wheels.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --group notebooks --constraint requirements.lock \
		--generate-hashes --no-annotate --no-header --output-file .binder/requirements.txt

clean: ## remove what was built
	rm -rf _build dist

distclean: clean ## remove the environments and what was fetched as well
	rm -rf .venv .venv-hub .lite
