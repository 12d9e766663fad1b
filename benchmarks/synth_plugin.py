"""`python -m benchmarks.synth_plugin` prints what the checks add to a two-stack app, over a plug-in that does nothing.

With `nothing` or `checks` it is the app itself, so that each run is a fresh process.
"""

import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from benchmarks.fresh import Cost

ROUNDS = 11
TARGET_MILLISECONDS = 100


def synthesize(which: str) -> None:
    """The two-stack app with one of the plug-ins."""
    import aws_cdk as cdk
    import jsii

    from examples.read_bucket.app import build
    from xacct_constructs.synth_checks import XacctChecks

    @jsii.implements(cdk.IPolicyValidationPlugin)
    class Nothing:
        """Looks at nothing, and finds nothing."""

        @property
        def name(self) -> str:
            """What the report calls it."""
            return "nothing"

        @property
        def version(self) -> None:
            """None."""
            return None

        @property
        def rule_ids(self) -> None:
            """None."""
            return None

        def validate(self, _: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
            """Report success."""
            return cdk.PolicyValidationPluginReport(success=True, violations=[])

    app = cdk.App()
    build(app)
    cdk.Validations.of(app).add_plugins({"nothing": Nothing, "checks": XacctChecks}[which]())
    app.synth()


class Added(NamedTuple):
    """What the checks add between the quickest run of each: Node's own time differs by more from run to run."""

    cpu: float
    """Milliseconds of processor time."""
    wall: float
    """By the clock."""


def added(rounds: int = ROUNDS) -> Added:
    """What the checks add, each of the two run so often, in turns."""
    from benchmarks.fresh import cost

    found: dict[str, list[Cost]] = {"nothing": [], "checks": []}
    for number in range(rounds):
        for which in sorted(found, reverse=number % 2 == 0):
            found[which].append(cost("-m", "benchmarks.synth_plugin", which))
    nothing, checks = found["nothing"], found["checks"]
    return Added(
        1000 * (min(each.cpu for each in checks) - min(each.cpu for each in nothing)),
        1000 * (min(each.wall for each in checks) - min(each.wall for each in nothing)),
    )


def main() -> None:
    """Print it."""
    added(1)  # writes bytecode and the cache of jsii packages, once
    cpu, wall = added()
    verdict = "met" if cpu <= TARGET_MILLISECONDS else "MISSED"
    print(
        f"{cpu:.0f} ms of processor time added, {wall:.0f} ms by the clock; target {TARGET_MILLISECONDS} ms: {verdict}"
    )


if __name__ == "__main__":
    synthesize(sys.argv[1]) if len(sys.argv) > 1 else main()
