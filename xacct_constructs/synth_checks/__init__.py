"""Synth checks: the rules and the proof at every `cdk synth`."""

from xacct_constructs.synth_checks.acknowledged_file import write_acknowledged
from xacct_constructs.synth_checks.by_context import add_by_context
from xacct_constructs.synth_checks.context import ACCOUNTS, read_context
from xacct_constructs.synth_checks.plugin import XacctChecks

__all__ = ["ACCOUNTS", "XacctChecks", "add_by_context", "read_context", "write_acknowledged"]
