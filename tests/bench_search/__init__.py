"""How well and how fast search is, on the test corpus: `.venv/bin/python -m tests.bench_search`. Not collected by pytest."""
