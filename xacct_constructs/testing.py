"""Testing: the proof as an assertion, for the tests of an app."""

from collections.abc import Sequence
from datetime import datetime

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Input, read_assembly
from xacct_constructs.proof import Answer, prove
from xacct_constructs.report.faults import faults_text


def assert_proven(
    assembly: Input, agreements: Sequence[Agreement] | None = None, *, today: datetime | None = None
) -> None:
    """Hold that the templates let through what is agreed on, and nothing else, as `xacct prove` does.

    Args:
        assembly: The folder that `cdk synth` wrote, which is `app.synth().directory`; or a template.
        agreements: What is agreed on. Default: what the app says of itself, so that only the templates can be wrong.
        today: The moment to judge by, with a time zone. Default: an expiry in the past is not noticed, and what is
            refused to sessions before some day cannot be decided, so that a test says the same on every day.

    Raises:
        AssertionError: The templates let through more or less, or it cannot be decided; says which request shows it.
        AssemblyError: There is nothing that can be read.
    """
    __tracebackhide__ = True  # pytest then shows the test's own line, and the reason below it
    found = read_assembly(assembly)
    proof = prove(found, agreements, today=today)
    if proof.answer is not Answer.PROVEN:
        raise AssertionError(faults_text(proof))
