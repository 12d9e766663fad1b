"""`python -m benchmarks.synth_plugin` prints what the checks add to a two-stack app, over a plug-in that does nothing.

With `nothing` or `checks` it is the app itself, so that each run is a fresh process.
"""

import statistics
import sys

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


def added(rounds: int = ROUNDS) -> tuple[list[float], list[float]]:
    """Milliseconds that the checks add, by processor time and by the clock, one of each for a pair of runs."""
    from benchmarks.fresh import cost

    cpu, wall = [], []
    for number in range(rounds):
        order = ("nothing", "checks") if number % 2 == 0 else ("checks", "nothing")
        found = {which: cost("-m", "benchmarks.synth_plugin", which) for which in order}
        cpu.append((found["checks"].cpu - found["nothing"].cpu) * 1000)
        wall.append((found["checks"].wall - found["nothing"].wall) * 1000)
    return cpu, wall


def main() -> None:
    """Print the median, and how far the pairs lie apart."""
    added(1)  # writes bytecode and the cache of jsii packages, once
    for name, values in zip(("processor time", "by the clock"), added(), strict=True):
        middle, low, high = statistics.median(values), min(values), max(values)
        verdict = "met" if middle <= TARGET_MILLISECONDS else "MISSED"
        print(f"{name}: {middle:.0f} ms added ({low:.0f} to {high:.0f}), target {TARGET_MILLISECONDS} ms: {verdict}")


if __name__ == "__main__":
    synthesize(sys.argv[1]) if len(sys.argv) > 1 else main()
