"""`python -m benchmarks.synth_plugin` prints what the checks add to a two-stack app, over a plug-in that does nothing.

With `nothing` or `checks` it is the app itself, so that each run is a fresh process.
"""

import sys
from typing import TYPE_CHECKING

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


def added(rounds: int = ROUNDS) -> tuple[list[float], list[float]]:
    """Milliseconds that the checks add, by processor time and by the clock, one of each for a pair of runs."""
    found = _runs(rounds)
    pairs = list(zip(found["checks"], found["nothing"], strict=True))
    return [1000 * (one.cpu - other.cpu) for one, other in pairs], [
        1000 * (one.wall - other.wall) for one, other in pairs
    ]


def _runs(rounds: int) -> "dict[str, list[Cost]]":
    """What each costs, in turns."""
    from benchmarks.fresh import cost

    found: dict[str, list[Cost]] = {"nothing": [], "checks": []}
    for number in range(rounds):
        for which in sorted(found, reverse=number % 2 == 0):
            found[which].append(cost("-m", "benchmarks.synth_plugin", which))
    return found


def main() -> None:
    """Print what the checks add between the quickest run of each: Node's own time differs by more from run to run."""
    _runs(1)  # writes bytecode and the cache of jsii packages, once
    found = _runs(ROUNDS)
    for name in ("cpu", "wall"):
        nothing, checks = ([1000 * getattr(each, name) for each in found[which]] for which in ("nothing", "checks"))
        added_ = min(checks) - min(nothing)
        told = f"nothing {min(nothing):.0f} to {max(nothing):.0f}, checks {min(checks):.0f} to {max(checks):.0f}"
        verdict = "met" if added_ <= TARGET_MILLISECONDS else "MISSED"
        print(f"{name}: {added_:.0f} ms added ({told}), target {TARGET_MILLISECONDS} ms: {verdict}")


if __name__ == "__main__":
    synthesize(sys.argv[1]) if len(sys.argv) > 1 else main()
