# Two commands are all the set-up: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
export UV_COMPILE_BYTECODE = 1
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test bench docs check serve clean

# The environment, as locked. uv itself comes from pip, so that nothing but Python is asked for.
.venv/ready: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5,<1"
	@$(BIN)/uv sync --frozen --all-groups --inexact --quiet
	@touch $@

demo: .venv/ready
	@rm -rf demo
	@$(BIN)/openpeel simulate --out demo/data --seed 1 --scale 0.01
	@$(BIN)/openpeel build demo/data --out demo/site
	@cat docs/demo.txt

test: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m openpeel.reference --check docs/reference
	@$(BIN)/pytest -n 2 --dist loadgroup

bench: .venv/ready
	@$(BIN)/python bench/run.py

docs: .venv/ready
	@$(BIN)/python -m openpeel.reference --write docs/reference

clean:
	rm -rf .venv demo build dist .mypy_cache .ruff_cache .pytest_cache
