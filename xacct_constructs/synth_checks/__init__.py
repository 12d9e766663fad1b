"""Synth checks: the rules and the proof at every `cdk synth`."""

from xacct_constructs.synth_checks.acknowledged_file import write_acknowledged
from xacct_constructs.synth_checks.by_context import add_by_context
from xacct_constructs.synth_checks.plugin import XacctChecks

__all__ = ["XacctChecks", "add_by_context", "write_acknowledged"]
