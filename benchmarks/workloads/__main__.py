"""`python -m benchmarks.workloads WORKLOAD AGREEMENTS` builds and synthesizes, and imports nothing else of ours."""

import sys
from importlib import import_module

import aws_cdk as cdk

workload, agreements = sys.argv[1:]
app = cdk.App()
import_module(f"benchmarks.workloads.{workload}").build(app, int(agreements))
app.synth()
