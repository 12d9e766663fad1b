"""Testing: the proof as an assertion, for the tests of an app."""

from collections.abc import Sequence

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Input, read_assembly
from xacct_constructs.proof import Answer, prove
from xacct_constructs.report.faults import faults_text


def assert_proven(assembly: Input, agreements: Sequence[Agreement] | None = None) -> None:
    """Hold that the templates let through what is agreed on, and nothing else, as `xacct prove` does.

    An expiry in the past is not noticed, so that a test says the same on every day.

    Args:
        assembly: The folder that `cdk synth` wrote, which is `app.synth().directory`; or a template.
        agreements: What is agreed on. Default: what the app says of itself, so that only the templates can be wrong.

    Raises:
        AssertionError: The templates let through more or less, or it cannot be decided; says which request shows it.
        AssemblyError: There is nothing that can be read.
    """
    __tracebackhide__ = True  # pytest then shows the test's own line, and the reason below it
    found = read_assembly(assembly)
    proof = prove(found, agreements)
    if proof.answer is not Answer.PROVEN:
        raise AssertionError(faults_text(proof))
