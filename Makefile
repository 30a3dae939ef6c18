# Two commands are all the set-up: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
export UV_COMPILE_BYTECODE = 1
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test test-postgresql spark bench load docs pictures clean

# The environment, as locked. uv itself comes from pip, so that nothing but Python is asked for.
.venv/installed: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5,<1"
	@$(BIN)/uv sync --frozen --no-default-groups --inexact --quiet
	@touch $@

# What tests and benchmarks need on top of it.
.venv/ready: .venv/installed
	@$(BIN)/uv sync --frozen --all-groups --all-extras --inexact --quiet
	@touch $@

EXAMPLE := examples/west-mercia-2021-22
TAKES := --site demo/site --survey demo/survey/published
demo: .venv/installed
	@rm -rf demo
	@$(BIN)/openpeel simulate --out demo/data --seed 1 --scale 0.005
	@$(BIN)/openpeel submit demo/data --lake demo/site.lake --by "The simulator"
	@$(BIN)/openpeel audit simulate --out demo/data/audits --seed 1 --db demo/audits.db --draws demo/draws
	@$(BIN)/openpeel inspection load $(EXAMPLE)/record --by lead --db demo/audits.db
	@$(BIN)/openpeel build demo/data --out demo/site
	@$(BIN)/openpeel survey simulate --out demo/survey --seed 1
	@$(BIN)/openpeel report build $(EXAMPLE)/version-1 $(TAKES) --out demo/report
	@$(BIN)/openpeel report build $(EXAMPLE) $(TAKES) --out demo/report
	@cat docs/demo.txt

test: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m openpeel.reference --check docs/reference
	@$(BIN)/pytest -n 2 --dist loadgroup

# Spark itself, to test on a real cluster; it can't share an environment with its thin client.
spark: .venv-spark/ready
.venv-spark/ready: tests/measures/spark.txt .venv/ready
	@$(BIN)/uv pip install --quiet --no-deps --require-hashes --target .venv-spark -r $<
	@touch $@

# SIZE is quick (4 million incidents), national (40 million) or five-years (200 million).
SIZE ?= quick
bench: .venv/ready
	@$(BIN)/python bench/run.py $(SIZE)

# Sixty reviewers save at once for two minutes, on a PostgreSQL of their own; loopback only.
load: .venv/ready
	@.ci/with-postgresql $(BIN)/python bench/load.py

# What asks the database, on PostgreSQL instead of SQLite.
test-postgresql: .venv/ready
	@.ci/with-postgresql $(BIN)/pytest -n 2 --dist loadgroup -m django_db

docs: .venv/ready
	@$(BIN)/python -m openpeel.reference --write docs/reference

# The docs' pictures of the service, taken by the browser tests.
pictures: .venv/ready
	@OPENPEEL_PICTURES=docs/images $(BIN)/pytest -q \
		tests/audits/test_review_in_browser.py tests/audits/test_round_pages_in_browser.py

clean:
	rm -rf .venv .venv-spark demo build dist .mypy_cache .ruff_cache .pytest_cache
