# Daily work; the scripts do it and need no make.
.PHONY: demo test lint format rules accuracy bench

demo:
	script/demo
test:
	script/test
lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy
format:
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .
rules:
	.venv/bin/elshi rules
accuracy:
	.venv/bin/python tools/accuracy.py
bench:
	.venv/bin/python benchmarks/run.py
