"""Benchmarks: each measure of the budget beside its target; docs/performance.md explains them."""
