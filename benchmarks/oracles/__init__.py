"""Decisions compared with two independent engines, on generated requests. For development only.

`@cloud-copilot/iam-simulate` (npm, AGPL-3.0: run as a program of its own, never imported or shipped) and the evaluator
of the local AWS. Install the first with `npm ci --prefix benchmarks/oracles`.
"""
